"""When something is due, as people type it in four languages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from clientela.domains.activities import due
from clientela.engine.fields.base import BadValue

# A Monday, in the afternoon.
NOW = timezone.make_aware(dt.datetime(2026, 11, 23, 15, 20))


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("tue", "2026-11-24 09:00"),
        ("Monday", "2026-11-30 09:00"),
        ("next fri", "2026-11-27 09:00"),
        ("fri 14:30", "2026-11-27 14:30"),
        ("today", "2026-11-23 09:00"),
        ("tomorrow", "2026-11-24 09:00"),
        ("tomorrow 10", "2026-11-24 10:00"),
        ("Tomorrow at 3pm", "2026-11-24 15:00"),
        ("in 3 days", "2026-11-26 09:00"),
        ("2w", "2026-12-07 09:00"),
        ("in 2 hours", "2026-11-23 17:20"),
        ("in 1 month", "2026-12-23 09:00"),
        ("next week", "2026-11-30 09:00"),
        ("16:00", "2026-11-23 16:00"),
        ("at 10", "2026-11-24 10:00"),
        ("2026-12-31", "2026-12-31 09:00"),
        ("2026-12-31 17:45", "2026-12-31 17:45"),
        ("jutro", "2026-11-24 09:00"),
        ("jutro o 10", "2026-11-24 10:00"),
        ("za 3 dni", "2026-11-26 09:00"),
        ("we wtorek", "2026-11-24 09:00"),
        ("środa 8:15", "2026-11-25 08:15"),
        ("завтра", "2026-11-24 09:00"),
        ("завтра в 10", "2026-11-24 10:00"),
        ("послезавтра", "2026-11-25 09:00"),
        ("через 3 дня", "2026-11-26 09:00"),
        ("в пятницу", "2026-11-27 09:00"),
        ("明天", "2026-11-24 09:00"),
        ("明天10點", "2026-11-24 10:00"),
        ("3天後", "2026-11-26 09:00"),
        ("週五 14:00", "2026-11-27 14:00"),
        ("下週", "2026-11-30 09:00"),
    ],
)
def test_a_moment_in_words(typed: str, expected: str) -> None:
    found = due.read(typed, NOW)
    assert found is not None and timezone.localtime(found).strftime("%Y-%m-%d %H:%M") == expected


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_is_no_moment(typed: str) -> None:
    assert due.read(typed, NOW) is None


@pytest.mark.parametrize("typed", ["soonish", "tomorrow 25", "fri 10:99", "in 3 dogs", "<b>", "🙂"])
def test_nonsense_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadValue, match="tomorrow 10"):
        due.read(typed, NOW)
