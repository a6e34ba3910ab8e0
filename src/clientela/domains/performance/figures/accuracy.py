"""The forecast's own past: what it said of a month in the month's first week, and what was won in the end."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, register
from clientela.domains.performance.models import Snapshot
from clientela.domains.performance.scope import Scope, following
from clientela.engine.fields import formats

# Who is counted on is forecast: what is won already and what is all but sure.
COUNTED = ("won", "commit")


def rows(scope: Scope) -> list[Row]:
    said, won = (
        _said(scope),
        {
            total["day"]: total["amount"]
            for total in scope.totals("closed", by=("day", "key"))
            if total["key"] == "won"
        },
    )
    this_month = following(scope.until, -1)
    return [
        _row(scope, month, said[month], won.get(month, Decimal(0)))
        for month in sorted(said)
        if scope.since <= month < this_month
    ]


def _said(scope: Scope) -> dict[dt.date, dict[str, Decimal]]:
    """By month, what the earliest snapshot taken in it (else the last before it) said."""
    rows = Snapshot.objects.filter(scope.rights & scope.owners, scope.money)
    taken: dict[dt.date, dt.date] = {}
    for month, day in rows.values_list("month", "taken_on").distinct().order_by("taken_on"):
        if month not in taken or taken[month] < month:
            taken[month] = day
    found: dict[dt.date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for month, day, category, amount in rows.values_list("month", "taken_on", "category").annotate(
        sum=Sum("amount")
    ):
        if taken[month] == day:
            found[month][category] = amount
    return found


def _row(scope: Scope, month: dt.date, said: dict[str, Decimal], won: Decimal) -> Row:
    forecast = sum((said[category] for category in COUNTED), Decimal(0))
    error = float((forecast - won) / won) if won else None
    link = scope.deals(stage__kind="won", closed_on__gte=month, closed_on__lt=following(month, 1))
    return Row(formats.month(month), {"forecast": forecast, "won": won, "error": error}, link)


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    words = {"forecast": _("Forecast"), "won": _("Won")}
    table = [
        {"month": row.label, "kind": words[key], "amount": row.values[key], "href": row.href, "said": f"{row.label}, {words[key]}: {row.values[key]:,.0f}"}
        for row in found
        for key in words
    ]  # fmt: skip
    return (
        charts.chart(table)
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X("month:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy")),
            xOffset=alt.XOffset("kind:N", sort=None),
            y=alt.Y("amount:Q", title=None, axis=alt.Axis(format="~s")),
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=list(words.values()), range=[charts.SECOND, charts.FIRST])
            ),
            href="href:N",
            description="said:N",
        )
    )


FIGURE = register(
    Figure(
        key="accuracy",
        title=lazy("How good the forecast was"),
        describe=lazy(
            "What was forecast (won and commit) in a month's first week, and what was won. The error is of what was won."
        ),
        first=lazy("Month"),
        columns=(
            Column("forecast", lazy("Forecast"), "money"),
            Column("won", lazy("Won"), "money"),
            Column("error", lazy("Error"), "percent"),
        ),
        read=rows,
        chart=chart,
        is_wide=True,
        page="forecast",
    )
)
