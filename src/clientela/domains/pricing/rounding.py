"""The smallest coin of a currency, and rounding to it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from clientela.engine.fields.currencies import smallest

# Amounts are kept with two digits after the point, also those of the few currencies that have three.
FINEST = Decimal("0.01")


def coin(currency: str) -> Decimal:
    """0.01 for most currencies, 1 for the yen."""
    return max(FINEST, smallest(currency))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Half up, away from zero, as invoices are rounded."""
    return amount.quantize(coin(currency), ROUND_HALF_UP)


def stepped(amount: Decimal, step: Decimal | None) -> Decimal:
    """To the nearest multiple of a price list's own step (0.05, 10), half up; unchanged without one."""
    if not step:
        return amount
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step
