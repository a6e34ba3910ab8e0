"""Dates and times as people and programs write them, and the order of day and month in a column."""

import datetime
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from .months import month_number


class DateOrder(StrEnum):
    """How the numbers of a date follow each other; `SERIAL` are Excel's day numbers."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"
    SERIAL = "serial"


class DateGuess(NamedTuple):
    """`order` is None when the column holds no dates; `is_ambiguous` when every date reads both ways (then DMY).

    `share` of the filled cells that are dates in that order; `has_time` when one of them has a time of day.
    """

    order: DateOrder | None
    is_ambiguous: bool
    share: float
    has_time: bool


_SPACES = re.compile(r"[\s\u200e\u200f,]+")
_NUMERIC = re.compile(r"(\d{1,4})([-/.\\年])\s?(\d{1,2})[-/.\\月]\s?(\d{1,4})[日.]?(?=$|[T\s])")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?=$|T)")
_NAMED = (
    re.compile(r"(?P<d>\d{1,2})(?:\.|st|nd|rd|th)?[\s./-]+(?:de )?(?P<m>[^\W\d_]{3,12})\.?[\s./-]+(?:de )?(?P<y>\d{4}|\d\d)(?: ?г\.?| r\.)?(?=$|\s)"),
    re.compile(r"(?P<m>[^\W\d_]{3,12})\.?[\s-]+(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<y>\d{4})(?=$|\s)"),
    re.compile(r"(?P<y>\d{4})[\s-]+(?P<m>[^\W\d_]{3,12})\.?[\s-]+(?P<d>\d{1,2})(?=$|\s)"),
)  # fmt: skip
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.? +(?=\d|[^\W\d_]{3,12}\.? +\d)")
_TIME = re.compile(r"T?(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?")
_COMPACT_TIME = re.compile(r"^T(\d\d)(\d\d)(\d\d)?(?=$|[-+Z])")
_ZONE = re.compile(r"(?:UTC|GMT|Z)?(?:([-+])(\d\d?):?(\d\d)?)?")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119: below and above numbers are rather amounts
_EXCEL_EPOCH = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones


def guess_date_order(values: Iterable[str]) -> DateGuess:
    """Judge a column by its values. Day numbers are taken for dates only when all of them are plausible ones."""
    filled = [value.strip() for value in values if value.strip()]
    if not filled:
        return DateGuess(None, False, 0.0, False)
    counts = {order: sum(_read(value, order) is not None for value in filled) for order in DateOrder}
    numeric = max(counts[order] for order in (DateOrder.YMD, DateOrder.DMY, DateOrder.MDY))
    if counts[DateOrder.SERIAL] == len(filled) and not numeric:
        return DateGuess(DateOrder.SERIAL, False, 1.0, any("." in value for value in filled))
    if not numeric:
        return DateGuess(None, False, 0.0, False)
    order = next(one for one in (DateOrder.YMD, DateOrder.DMY, DateOrder.MDY) if counts[one] == numeric)
    if (
        order is DateOrder.YMD
        and counts[DateOrder.DMY] == numeric
        and any(map(_is_numeric_tail_year, filled))
    ):
        order = DateOrder.DMY
    tied = counts[DateOrder.DMY] == counts[DateOrder.MDY]
    is_ambiguous = order is DateOrder.DMY and tied and any(map(_reads_both_ways, filled))
    has_time = any(parsed is not None and parsed[1] for parsed in (_read(value, order) for value in filled))
    return DateGuess(order, is_ambiguous, numeric / len(filled), has_time)


def _is_numeric_tail_year(value: str) -> bool:
    match = _NUMERIC.match(value)
    return bool(match) and len(match[1]) <= 2 if match else False


def _reads_both_ways(value: str) -> bool:
    match = _NUMERIC.match(value)
    return (
        match is not None
        and len(match[1]) <= 2
        and int(match[1]) <= 12
        and int(match[3]) <= 12
        and match[1] != match[3]
    )


def parse_date(text: str, order: DateOrder = DateOrder.DMY) -> datetime.date | None:
    """The day named; a time of day and a zone beside it are ignored, as the writer saw that day."""
    parsed = _read(text.strip(), order)
    return parsed[0].date() if parsed else None


def parse_datetime(
    text: str, order: DateOrder = DateOrder.DMY, zone: datetime.tzinfo | None = None
) -> datetime.datetime | None:
    """The moment named; without a zone of its own it is in `zone` (naive when that is None). A day alone is 00:00."""
    parsed = _read(text.strip(), order)
    if parsed is None:
        return None
    moment = parsed[0]
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


@lru_cache(maxsize=100_000)
def _read(text: str, order: DateOrder) -> tuple[datetime.datetime, bool] | None:
    """(moment, whether it has a time). Years of four digits and month names overrule `order` where they must."""
    if len(text) < 5 or len(text) > 60:
        return None
    if order is DateOrder.SERIAL:
        return _from_serial(text) or _read(text, DateOrder.YMD)
    plain = _SPACES.sub(" ", text).strip()
    day = _numeric(plain, order) or _named(_WEEKDAY.sub("", plain, count=1)) or _named(plain)
    if day is None:
        return None
    return _with_time(*day)


def _from_serial(text: str) -> tuple[datetime.datetime, bool] | None:
    match = _SERIAL.fullmatch(text)
    if not match or not _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return None
    seconds = round(float("0." + match[2]) * 86_400) if match[2] else 0
    return _EXCEL_EPOCH + datetime.timedelta(days=int(match[1]), seconds=seconds), bool(seconds)


def _numeric(text: str, order: DateOrder) -> tuple[datetime.date, str] | None:
    match = _NUMERIC.match(text)
    if match:
        one, two, three = match[1], match[3], match[4]
        if match[2] == "年" or len(one) == 4:
            year, month, day = one, two, three
        elif len(one) == 3 or len(three) == 3 or (order is DateOrder.YMD and len(three) == 4):
            return None
        elif order is DateOrder.YMD:
            year, month, day = one, two, three
        else:
            year, (day, month) = three, (one, two) if order is DateOrder.DMY else (two, one)
        return _day(year, int(month), day, text[match.end() :])
    compact = _COMPACT.match(text)
    return _day(compact[1], int(compact[2]), compact[3], text[compact.end() :]) if compact else None


def _named(text: str) -> tuple[datetime.date, str] | None:
    for pattern in _NAMED:
        match = pattern.match(text)
        month = month_number(match["m"]) if match else 0
        if match and month:
            return _day(match["y"], month, match["d"], text[match.end() :])
    return None


def _day(year: str, month: int, day: str, rest: str) -> tuple[datetime.date, str] | None:
    """Two digits of a year: up to 68 in this century, as POSIX strptime does."""
    if len(day) > 2:
        return None
    full = int(year) + (2000 if int(year) <= 68 else 1900) if len(year) <= 2 else int(year)
    try:
        return datetime.date(full, month, int(day)), rest.strip()
    except ValueError:
        return None


def _with_time(day: datetime.date, rest: str) -> tuple[datetime.datetime, bool] | None:
    if not rest:
        return datetime.datetime.combine(day, datetime.time()), False
    rest = _COMPACT_TIME.sub(r"T\1:\2:\3", rest)
    match = _TIME.match(rest)
    zone = _zone(rest[match.end() :].strip()) if match else None
    if match is None or zone is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[5] in "Pp" else 0)
    micro = int((match[4] or "0").ljust(6, "0")[:6])
    try:
        moment = datetime.datetime.combine(day, datetime.time(hour, minute, second, micro, zone[0]))
    except ValueError:
        return None
    return moment, True


def _zone(text: str) -> tuple[datetime.tzinfo | None] | None:
    """(zone or None when none is written,); None when the rest is no zone. “Z-0300”, as Data Loader writes, is -0300."""
    if not text:
        return (None,)
    match = _ZONE.fullmatch(text.replace(" ", ""))
    if not match:
        return None
    minutes = int(match[2] or 0) * 60 + int(match[3] or 0)
    if minutes >= 24 * 60:
        return None
    offset = datetime.timedelta(minutes=-minutes if match[1] == "-" else minutes)
    return (datetime.timezone(offset) if minutes else datetime.UTC,)
