"""Counting months: terms of contracts, periods of invoices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from dateutil.relativedelta import relativedelta

ONE_DAY = dt.timedelta(1)


def plus(day: dt.date, months: int | Decimal) -> dt.date:
    """The same day of a later month, or its last day: 31 January and one month is 28 February."""
    return day + relativedelta(months=int(months))


def last_day(start: dt.date, months: int | Decimal) -> dt.date:
    """The day on which a term of so many months that begins on `start` ends."""
    return plus(start, months) - ONE_DAY


def terms_after(end: dt.date, months: int, today: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Further terms of a contract whose term runs through `end`, until one reaches `today`.

    Counted from `end`, so that a contract that began on the 31st does not creep to the 28th and stay there.
    """
    first, number = end + ONE_DAY, 0
    while end < today:
        begin = plus(first, months * number)
        end = plus(first, months * (number + 1)) - ONE_DAY
        number += 1
        yield begin, end
