"""How values are written for the person who reads: numbers, money and time in their language and time zone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel import Locale, dates, numbers
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.fields import formats
from clientela.engine.fields.formats import locale

Number = int | float | Decimal
NONE = "–"
JUST_NOW = 60  # seconds
DAYS_COUNTED = 30  # beyond this a date says more than a count of days


def number(value: Number | None, digits: int | None = None) -> str:
    """1,234.5; with `digits` exactly so many behind the point."""
    if value is None:
        return NONE
    if digits is None:
        return numbers.format_decimal(value, locale=locale())
    return numbers.format_decimal(round(Decimal(value), digits), _pattern(digits), locale=locale())


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def compact(value: Number | None) -> str:
    """1.2M: for counts and sums where the order of magnitude is what matters."""
    if value is None:
        return NONE
    return numbers.format_compact_decimal(value, locale=locale(), fraction_digits=1 if value >= 1_000 else 0)


def estimate(value: Number | None) -> str:
    """≈ 1.2M: a count the database guessed."""
    return NONE if value is None else f"≈ {compact(value)}"


def percent(value: Number | None, digits: int = 0) -> str:
    """0.25 → 25%"""
    return NONE if value is None else numbers.format_percent(value, _pattern(digits) + "%", locale=locale())


def size(value: Number | None) -> str:
    """12 kB, 3.4 MB: what a file takes."""
    if value is None:
        return NONE
    if value < 1_000_000:
        return f"{number(max(1, round(value / 1_000)))} kB"
    return f"{number(round(Decimal(value) / 1_000_000, 1))} MB"


def money(amount: Number | None, currency: str = "EUR", compactly: bool = False) -> str:
    """€184,200; cents only where there are some."""
    return NONE if amount is None else formats.money(Decimal(amount), currency, compact=compactly)


def date(value: dt.date | None, form: str = "medium") -> str:
    """`form`: short, medium, long, full, or a pattern of the CLDR ("MMMM y")."""
    if value is None:
        return NONE
    return dates.format_date(_here(value), form, locale=locale())


def day(value: dt.date | None) -> str:
    """3 Apr; the year only when it is not this one."""
    if value is None:
        return NONE
    return Clock().day(_here(value))


@lru_cache(2048)
def _day(value: dt.date, skeleton: str, language: Locale) -> str:
    return dates.format_skeleton(skeleton, value, locale=language)


def time(value: dt.datetime | dt.time | None) -> str:
    if value is None:
        return NONE
    moment = timezone.localtime(value).time() if isinstance(value, dt.datetime) else value
    return dates.format_time(moment, "short", locale=locale())


def moment(value: dt.datetime | None, form: str = "medium") -> str:
    """Date and time, for the person's own clock."""
    if value is None:
        return NONE
    zone = timezone.get_current_timezone()
    return dates.format_datetime(timezone.localtime(value), form, tzinfo=zone, locale=locale())


class Clock:
    """Now and here, found out once for a column full of moments."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.zone = timezone.get_current_timezone()
        self.today = self.now.astimezone(self.zone).date()
        self.locale = locale()

    def ago(self, value: dt.datetime | dt.date) -> str:
        if not isinstance(value, dt.datetime):
            return self.days_away(value)
        seconds = (self.now - value).total_seconds()
        if abs(seconds) < JUST_NOW:
            return _("just now")
        day_here = value.astimezone(self.zone).date()
        if day_here == self.today:
            minutes = int(seconds / 60)
            return _passed(minutes if abs(minutes) < 60 else minutes // 60 * 60, self.locale)
        return self.days_away(day_here)

    def days_away(self, value: dt.date) -> str:
        days = (value - self.today).days
        return _days(days, self.locale) if abs(days) <= DAYS_COUNTED else self.day(value)

    def day(self, value: dt.date) -> str:
        return _day(value, "MMMd" if value.year == self.today.year else "yMMMd", self.locale)


def ago(value: dt.datetime | dt.date | None) -> str:
    """Just now, 2h ago, yesterday, 3 days ago, 3 Apr; also for what is to come."""
    return NONE if value is None else Clock().ago(value)


def due(value: dt.datetime | None) -> str:
    """Tomorrow, 10:00: when something is to be done."""
    return NONE if value is None else f"{Clock().days_away(_here(value))}, {time(value)}"


# A list has hundreds of these, of few different values; Babel takes its time over each.
@lru_cache(1024)
def _passed(minutes: int, language: Locale) -> str:
    return dates.format_timedelta(-60 * minutes, add_direction=True, format="narrow", locale=language)


@lru_cache(256)
def _days(days: int, language: Locale) -> str:
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get(days)
    return near or dates.format_timedelta(dt.timedelta(days), "day", 2, True, "narrow", language)


def _here(value: dt.date) -> dt.date:
    return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value


FILTERS = {
    "number": number,
    "compact": compact,
    "estimate": estimate,
    "percent": percent,
    "money": money,
    "bytes": size,
    "date": date,
    "day": day,
    "time": time,
    "moment": moment,
    "ago": ago,
    "due": due,
}
