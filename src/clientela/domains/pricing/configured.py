"""The place where the configurator, which lies above, says what a saved configuration adds to a price."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class Surcharge:
    """What the choices add: `percent` of the product's own price, and `amounts` by currency."""

    product: UUID
    name: str
    percent: Decimal
    amounts: Mapping[str, Decimal]


Reader = Callable[[Collection[UUID]], Mapping[UUID, Surcharge]]

_readers: list[Reader] = []


def read_with(reader: Reader) -> Reader:
    """Register the one function that reads surcharges by configuration, in one query."""
    _readers[:] = [reader]
    return reader


def surcharges(configurations: Collection[UUID]) -> Mapping[UUID, Surcharge]:
    return _readers[0](configurations) if _readers and configurations else {}
