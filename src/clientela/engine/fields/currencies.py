"""How finely money of a currency is counted, and how finely it is paid in cash."""

from __future__ import annotations

import functools
from decimal import Decimal

from babel.core import get_global

# ISO 4217 gives the new Taiwan dollar two digits; no price, tax or invoice there has had any for decades.
WITHOUT_FRACTION = frozenset({"TWD"})


@functools.cache
def minor_units(currency: str) -> int:
    """Digits after the point: 2 for EUR, 0 for JPY and TWD, 3 for KWD (ISO 4217 as CLDR carries it)."""
    if currency in WITHOUT_FRACTION:
        return 0
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


@functools.cache
def smallest(currency: str) -> Decimal:
    """The smallest amount of the currency: 0.01 for EUR."""
    return Decimal(1).scaleb(-minor_units(currency))


@functools.cache
def smallest_in_cash(currency: str) -> Decimal:
    """The smallest amount that can be paid in coins: 0.05 for CHF, 1 for SEK (CLDR supplemental data)."""
    fractions = get_global("currency_fractions")
    _, _, digits, step = fractions.get(currency, fractions["DEFAULT"])
    return max(Decimal(max(int(step), 1)).scaleb(-int(digits)), smallest(currency))
