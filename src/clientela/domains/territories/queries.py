"""The tree of territories with what lies in it, summed up over the parts; and what lies in one."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery, Sum

from clientela.domains.contacts.models import Company
from clientela.domains.territories import reassigning
from clientela.domains.territories.models import Membership, Reassigned, Reassignment, Territory
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.numbers import Amount, Money
from clientela.engine.query import links
from clientela.engine.query.links import Titles

PAGE = 50


@dataclass
class Figures:
    """How much lies somewhere: counts by entity key, sums of open business by currency."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, other: Figures) -> None:
        for key, number in other.counts.items():
            self.counts[key] += number
        for currency, total in other.sums.items():
            self.sums[currency] += total

    @property
    def amounts(self) -> list[Amount]:
        return [Amount(total, code) for code, total in sorted(self.sums.items(), key=lambda one: -one[1])]


@dataclass
class Branch:
    """A territory in the tree; `own` is what lies in it itself, `all` with its parts."""

    territory: Territory
    depth: int
    own: Figures
    all: Figures
    has_parts: bool = False


@dataclass(frozen=True)
class Tree:
    branches: list[Branch]
    outside: Figures
    titles: Titles


def tree(actor: Actor) -> Tree:
    """All territories, parents before their parts, with figures of what the actor may see."""
    rows = list(gate.visible(actor, Territory).order_by("position", "name", "pk"))
    known = {row.pk for row in rows}
    below: dict[uuid.UUID | None, list[Territory]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in known else None].append(row)
    figures = _figures(actor)
    branches = list(_walk(below, figures, None, 0))
    owners = links.titles(actor, _entity(), rows, ("owner",))
    return Tree(branches, figures.get(None, Figures()), owners)


def _entity() -> Entity:
    from clientela.domains.territories.entity import TERRITORY

    return TERRITORY


def _walk(
    below: dict[uuid.UUID | None, list[Territory]],
    figures: dict[uuid.UUID | None, Figures],
    top: uuid.UUID | None,
    depth: int,
) -> Iterator[Branch]:
    for row in below[top]:
        own = figures.get(row.pk, Figures())
        branch = Branch(row, depth, own, Figures(), bool(below[row.pk]))
        parts = list(_walk(below, figures, row.pk, depth + 1))
        branch.all.add(own)
        for part in parts:
            if part.depth == depth + 1:
                branch.all.add(part.all)
        yield branch
        yield from parts


def _figures(actor: Actor) -> dict[uuid.UUID | None, Figures]:
    """One grouped query per kind of record."""
    found: dict[uuid.UUID | None, Figures] = defaultdict(Figures)
    where = Membership.objects.filter(company=OuterRef("pk")).values("territory")
    companies = gate.visible(actor, Company).annotate(_where=Subquery(where))
    for place, number in companies.order_by().values_list("_where").annotate(_n=Count("*")):
        found[place].counts["company"] = number
    for entity, condition in reassigning.following(actor):
        for place, currency, number, total in _grouped(actor, entity, condition):
            found[place].counts[entity.key] += number
            if total is not None and currency:
                found[place].sums[currency] += total
    return found


def _grouped(actor: Actor, entity: Entity, condition: Any) -> Any:
    where = Membership.objects.filter(company=OuterRef("company_id")).values("territory")
    model: Any = entity.model  # one with a company
    rows: Any = gate.visible(actor, model).filter(condition, company__isnull=False)
    rows = rows.annotate(_where=Subquery(where)).order_by()
    money = entity.field(entity.board_sum) if entity.board_sum else None
    if not isinstance(money, Money):
        return [(place, None, n, None) for place, n in rows.values_list("_where").annotate(_n=Count("*"))]
    grouped = rows.values("_where", _code=F(f"{money.attribute}_currency"))
    return grouped.annotate(_n=Count("*"), _total=Sum(money.attribute)).values_list(
        "_where", "_code", "_n", "_total"
    )


def companies(
    actor: Actor, territory: Territory, after: uuid.UUID | None = None
) -> tuple[list[Company], uuid.UUID | None]:
    """Companies that lie in a territory itself, a page of them, and where the next page begins."""
    inside = Membership.objects.filter(territory=territory.pk).values("company")
    rows = gate.visible(actor, Company).filter(pk__in=inside).order_by("pk")
    page = (rows.filter(pk__gt=after) if after else rows)[: PAGE + 1]
    found = list(page)
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def placed(actor: Actor, company: uuid.UUID) -> tuple[Membership | None, Territory | None]:
    """Where a company lies."""
    here = Membership.objects.filter(company=company).first()
    if here is None:
        return None, None
    return here, gate.visible(actor, Territory).filter(pk=here.territory_id).first()


def reassigned(job: uuid.UUID) -> dict[str, int]:
    """How many records of each kind a new cut has changed so far."""
    rows = Reassigned.objects.filter(reassignment=job).values_list("entity").annotate(n=Count("*"))
    return dict(rows.values_list("entity", "n"))


@dataclass(frozen=True)
class Line:
    """From which territory to which, and how much; None is outside of all."""

    before: Territory | None
    after: Territory | None
    companies: int
    owners: int
    people: int
    deals: int


def lines(actor: Actor, cut: Reassignment) -> list[Line]:
    """What a cut moves, in words."""
    named = {str(row.pk): row for row in gate.visible(actor, Territory)}
    return [
        Line(
            named.get(row["from"] or ""),
            named.get(row["to"] or ""),
            row["companies"],
            row["owners"],
            row.get("person", 0),
            row.get("deal", 0),
        )
        for row in cut.moves
    ]


def cuts(actor: Actor) -> list[Reassignment]:
    """The latest cuts, for administrators."""
    return list(Reassignment.objects.order_by("-at")[:10]) if actor.is_admin else []
