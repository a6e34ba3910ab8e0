"""What each person did and what came of it.

Everybody sees the people whose deals and activities they may see: themselves, their team, those below them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.activities.models import Activity
from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, Sums, mean, ratio, register
from clientela.domains.performance.scope import Scope
from clientela.engine.access import gate

KINDS = {
    "call": lazy("Calls"),
    "meeting": lazy("Meetings"),
    "task": lazy("Tasks done"),
    "note": lazy("Notes"),
}


def rows(scope: Scope) -> list[Row]:
    did, deals = _did(scope), _deals(scope)
    people = [number for number in scope.people if number in did or number in deals]
    return [_row(scope, number, did[number], deals[number]) for number in people]


def _did(scope: Scope) -> dict[uuid.UUID, dict[str, int]]:
    since, until = (
        timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in (scope.since, scope.until)
    )
    rows = gate.visible(scope.actor, Activity).filter(
        scope.owners, happened_at__gte=since, happened_at__lt=until
    )
    found: dict[uuid.UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for owner, kind, n in rows.order_by().values_list("owner_id", "kind").annotate(n=Count("pk")):
        if owner is not None:
            found[owner][kind] = n
    return found


def _deals(scope: Scope) -> dict[uuid.UUID, dict[str, Sums]]:
    found: dict[uuid.UUID, dict[str, Sums]] = defaultdict(lambda: defaultdict(Sums))
    for total in scope.totals("closed", "created", by=("cube", "key", "owner_id")):
        found[total["owner_id"]][total["key"] if total["cube"] == "closed" else "created"].add(total)
    return found


def _row(scope: Scope, number: uuid.UUID, did: dict[str, int], deals: dict[str, Sums]) -> Row:
    won, lost = deals["won"], deals["lost"]
    touches = did["call"] + did["meeting"]
    values = {
        **{kind: did[kind] for kind in KINDS}, "created": deals["created"].n, "won": won.n, "won_amount": won.amount,
        "rate": ratio(won.n, won.n + lost.n), "touches": ratio(touches, won.n), "days": mean(won.days, won.n),
    }  # fmt: skip
    return Row(scope.people[number], values, f"/activities/?owner={number}&happened_at__gte={scope.since}")


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    table = [
        {"who": row.label, "kind": str(word), "n": row.values[kind], "href": row.href, "said": f"{row.label}, {word}: {row.values[kind]}"}
        for row in found
        for kind, word in KINDS.items()
    ]  # fmt: skip
    colours = alt.Scale(
        domain=[str(word) for word in KINDS.values()],
        range=[charts.FIRST, charts.GOOD, charts.BAND, charts.SECOND],
    )
    return (
        charts.chart(table)
        .mark_bar(cornerRadius=2)
        .encode(
            y=alt.Y("who:N", sort="-x", title=None),
            x=alt.X("n:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("kind:N", scale=colours),
            href="href:N",
            description="said:N",
        )
    )


FIGURE = register(
    Figure(
        key="efficiency",
        title=lazy("Work and results by person"),
        describe=lazy("What was done in the period and what was won in it."),
        first=lazy("Person"),
        columns=(
            *(Column(kind, word) for kind, word in KINDS.items()),
            Column("created", lazy("Deals opened")),
            Column("won", lazy("Won")),
            Column("won_amount", lazy("Won amount"), "money"),
            Column("rate", lazy("Win rate"), "percent"),
            Column("touches", lazy("Calls and meetings for a win"), "days"),
            Column("days", lazy("Days to win"), "days"),
        ),
        read=rows,
        chart=chart,
        is_wide=True,
        page="efficiency",
    )
)
