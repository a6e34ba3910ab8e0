"""How values are written for a person: in the language and time zone in force, through Babel."""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal

import babel
from babel import dates, numbers
from django.utils import timezone, translation

BABEL = {"zh-hant": "zh_Hant_TW", "en": "en_GB"}


@functools.lru_cache
def _locale(language: str) -> babel.Locale:
    return babel.Locale.parse(BABEL.get(language, language.replace("-", "_")))


def locale() -> babel.Locale:
    return _locale(translation.get_language() or "en")


def number(value: Decimal | int | float) -> str:
    return numbers.format_decimal(value, locale=locale(), decimal_quantization=False)


def money(amount: Decimal, currency: str) -> str:
    """Whole amounts without a fraction, others with the currency's own number of digits."""
    if amount == amount.to_integral_value():
        return numbers.format_currency(amount, currency, "¤#,##0", locale=locale(), currency_digits=False)
    return numbers.format_currency(amount, currency, locale=locale())


def percent(value: Decimal) -> str:
    return numbers.format_percent(value / 100, locale=locale(), decimal_quantization=False)


def date(value: dt.date) -> str:
    return dates.format_date(value, "medium", locale=locale())


def time(value: dt.time) -> str:
    return dates.format_time(value, "short", locale=locale())


def moment(value: dt.datetime) -> str:
    return dates.format_datetime(timezone.localtime(value), "medium", locale=locale())


def ago(value: dt.datetime) -> str:
    """Relative for a week, then the date: a list shows what is fresh at a glance."""
    age = timezone.now() - value
    if abs(age) < dt.timedelta(days=7):
        return dates.format_timedelta(-age, add_direction=True, format="short", locale=locale())
    return date(timezone.localtime(value).date())
