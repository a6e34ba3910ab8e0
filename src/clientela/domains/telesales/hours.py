"""When people may be called: "mon-fri 9:00-12:00, 13:00-18:00; sat 10-13", at the place where they are."""

from __future__ import annotations

import datetime as dt
import functools
import re
import zoneinfo
from collections.abc import Iterable

import phonenumbers
from babel.core import get_global
from django.utils.translation import gettext as _
from phonenumbers.timezone import time_zones_for_geographical_number

from clientela.engine.fields.base import BadValue

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL = "mon-fri 9:00-18:00"
AHEAD = 8  # days
MOST_ZONES = 12

Week = dict[int, tuple[tuple[dt.time, dt.time], ...]]

_DAYS = re.compile(r"([a-z]{3})[a-z]*(?:\s*[-–]\s*([a-z]{3})[a-z]*)?\s+(.+)")
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?")


@functools.lru_cache(maxsize=500)
def read(text: str) -> Week:
    """Weekday (0 is Monday) → spans of the day. Raises BadValue with the part that cannot be read."""
    week: Week = {}
    for part in filter(None, (one.strip() for one in text.casefold().split(";"))):
        days, spans = _part(part)
        for day in days:
            week[day] = (*week.get(day, ()), *spans)
    if not week:
        raise BadValue(_("Write when people may be called, such as “%s”.") % USUAL)
    return week


def _part(part: str) -> tuple[list[int], list[tuple[dt.time, dt.time]]]:
    found = _DAYS.fullmatch(part)
    if found is None or found[1] not in DAYS or (found[2] or "mon") not in DAYS:
        raise BadValue(_("“%(part)s” is not read; write “%(usual)s”.") % {"part": part[:60], "usual": USUAL})
    first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
    days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return days, [_span(one.strip()) for one in found[3].split(",")]


def _span(text: str) -> tuple[dt.time, dt.time]:
    found = _SPAN.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        begins = dt.time(int(found[1]), int(found[2] or 0))
        ends = dt.time.max if int(found[3]) == 24 else dt.time(int(found[3]), int(found[4] or 0))
    except ValueError:
        raise BadValue(_("“%s” is not a span of hours such as 9:00-18:00.") % text[:40]) from None
    if begins >= ends:
        raise BadValue(_("“%s” ends before it begins.") % text[:40])
    return begins, ends


def zone(name: str) -> dt.tzinfo:
    """Raises BadValue."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise BadValue(_("“%s” is not a time zone such as Europe/Warsaw.") % name[:60]) from None


def zones(names: str | None, usual: str) -> list[dt.tzinfo]:
    """The zones that an entry names, else the list's."""
    return [zone(name) for name in (names or usual).split(",")]


def is_open(text: str, places: Iterable[dt.tzinfo], at: dt.datetime) -> bool:
    """Whether it is a time to call in all the places where somebody may be."""
    week = read(text)
    return all(_is_within(week, at.astimezone(place)) for place in places)


def _is_within(week: Week, at: dt.datetime) -> bool:
    now = at.timetz().replace(tzinfo=None)
    return any(begins <= now < ends for begins, ends in week.get(at.weekday(), ()))


def next_opening(text: str, places: Iterable[dt.tzinfo], after: dt.datetime) -> dt.datetime | None:
    """The first moment from `after` on at which one may call in all the places; None within a week: never."""
    week, here = read(text), list(places)
    if is_open(text, here, after):
        return after
    starts = {
        dt.datetime.combine(after.astimezone(place).date() + dt.timedelta(days), begins, place)
        for place in here
        for days in range(AHEAD)
        for begins, _ends in week.get((after.astimezone(place).weekday() + days) % 7, ())
    }
    return min((one for one in starts if one > after and is_open(text, here, one)), default=None)


@functools.lru_cache(maxsize=300)
def of_country(country: str) -> frozenset[str]:
    return frozenset(name for name, where in get_global("zone_territories").items() if where == country)


@functools.lru_cache(maxsize=50_000)
def of_place(country: str | None, phone: str) -> str | None:
    """The zones in which somebody may be: those of the country, of which the number may leave fewer; as text."""
    base = phone.partition(";")[0]
    by_number = set(time_zones_for_geographical_number(phonenumbers.parse(base))) - {"Etc/Unknown"}
    by_country = of_country(country) if country else frozenset()
    found = (by_number & by_country) or by_country or by_number
    return ",".join(sorted(found)[:MOST_ZONES]) or None
