import datetime as dt
import zoneinfo
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from clientela.ui import words

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize(
    "language, written",
    [("en", "€1,240,000"), ("pl", "1 240 000 €"), ("ru", "1 240 000 €"), ("zh-hant", "€1,240,000")],
)
def test_whole_money_has_no_cents(language, written):
    with translation.override(language):
        assert words.money(Decimal("1240000.00"), "EUR").replace("\xa0", " ") == written


def test_cents_are_shown_where_there_are_some():
    assert words.money(Decimal("9310.50"), "EUR") == "€9,310.50"
    assert words.money(Decimal("-0.5"), "TWD") == "-NT$0.50"


@pytest.mark.parametrize(
    "away, written",
    [
        (dt.timedelta(seconds=20), "just now"),
        (dt.timedelta(hours=2), "2 hr ago"),
        (dt.timedelta(hours=-3), "in 3 hr"),
        (dt.timedelta(days=1), "yesterday"),
        (dt.timedelta(days=-1), "tomorrow"),
        (dt.timedelta(days=3), "3 days ago"),
        (dt.timedelta(days=200), "7 May"),
        (dt.timedelta(days=400), "19 Oct 2025"),
    ],
)
def test_near_times_are_counted_and_far_ones_dated(away, written):
    assert words.ago(NOW - away) == written


def test_yesterday_is_the_readers_yesterday():
    late = NOW - dt.timedelta(hours=13)  # 23:00 on the 22nd in UTC, already the 23rd in Taipei
    assert words.ago(late) == "yesterday"
    with timezone.override(zoneinfo.ZoneInfo("Asia/Taipei")):
        assert words.ago(late) == "13 hr ago"


def test_counts_and_shares():
    assert words.estimate(1_234_567) == "≈ 1.2M"
    assert words.estimate(512) == "≈ 512"
    assert words.percent(0.314, 1) == "31.4%"
    assert words.number(1234.5) == "1,234.5"
    assert words.number(Decimal("2.345"), 2) == "2.34"
    assert words.number(None) == words.NONE


def test_an_unknown_language_falls_back_to_english():
    with translation.override("tlh"):
        assert words.number(1234.5) == "1,234.5"
