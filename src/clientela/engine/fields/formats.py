"""How values are written for a person: in the language and time zone in force, through Babel."""

from __future__ import annotations

import datetime as dt
import functools
import re
from decimal import Decimal

import babel
from babel import dates, numbers
from django.utils import timezone, translation

CODE_BESIDE_FIGURES = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Z]{3}\b)")
BABEL = {"zh-hant": "zh_Hant_TW", "en": "en_GB"}


@functools.lru_cache
def _locale(language: str) -> babel.Locale:
    try:
        return babel.Locale.parse(BABEL.get(language, language.replace("-", "_")))
    except (ValueError, babel.UnknownLocaleError):
        return babel.Locale.parse(BABEL["en"])


def locale() -> babel.Locale:
    return _locale(translation.get_language() or "en")


def number(value: Decimal | int | float) -> str:
    return numbers.format_decimal(value, locale=locale(), decimal_quantization=False)


@functools.lru_cache(maxsize=100)
def _whole(tag: str) -> numbers.NumberPattern:
    """The locale's own way of writing money, without a fraction."""
    pattern = numbers.parse_pattern(babel.Locale.parse(tag).currency_formats["standard"].pattern)
    pattern.frac_prec = (0, 0)
    return pattern


def money(amount: Decimal, currency: str, *, compact: bool = False) -> str:
    """Whole amounts without a fraction, others with the currency's own number of digits; compact: €1.2M."""
    here = locale()
    if compact:
        written = numbers.format_compact_currency(amount, currency, locale=here, fraction_digits=1)
    elif amount == int(amount):
        written = _whole(str(here)).apply(amount, here, currency=currency, currency_digits=False)
    else:
        written = numbers.format_currency(amount, currency, locale=here)
    # CLDR parts a code of letters from the figures (UTS 35, currencySpacing), which Babel leaves out.
    return CODE_BESIDE_FIGURES.sub("\u00a0", written)


def percent(value: Decimal) -> str:
    return numbers.format_percent(value / 100, locale=locale(), decimal_quantization=False)


def date(value: dt.date) -> str:
    return dates.format_date(value, "medium", locale=locale())


def month(value: dt.date) -> str:
    """Mar 2026."""
    return str(dates.format_skeleton("yMMM", value, locale=locale()))


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
