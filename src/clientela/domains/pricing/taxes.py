"""Which tax a sale bears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from clientela.domains.pricing.models import TaxRule
from clientela.engine.access import gate

EU = frozenset("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())
BUSINESS, PRIVATE = "business", "private"


@dataclass(frozen=True)
class Place:
    """Where the buyer is, whether they have a tax number, and which branch of ours sells."""

    country: str | None = None
    region: str | None = None
    buyer: str = PRIVATE
    seller: UUID | None = None

    @property
    def zone(self) -> str | None:
        if self.country is None:
            return None
        return "eu" if self.country in EU else "rest"


@dataclass(frozen=True)
class Tax:
    """A tax as a document names it: `rate` in percent, `category` by UNCL5305."""

    id: UUID | None = None
    name: str = ""
    rate: Decimal = Decimal(0)
    category: str = ""


NONE = Tax()
# What a rule that names this says about a sale; the sum orders rules from most to least telling.
WEIGHTS = {"seller": 64, "region": 32, "country": 16, "zone": 8, "buyer": 4, "tax_group": 2}


@dataclass(frozen=True)
class Rule:
    """A tax rule in force: the tax, and what the sale must be like."""

    id: UUID
    tax: Tax
    wants: Mapping[str, Any]
    priority: Decimal = Decimal(0)

    @property
    def rank(self) -> tuple[Decimal, int, str]:
        return -self.priority, -sum(WEIGHTS[key] for key in self.wants), str(self.id)

    def holds(self, sale: Mapping[str, Any]) -> bool:
        return all(sale[key] == value for key, value in self.wants.items())


def tax(rules: Sequence[Rule], tax_group: str, place: Place) -> Tax:
    """The tax of the first rule that holds; `rules` are sorted by rank. NONE when no rule does."""
    sale = {
        "tax_group": tax_group,
        "country": place.country,
        "region": place.region.casefold() if place.region else None,
        "zone": place.zone,
        "buyer": place.buyer,
        "seller": place.seller,
    }
    return next((rule.tax for rule in rules if rule.holds(sale)), NONE)


def rules(on: dt.date) -> list[Rule]:
    """Every rule in force on a day, by rank, in one query."""
    rows = gate.unrestricted(TaxRule, reason="everybody reads taxes").filter(in_force(on), deleted_at=None)
    return sorted(map(_rule, rows.select_related("tax")), key=lambda rule: rule.rank)


def in_force(on: dt.date) -> Q:
    """Rows with `valid_from` and `valid_to` that hold on a day; both ends count."""
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    return begun & (Q(valid_to=None) | Q(valid_to__gte=on))


def _rule(row: TaxRule) -> Rule:
    given = {
        "tax_group": row.tax_group,
        "country": row.country,
        "region": row.region.casefold() if row.region else None,
        "zone": row.zone,
        "buyer": row.buyer,
        "seller": row.seller_id,
    }
    found = Tax(row.tax_id, row.tax.name, row.tax.rate, row.tax.category)
    return Rule(
        row.pk, found, {key: value for key, value in given.items() if value is not None}, row.priority
    )
