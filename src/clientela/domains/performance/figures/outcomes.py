"""Won and lost, by reason, product, region, person, source or competitor."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.catalog.models import Product
from clientela.domains.deals.models import Competitor
from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, Sums, ratio, register
from clientela.domains.performance.scope import Scope
from clientela.engine.access import gate
from clientela.engine.entities import registry

MOST = 12
COLUMNS = (
    Column("won", lazy("Won")),
    Column("lost", lazy("Lost")),
    Column("rate", lazy("Win rate"), "percent"),
    Column("won_amount", lazy("Won amount"), "money"),
    Column("lost_amount", lazy("Lost amount"), "money"),
)
Pairs = Mapping[str, Mapping[str, Sums]]
Named = Callable[[Scope, Sequence[str]], Mapping[str, str]]


def _pairs(scope: Scope, cube: str) -> Pairs:
    """Won and lost by key."""
    found: dict[str, dict[str, Sums]] = defaultdict(lambda: {"won": Sums(), "lost": Sums()})
    for total in scope.totals(cube, by=("key",)):
        kind, _colon, key = total["key"].partition(":")
        found[key][kind] = Sums.of(total)
    return found


def _by_person(scope: Scope, cube: str) -> Pairs:
    found: dict[str, dict[str, Sums]] = defaultdict(lambda: {"won": Sums(), "lost": Sums()})
    for total in scope.totals("closed", by=("key", "owner_id")):
        found[str(total["owner_id"] or "")][total["key"]] = Sums.of(total)
    return found


def _rows(
    cube: str, path: str, named: Named, read: Callable[[Scope, str], Pairs] = _pairs
) -> Callable[[Scope], list[Row]]:
    def rows(scope: Scope) -> list[Row]:
        pairs = read(scope, cube)
        keys = sorted(pairs, key=lambda key: -(pairs[key]["won"].n + pairs[key]["lost"].n))[:MOST]
        names = named(scope, keys)
        period = {"closed_on__gte": scope.since, "closed_on__lt": scope.until}
        return [
            Row(
                names.get(key) or _("Not said"),
                _values(pairs[key]["won"], pairs[key]["lost"]),
                scope.deals(**period, **({path: key} if key else {f"{path}__empty": "true"})),
            )
            for key in keys
        ]

    return rows


def _values(won: Sums, lost: Sums) -> dict[str, Any]:
    rate = ratio(won.n, won.n + lost.n)
    return {"won": won.n, "lost": lost.n, "rate": rate, "won_amount": won.amount, "lost_amount": lost.amount}


def _as_options(field: str) -> Named:
    def names(scope: Scope, keys: Sequence[str]) -> Mapping[str, str]:
        found = registry.get("deal").field(field)
        return {key: found.display(key) for key in keys if key}

    return names


def _as_countries(scope: Scope, keys: Sequence[str]) -> Mapping[str, str]:
    return {key: key for key in keys}


def _as_people(scope: Scope, keys: Sequence[str]) -> Mapping[str, str]:
    return {str(number): name for number, name in scope.people.items()}


def _as_products(scope: Scope, keys: Sequence[str]) -> Mapping[str, str]:
    ids = [uuid.UUID(key) for key in keys if key]
    products = gate.visible(scope.actor, Product).filter(pk__in=ids)
    return {str(number): name for number, name in products.values_list("pk", "name")}


def _rivals(scope: Scope) -> list[Row]:
    """A deal with two competitors counts for both; one lost to somebody else was not lost to this one."""
    pairs = _pairs(scope, "rival")
    keys = sorted(pairs, key=lambda key: -sum(sums.n for sums in pairs[key].values()))[:MOST]
    visible = gate.visible(scope.actor, Competitor).filter(pk__in=[uuid.UUID(key) for key in keys])
    names = {str(number): name for number, name in visible.values_list("pk", "name")}
    return [
        Row(
            names[key],
            _values(pairs[key]["won"], pairs[key]["lost"]) | {"elsewhere": pairs[key].get("elsewhere", Sums()).n},
            scope.records("dealcompetitor", "deal__", competitor=key, deal__closed_on__gte=scope.since,
                          deal__closed_on__lt=scope.until),
        )
        for key in keys
        if key in names
    ]  # fmt: skip


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    words = {"won": _("Won"), "lost": _("Lost")}
    table = [
        {"label": row.label, "kind": words[kind], "n": row.values[kind], "href": row.href, "said": f"{row.label}: {row.values[kind]} {words[kind]}"}
        for row in found
        for kind in words
    ]  # fmt: skip
    colours = alt.Scale(domain=list(words.values()), range=[charts.FIRST, charts.SECOND])
    return (
        charts.chart(table)
        .mark_bar(cornerRadius=2)
        .encode(
            y=alt.Y("label:N", sort=None, title=None),
            x=alt.X("n:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("kind:N", scale=colours),
            order=alt.Order("kind:N", sort="descending"),
            href="href:N",
            description="said:N",
        )
    )


_REASONS = Figure(
    key="reasons",
    title=lazy("Won and lost by reason"),
    describe=lazy("Deals closed in the period."),
    first=lazy("Reason"),
    columns=COLUMNS,
    read=_rows("reason", "loss_reason", _as_options("loss_reason")),
    chart=chart,
)
BY = [
    _REASONS,
    replace(_REASONS, key="people", title=lazy("Won and lost by person"), first=lazy("Person"), read=_rows("closed", "owner", _as_people, _by_person)),
    replace(_REASONS, key="products", title=lazy("Won and lost by product"), first=lazy("Product"), read=_rows("product", "product", _as_products)),
    replace(_REASONS, key="regions", title=lazy("Won and lost by region"), first=lazy("Country"), read=_rows("region", "company__address.country", _as_countries)),
    replace(_REASONS, key="sources", title=lazy("Won and lost by source"), first=lazy("Source"), read=_rows("source", "source", _as_options("source"))),
    replace(
        _REASONS,
        key="rivals",
        title=lazy("Won and lost by competitor"),
        describe=lazy("Deals closed in the period on which a competitor was named; with two named a deal counts for both."),
        first=lazy("Competitor"),
        columns=(*COLUMNS[:2], Column("elsewhere", lazy("Lost to others")), *COLUMNS[2:]),
        read=_rivals,
    ),
]  # fmt: skip
for _figure in BY:
    register(_figure)
