"""Stretches of time by name, relative to today, for filters such as "closing this quarter"."""

from __future__ import annotations

import datetime as dt
import re

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.engine.fields.base import BadValue

NAMES = {
    "today": lazy("today"),
    "yesterday": lazy("yesterday"),
    "tomorrow": lazy("tomorrow"),
    "this_week": lazy("this week"),
    "last_week": lazy("last week"),
    "next_week": lazy("next week"),
    "this_month": lazy("this month"),
    "last_month": lazy("last month"),
    "next_month": lazy("next month"),
    "this_quarter": lazy("this quarter"),
    "last_quarter": lazy("last quarter"),
    "next_quarter": lazy("next quarter"),
    "this_year": lazy("this year"),
    "last_year": lazy("last year"),
    "next_year": lazy("next year"),
    "last_7_days": lazy("the last 7 days"),
    "last_30_days": lazy("the last 30 days"),
    "last_90_days": lazy("the last 90 days"),
    "next_7_days": lazy("the next 7 days"),
    "next_30_days": lazy("the next 30 days"),
    "past": lazy("the past"),
    "future": lazy("the future"),
}
_SHIFT = {"last": -1, "this": 0, "next": 1}
_DAYS = re.compile(r"(last|next)_(\d{1,4})_days")


def period(word: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First day and the day after the last of a named stretch of time."""
    word = word.strip().lower().replace(" ", "_").replace("-", "_")
    days = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if word in days:
        start = today + dt.timedelta(days[word])
        return start, start + dt.timedelta(1)
    if word in ("past", "future"):
        return (dt.date.min, today) if word == "past" else (today + dt.timedelta(1), dt.date.max)
    if match := _DAYS.fullmatch(word):
        span = dt.timedelta(int(match[2]))
        return (today - span, today + dt.timedelta(1)) if match[1] == "last" else (today, today + span)
    shift, _sep, unit = word.partition("_")
    if shift in _SHIFT and unit in _UNITS:
        start, step = _UNITS[unit](today)
        return start + step * _SHIFT[shift], start + step * (_SHIFT[shift] + 1)
    raise BadValue(_("“%s” is not a period such as this_month or last_30_days.") % word[:40])


_UNITS = {
    "week": lambda day: (day - dt.timedelta(day.weekday()), relativedelta(weeks=1)),
    "month": lambda day: (day.replace(day=1), relativedelta(months=1)),
    "quarter": lambda day: (day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), relativedelta(months=3)),
    "year": lambda day: (day.replace(month=1, day=1), relativedelta(years=1)),
}
