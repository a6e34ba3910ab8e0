"""What changed since last week: from the open pipeline then to the open pipeline now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, register
from clientela.domains.performance.scope import Scope

DAYS = 7
NEW = ("created", "restored", "reopened")
# Which steps count in which line, and whether with what the deal became or with what it had been.
LINES = {
    "new": lazy("New"),
    "raised": lazy("Raised"),
    "lowered": lazy("Lowered"),
    "won": lazy("Won"),
    "lost": lazy("Lost"),
    "removed": lazy("Deleted"),
}


def rows(scope: Scope) -> list[Row]:
    since = timezone.now() - dt.timedelta(DAYS)
    found = _changes(scope, since)
    open_now = scope.tallies("open", whole=True).aggregate(n=Sum("n"), amount=Sum("amount"))
    n, amount = open_now["n"] or 0, open_now["amount"] or Decimal(0)
    changed_n, changed = (
        sum(n for n, _amount in found.values()),
        sum((a for _n, a in found.values()), Decimal(0)),
    )
    day = timezone.localdate() - dt.timedelta(DAYS)
    links = {
        "new": scope.deals(created_at__gte=day),
        "won": scope.deals(stage__kind="won", closed_on__gte=day),
        "lost": scope.deals(stage__kind="lost", closed_on__gte=day),
    }
    lines = [
        Row(str(label), {"n": found[key][0], "amount": found[key][1]}, links.get(key, scope.deals(stage__kind="open", updated_at__gte=day)))
        for key, label in LINES.items()
    ]  # fmt: skip
    everything = scope.deals(stage__kind="open")
    return [
        Row(str(lazy("A week ago")), {"n": n - changed_n, "amount": amount - changed}, everything),
        *lines,
        Row(str(lazy("Now")), {"n": n, "amount": amount}, everything),
    ]


def _changes(scope: Scope, since: dt.datetime) -> dict[str, tuple[int, Decimal]]:
    """Deals and amounts that came into the open pipeline (more than 0) or left it, by line."""
    counted: dict[str, tuple[int, Decimal]] = dict.fromkeys(LINES, (0, Decimal(0)))
    steps = scope.steps(since).values("kind", "is_open").annotate(
        n=Count("at"), after=Sum("amount"), change=Sum(F("amount") - F("before")), was=Sum("before")
    )  # fmt: skip
    for step in steps:
        line, n, amount = _line(dict(step))
        if line:
            counted[line] = (counted[line][0] + n, counted[line][1] + amount)
    return counted


def _line(step: dict[str, Any]) -> tuple[str, int, Decimal]:
    match step["kind"], step["is_open"]:
        case kind, True if kind in NEW:
            return "new", step["n"], step["after"]
        case ("raised" | "lowered") as kind, True:
            return kind, 0, step["change"]
        case ("won" | "lost") as kind, _is_open:
            return kind, -step["n"], -step["was"]
        case "removed", True:
            return "removed", -step["n"], -step["was"]
    return "", 0, Decimal(0)


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    table, level = [], Decimal(0)
    for order, row in enumerate(found):
        amount = Decimal(str(row.values["amount"]))
        is_total = order in (0, len(found) - 1)
        begin, end = (Decimal(0), amount) if is_total else (level, level + amount)
        kind = "total" if is_total else "up" if amount >= 0 else "down"
        table.append(
            {
                "line": row.label,
                "begin": begin,
                "end": end,
                "kind": kind,
                "href": row.href,
                "said": f"{row.label}: {amount:,.0f}",
            }
        )
        level = end  # fmt: skip
    colours = alt.Scale(domain=["total", "up", "down"], range=[charts.SECOND, charts.GOOD, charts.BAD])
    return (
        charts.chart(table)
        .mark_bar(cornerRadius=2)
        .encode(
            x=alt.X("line:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("begin:Q", title=None, axis=alt.Axis(format="~s")),
            y2="end:Q",
            color=alt.Color("kind:N", scale=colours, legend=None),
            href="href:N",
            description="said:N",
        )
    )


FIGURE = register(
    Figure(
        key="week",
        title=lazy("What changed since last week"),
        describe=lazy("From the open pipeline seven days ago to the open pipeline now."),
        first=lazy("Change"),
        columns=(Column("n", lazy("Deals")), Column("amount", lazy("Amount"), "money")),
        read=rows,
        chart=chart,
        is_wide=True,
    )
)
