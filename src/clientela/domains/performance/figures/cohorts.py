"""Deals by the month in which they were opened: how many were won within so many months."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, ratio, register
from clientela.domains.performance.scope import Scope, following
from clientela.engine.fields import formats

MONTHS = 7


def rows(scope: Scope) -> list[Row]:
    cohorts: dict[dt.date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for total in scope.totals("cohort", by=("day", "key")):
        cohorts[total["day"]][total["key"]] += total["n"]
    found, month = [], scope.since
    while month < scope.until:
        link = scope.deals(opened_on__gte=month, opened_on__lt=following(month, 1))
        found.append(Row(formats.month(month), _values(cohorts[month], month, scope), link))
        month = following(month, 1)
    return found


def _values(counts: dict[str, int], month: dt.date, scope: Scope) -> dict[str, Any]:
    every, won = sum(counts.values()), 0
    values: dict[str, Any] = {"n": every, "open": counts.get("open", 0), "lost": counts.get("lost", 0)}
    for month_after in range(MONTHS):
        won += counts.get(str(month_after), 0)
        is_over = following(month, month_after) < scope.until
        values[f"m{month_after}"] = ratio(won, every) if is_over else None
    return values


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    table = [
        {"month": row.label, "after": f"+{m}", "share": row.values[f"m{m}"], "href": row.href, "said": f"{row.label} +{m}: {row.values[f'm{m}']:.0%}"}
        for row in found
        for m in range(MONTHS)
        if isinstance(row.values[f"m{m}"], float)
    ]  # fmt: skip
    return (
        charts.chart(table)
        .mark_rect(color=charts.FIRST, cornerRadius=2)
        .encode(
            x=alt.X("after:N", sort=None, title=_("months after opening"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("month:N", sort=None, title=None),
            opacity=alt.Opacity("share:Q", scale=alt.Scale(range=[0.08, 1]), legend=None),
            href="href:N",
            description="said:N",
        )
    )


FIGURE = register(
    Figure(
        key="cohorts",
        title=lazy("Won by month of opening"),
        describe=lazy("Of the deals opened in a month, the share that was won within so many months."),
        first=lazy("Opened"),
        columns=(
            Column("n", lazy("Opened")),
            *(Column(f"m{m}", f"+{m}", "percent") for m in range(MONTHS)),
            Column("open", lazy("Still open")),
            Column("lost", lazy("Lost")),
        ),
        read=rows,
        chart=chart,
    )
)
