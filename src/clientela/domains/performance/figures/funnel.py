"""How far the deals created in the period came. A deal that skipped a stage has been through it; a won one through all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.deals.models import Stage
from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, Sums, Value, mean, ratio, register
from clientela.domains.performance.scope import Scope


def rows(scope: Scope) -> list[Row]:
    reached = _reached(scope)
    stayed = _stayed(scope)
    found: list[Row] = []
    before = 0
    for label, stage, sums in reached:
        share = ratio(sums.n, before) if found else None
        days = mean(stayed[str(stage.pk)].days, stayed[str(stage.pk)].n) if stage else None
        values: dict[str, Value] = {
            "n": sums.n,
            "amount": sums.amount,
            "rate": share,
            "of_all": ratio(sums.n, reached[0][2].n),
            "days": days,
        }
        conditions = {"stage": stage.pk} if stage else {"stage__kind": "won"}
        found.append(Row(label, values, scope.deals(**conditions, opened_on__gte=scope.since)))
        before = sums.n
    return found


def _reached(scope: Scope) -> list[tuple[str, Stage | None, Sums]]:
    """Per step of the way the deals that came at least so far: summed from the end."""
    at: dict[str, Sums] = defaultdict(Sums)
    for total in scope.totals("furthest", by=("key",)):
        at[total["key"]] = Sums.of(total)
    so_far = at["won"]
    found: list[tuple[str, Stage | None, Sums]] = [(_("Won"), None, Sums(so_far.n, so_far.amount))]
    for stage in reversed([stage for stage in _way(scope) if stage.kind == "open"]):
        own = at[str(stage.pk)]
        so_far = Sums(so_far.n + own.n, so_far.amount + own.amount)
        found.append((stage.name, stage, so_far))
    return found[::-1]


def _way(scope: Scope) -> list[Stage]:
    """The stages of the pipeline; of the first one when none is chosen, because several have no common order."""
    first = scope.pipeline or next((stage.pipeline_id for stage in scope.stages), None)
    return [stage for stage in scope.stages if stage.pipeline_id == first]


def _stayed(scope: Scope) -> dict[str, Sums]:
    return defaultdict(Sums, {total["key"]: Sums.of(total) for total in scope.totals("left", by=("key",))})


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    table = [
        {"stage": row.label, "n": row.values["n"], "href": row.href, "said": _said(row), "order": order}
        for order, row in enumerate(found)
    ]
    base = charts.chart(table).encode(
        y=alt.Y("stage:N", sort=None, title=None),
        x=alt.X("n:Q", title=None, axis=None),
        href="href:N",
        description="said:N",
    )
    bars = base.mark_bar(cornerRadiusEnd=3, color=charts.FIRST)
    return bars + base.mark_text(align="left", dx=6).encode(text="said:N")


def _said(row: Row) -> str:
    rate = row.values["rate"]
    return f"{row.values['n']:,}" + (f"  ({rate:.0%})" if isinstance(rate, float) else "")


FIGURE = register(
    Figure(
        key="funnel",
        title=lazy("Funnel"),
        describe=lazy("Deals opened in the period, by how far they came; the share is of the stage before."),
        first=lazy("Stage"),
        columns=(
            Column("n", lazy("Came so far")),
            Column("rate", lazy("Of the stage before"), "percent"),
            Column("of_all", lazy("Of all"), "percent"),
            Column("amount", lazy("Amount"), "money"),
            Column("days", lazy("Days in stage, on average"), "days"),
        ),
        read=rows,
        chart=chart,
    )
)
