"""Territories on the map: where their companies are, in the colour of the territory, and what lies in each."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from clientela.domains.contacts.models import Company
from clientela.domains.territories import queries
from clientela.domains.territories.models import Membership
from clientela.domains.territories.queries import Branch, Tree
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields import formats
from clientela.engine.fields.contact import Country
from clientela.engine.places import lookup
from clientela.engine.places.lookup import Town
from clientela.engine.screens import drawing

# So many territories have a colour of their own; the last colour is for all others, 0 for none.
COLOURS = 8
MOST_GROUPS = 3000
MOST_TOWNS = 500
_NAMES = Country(key="country", label="")
Share = dict[uuid.UUID | None, int]


@dataclass(frozen=True)
class Shape:
    """A country in the colour of the territory that has most of it."""

    code: str
    kind: int
    said: str
    href: str


@dataclass
class Sheet:
    """What is drawn: countries and towns with the number of companies of each territory there."""

    countries: dict[str, Share] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    towns: dict[tuple[str, str, Town], Share] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    unplaced: int = 0


def drawn(actor: Actor) -> dict[str, Any]:
    """All that the page needs."""
    tree = queries.tree(actor)
    kinds = {one.territory.pk: min(at, COLOURS + 1) for at, one in enumerate(tree.branches, 1)}
    names = {one.territory.pk: one.territory.name for one in tree.branches}
    sheet = _sheet(actor)
    points = list(_points(sheet, kinds, names))
    return {
        "tree": tree,
        "kinds": kinds,
        "shapes": list(_shapes(sheet, tree, kinds, names)),
        "points": points,
        "box": drawing.box([(one.x, one.y) for one in points]),
        "unplaced": sheet.unplaced,
        "credit": lookup.CREDIT,
        "countries_of": {one.territory.pk: _countries_of(one) for one in tree.branches},
    }


def _countries_of(branch: Branch) -> str:
    return ", ".join(_NAMES.display(code) for code in branch.territory.countries or ())


def _sheet(actor: Actor) -> Sheet:
    """One grouped statement over the companies that the actor may see."""
    where = Membership.objects.filter(company=OuterRef("pk")).values("territory")
    by = {"_where": Subquery(where), "_country": KT("address__country"), "_city": KT("address__city")}
    rows = gate.visible(actor, Company).order_by().values(**by).annotate(_n=Count("*"))
    sheet = Sheet()
    for place, country, city, number in rows.order_by("-_n", *by).values_list(*by, "_n")[:MOST_GROUPS]:
        town = lookup.town(country, city) if country and city else None
        if country:
            sheet.countries[country][place] += number
        if town is None:
            sheet.unplaced += number
        else:
            sheet.towns[country, city, town][place] += number
    return sheet


def _leader(share: Share) -> uuid.UUID | None:
    """The territory with most companies; of equals the one that is a territory."""
    return max(share, key=lambda key: (share[key], key is not None, str(key)))


def _said(label: str, share: Share, names: Mapping[uuid.UUID, str]) -> str:
    parts = sorted(share.items(), key=lambda it: -it[1])
    lines = [
        f"{(names.get(key) if key else None) or _('In no territory')}: {formats.number(n)}"
        for key, n in parts
    ]
    return "\n".join((label, *lines[:10]))


def _points(
    sheet: Sheet, kinds: Mapping[uuid.UUID, int], names: Mapping[uuid.UUID, str]
) -> Iterator[drawing.Point]:
    ranked = sorted(sheet.towns.items(), key=lambda it: -sum(it[1].values()))[:MOST_TOWNS]
    most = Decimal(sum(ranked[0][1].values())) if ranked else Decimal(1)
    for (country, city, town), share in ranked:
        number, leader = sum(share.values()), _leader(share)
        yield drawing.point(
            town,
            Decimal(number),
            most,
            n=number,
            said=_said(city, share, names),
            href=f"/companies/?{urlencode({'address.country': country, 'address.city': city})}",
            kind=kinds.get(leader, 0) if leader else 0,
        )


def _shapes(
    sheet: Sheet, tree: Tree, kinds: Mapping[uuid.UUID, int], names: Mapping[uuid.UUID, str]
) -> Iterator[Shape]:
    """Countries with companies, and those that a territory claims though there are none yet."""
    claimed: dict[str, Share] = {}
    for one in tree.branches:
        for code in one.territory.countries or ():
            claimed.setdefault(code, {one.territory.pk: 0})
    for code in sorted({*sheet.countries, *claimed}):
        share = sheet.countries.get(code) or claimed[code]
        leader = _leader(share)
        href = f"/companies/?{urlencode({'address.country': code})}"
        yield Shape(
            code, kinds.get(leader, 0) if leader else 0, _said(_NAMES.display(code), share, names), href
        )
