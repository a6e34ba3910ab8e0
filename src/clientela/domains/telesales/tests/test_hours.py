"""Calling hours are read as they are written, and asked at the place of who is called."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from clientela.domains.telesales import hours
from clientela.engine.fields.base import BadValue

UTC, WARSAW, TAIPEI = ZoneInfo("UTC"), ZoneInfo("Europe/Warsaw"), ZoneInfo("Asia/Taipei")
MONDAY = dt.datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # 9:30 in Warsaw, 16:30 in Taipei


@pytest.mark.parametrize(
    ("text", "where", "may"),
    [
        ("mon-fri 9:00-18:00", [WARSAW], True),
        ("mon-fri 9:00-18:00", [UTC], False),
        ("mon-fri 9-12, 13-16", [TAIPEI], False),
        ("Monday - Friday 9.00 – 17.00", [TAIPEI], True),
        ("tue-sun 9-18", [WARSAW], False),
        ("sat-mon 9-18", [WARSAW], True),
        ("mon-fri 9-16", [WARSAW, TAIPEI], False),
        ("mon-sun 0-24", [WARSAW, TAIPEI, UTC], True),
    ],
)
def test_it_is_a_time_to_call_only_where_it_is_everywhere(
    text: str, where: list[ZoneInfo], may: bool
) -> None:
    assert hours.is_open(text, where, MONDAY) is may


@pytest.mark.parametrize(
    "text", ["", "whenever", "mon 18-9", "mon 25-26", "mon-fry 9-18", "mon", "mon 9:70-12"]
)
def test_what_cannot_be_read_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadValue):
        hours.read(text)


def test_the_next_opening_is_the_first_moment_that_suits_all_places() -> None:
    friday = dt.datetime(2026, 11, 27, 20, tzinfo=UTC)
    found = hours.next_opening("mon-fri 9-18", [WARSAW], friday)
    assert found == dt.datetime(2026, 11, 30, 9, tzinfo=WARSAW)
    both = hours.next_opening("mon-fri 9-18", [WARSAW, TAIPEI], friday)
    assert both == dt.datetime(2026, 11, 30, 9, tzinfo=WARSAW)  # 16 o'clock in Taipei
    assert hours.next_opening("mon-fri 9-12", [WARSAW, TAIPEI], friday) is None


def test_the_country_says_where_and_the_number_which_part_of_it() -> None:
    assert hours.of_place("PL", "+48425550110") == "Europe/Warsaw"
    assert hours.of_place(None, "+48425550110") == "Europe/Warsaw"
    assert hours.of_place("US", "+12125550110") == "America/New_York"
    assert hours.of_place("TW", "+48425550110") == "Asia/Taipei"
    assert hours.of_place(None, "+80012345678") is None
