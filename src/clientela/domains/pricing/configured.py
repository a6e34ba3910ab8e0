"""The place where the configurator, which lies above, says what a saved configuration adds to a price."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class Step:
    """What one choice adds: an amount, and percent of the product's own price."""

    amount: Decimal
    currency: str
    percent: Decimal


@dataclass(frozen=True)
class Surcharge:
    """What the choices add to the price of their product. Each step is rounded, so that what is shown adds up."""

    product: UUID
    name: str
    steps: tuple[Step, ...]


Reader = Callable[[Collection[UUID]], Mapping[UUID, Surcharge]]

_readers: list[Reader] = []


def read_with(reader: Reader) -> Reader:
    """Register the one function that reads surcharges by configuration, in one query."""
    _readers[:] = [reader]
    return reader


def surcharges(configurations: Collection[UUID]) -> Mapping[UUID, Surcharge]:
    return _readers[0](configurations) if _readers and configurations else {}
