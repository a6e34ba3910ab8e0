"""In which territory something lies: one function of an address, an industry and a size, for companies as for leads.

The tree is walked from the top: a territory whose conditions hold is entered, the first of its parts (by position) that
holds is preferred to it. A territory that asks for nothing only groups its parts.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clientela.domains.territories import postcodes
from clientela.domains.territories.models import Territory
from clientela.domains.territories.postcodes import Range
from clientela.engine.access import gate
from clientela.engine.query import folding


@dataclass(frozen=True)
class Facts:
    """What territories ask about, folded for comparison."""

    country: str = ""
    region: str = ""
    city: str = ""
    postcode: str = ""
    industry: str = ""
    employees: Decimal | None = None

    @classmethod
    def of(cls, address: Mapping[str, str] | None, industry: str | None, employees: Decimal | None) -> Facts:
        place = address or {}
        return cls(
            country=place.get("country") or "",
            region=folding.fold(place.get("region") or ""),
            city=folding.fold(place.get("city") or ""),
            postcode=postcodes.plain(place.get("postcode") or ""),
            industry=industry or "",
            employees=employees,
        )


@dataclass(frozen=True)
class Node:
    """A territory, ready to be compared, with its parts."""

    id: uuid.UUID
    owner: uuid.UUID | None
    countries: frozenset[str]
    regions: frozenset[str]
    ranges: tuple[Range, ...]
    industries: frozenset[str]
    least: Decimal | None
    most: Decimal | None
    parts: list[Node] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        sized = self.least is not None or self.most is not None
        return bool(self.countries or self.regions or self.ranges or self.industries or sized)

    def holds(self, facts: Facts) -> bool:
        return (
            (not self.countries or facts.country in self.countries)
            and (not self.regions or bool({facts.region, facts.city} & self.regions))
            and (not self.ranges or self._posts(facts.postcode))
            and (not self.industries or facts.industry in self.industries)
            and self._sizes(facts.employees)
        )

    def _posts(self, postcode: str) -> bool:
        return bool(postcode) and any(one.holds(postcode) for one in self.ranges)

    def _sizes(self, employees: Decimal | None) -> bool:
        if self.least is None and self.most is None:
            return True
        if employees is None:
            return False
        return (self.least is None or employees >= self.least) and (
            self.most is None or employees <= self.most
        )

    def find(self, facts: Facts) -> Node | None:
        if self.asks and not self.holds(facts):
            return None
        for part in self.parts:
            if found := part.find(facts):
                return found
        return self if self.asks else None


@dataclass(frozen=True)
class Map:
    """All territories as they are now."""

    roots: tuple[Node, ...]
    nodes: Mapping[uuid.UUID, Node]

    def find(self, facts: Facts) -> Node | None:
        """The territory that something lies in, the most special one."""
        return next((found for root in self.roots if (found := root.find(facts))), None)


def load() -> Map:
    """One query. Everybody may know the territories, so nobody is asked."""
    rows = gate.unrestricted(Territory, reason="where something lies does not depend on who asks")
    found = list(rows.filter(deleted_at=None).order_by("position", "name", "pk"))
    nodes = {row.pk: _node(row) for row in found}
    below: dict[uuid.UUID | None, list[Node]] = defaultdict(list)
    for row in found:
        # A part of what was deleted stands at the top until somebody puts it elsewhere.
        parent = row.parent_id if row.parent_id in nodes else None
        below[parent].append(nodes[row.pk])
    for key, node in nodes.items():
        node.parts.extend(below[key])
    return Map(tuple(below[None]), nodes)


def _node(row: Territory) -> Node:
    return Node(
        id=row.pk,
        owner=row.owner_id,
        countries=frozenset(row.countries or ()),
        regions=frozenset(_folded(row.regions)),
        ranges=postcodes.parse(row.postcodes or ""),
        industries=frozenset(row.industries or ()),
        least=row.least_employees,
        most=row.most_employees,
    )


def _folded(texts: Iterable[Any] | None) -> Iterable[str]:
    return (folding.fold(text) for text in texts or ())
