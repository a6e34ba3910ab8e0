"""Month by month: deals won and lost, their size and length, and what the pipeline yields a day.

Sales velocity = deals at work × win rate × average amount ÷ length of the sales cycle in days.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, Sums, mean, ratio, register
from clientela.domains.performance.scope import Scope, following
from clientela.engine.fields import formats


def rows(scope: Scope) -> list[Row]:
    months: dict[dt.date, dict[str, Sums]] = defaultdict(lambda: defaultdict(Sums))
    for total in scope.totals("closed", "created", by=("cube", "day", "key")):
        months[total["day"]][total["key"] if total["cube"] == "closed" else "created"].add(total)
    found, month = [], scope.since
    while month < scope.until:
        found.append(_row(scope, month, months[month]))
        month = following(month, 1)
    return found


def _row(scope: Scope, month: dt.date, sums: dict[str, Sums]) -> Row:
    won, lost, created = sums["won"], sums["lost"], sums["created"]
    rate, size, cycle = ratio(won.n, won.n + lost.n), mean(won.amount, won.n), mean(won.days, won.n)
    worked = won.n + lost.n
    velocity = round(worked * Decimal(str(rate)) * size / cycle, 0) if rate and size and cycle else None
    values = {
        "created": created.n, "won": won.n, "lost": lost.n, "rate": rate, "won_amount": won.amount,
        "size": size, "cycle": cycle, "velocity": velocity, "month": month.isoformat(),
    }  # fmt: skip
    link = scope.deals(stage__kind="won", closed_on__gte=month, closed_on__lt=following(month, 1))
    return Row(formats.month(month), values, link)


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    table = [
        {"month": row.label, "amount": row.values["won_amount"], "href": row.href, "said": f"{row.label}: {row.values['won_amount']:,.0f}"}
        for row in found
    ]  # fmt: skip
    return (
        charts.chart(table)
        .mark_bar(cornerRadiusEnd=3, color=charts.FIRST)
        .encode(
            x=alt.X("month:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy")),
            y=alt.Y("amount:Q", title=None, axis=alt.Axis(format="~s")),
            href="href:N",
            description="said:N",
        )
    )


FIGURE = register(
    Figure(
        key="velocity",
        title=lazy("Won by month, and velocity"),
        describe=lazy(
            "Velocity is what the pipeline yields a day: deals closed × win rate × average amount ÷ days to win."
        ),
        first=lazy("Month"),
        columns=(
            Column("created", lazy("Opened")),
            Column("won", lazy("Won")),
            Column("lost", lazy("Lost")),
            Column("rate", lazy("Win rate"), "percent"),
            Column("won_amount", lazy("Won amount"), "money"),
            Column("size", lazy("Average amount"), "money"),
            Column("cycle", lazy("Days to win"), "days"),
            Column("velocity", lazy("Velocity a day"), "money"),
        ),
        read=rows,
        chart=chart,
        is_wide=True,
    )
)
