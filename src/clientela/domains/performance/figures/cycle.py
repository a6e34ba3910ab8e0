"""How long it takes to win: the distribution of days from opening to winning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.performance import charts
from clientela.domains.performance.cubes import CYCLE_DAYS
from clientela.domains.performance.figures.base import Column, Figure, Row, Sums, mean, ratio, register
from clientela.domains.performance.scope import Scope


def rows(scope: Scope) -> list[Row]:
    sums = {total["key"]: Sums.of(total) for total in scope.totals("cycle", by=("key",))}
    every = sum(total.n for total in sums.values())
    link = scope.deals(stage__kind="won", closed_on__gte=scope.since, closed_on__lt=scope.until)
    found = []
    for key, label in _buckets().items():
        total = sums.get(key, Sums())
        values = {
            "n": total.n,
            "share": ratio(total.n, every),
            "amount": total.amount,
            "days": mean(total.days, total.n),
        }
        found.append(Row(label, values, link))  # fmt: skip
    return found


def _buckets() -> dict[str, str]:
    found, least = {}, 0
    for most in CYCLE_DAYS:
        found[str(most)] = _("%(least)d–%(most)d days") % {"least": least, "most": most}
        least = most + 1
    return {**found, "": _("longer")}


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    table = [
        {"days": row.label, "n": row.values["n"], "said": f"{row.label}: {row.values['n']}"} for row in found
    ]
    return (
        charts.chart(table)
        .mark_bar(cornerRadiusEnd=3, color=charts.FIRST)
        .encode(
            x=alt.X("days:N", sort=None, title=None, axis=alt.Axis(labelAngle=-30)),
            y=alt.Y("n:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            description="said:N",
        )
    )


FIGURE = register(
    Figure(
        key="cycle",
        title=lazy("Length of the sales cycle"),
        describe=lazy("Deals won in the period, by the days from opening to winning."),
        first=lazy("Length"),
        columns=(
            Column("n", lazy("Won")),
            Column("share", lazy("Share"), "percent"),
            Column("amount", lazy("Amount"), "money"),
            Column("days", lazy("Days, on average"), "days"),
        ),
        read=rows,
        chart=chart,
    )
)
