"""All that a price depends on, read beforehand, so that working it out asks nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from clientela.domains.catalog.queries import Standing
from clientela.domains.pricing.configured import Surcharge
from clientela.domains.pricing.exchange import Rates
from clientela.domains.pricing.taxes import Place, Rule


@dataclass(frozen=True)
class Goods:
    """A product: its own price (or its template's), and its product lines from the nearest up."""

    id: UUID
    name: str
    standing: Standing
    price: Decimal | None
    currency: str | None
    tax_group: str = "standard"
    template: UUID | None = None
    lines: tuple[UUID, ...] = ()
    is_bundle: bool = False

    @property
    def keys(self) -> tuple[UUID, ...]:
        """By what a price list may name it, what tells most first."""
        return (self.id, *((self.template,) if self.template else ()), *self.lines)


@dataclass(frozen=True)
class Item:
    """A line of a price list in force: a price in the list's currency, or a change in percent of what it else would be."""

    id: UUID
    from_quantity: Decimal
    price: Decimal | None
    percent: Decimal | None
    since: str = ""


@dataclass(frozen=True)
class Listed:
    """A price list. `weight` tells how closely it is meant for the customer: 0 is for everybody."""

    id: UUID
    name: str
    currency: str
    includes_tax: bool = False
    weight: int = 0
    priority: Decimal = Decimal(0)
    base: UUID | None = None
    percent: Decimal | None = None
    rounding: Decimal | None = None
    country: str | None = None


@dataclass(frozen=True)
class Limit:
    """How much may be taken off: `who` is 3 for the person, 2 their team, 1 a role, 0 everybody."""

    who: int
    line: UUID | None
    alone: Decimal
    approved: Decimal | None


@dataclass(frozen=True)
class Facts:
    """`lists` are those that hold for the customer, the first that knows a price decides; `all_lists` also their bases."""

    currency: str
    goods: Mapping[UUID, Goods]
    visible: frozenset[UUID] = frozenset()
    parts: Mapping[UUID, Sequence[tuple[UUID, Decimal]]] = field(default_factory=dict)
    lists: Sequence[Listed] = ()
    all_lists: Mapping[UUID, Listed] = field(default_factory=dict)
    items: Mapping[tuple[UUID, UUID], Sequence[Item]] = field(default_factory=dict)
    rates: Rates = field(default_factory=Rates)
    tax_rules: Sequence[Rule] = ()
    place: Place = field(default_factory=Place)
    limits: Sequence[Limit] = ()
    surcharges: Mapping[UUID, Surcharge] = field(default_factory=dict)
