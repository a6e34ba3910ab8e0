"""Closing dates that were moved, and open deals whose closing date is past."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, Sums, Value, register
from clientela.domains.performance.scope import Scope, following
from clientela.engine.fields import formats

WORDS = {"pushed": lazy("Put off"), "pulled": lazy("Brought forward"), "slipped": lazy("Overdue now")}


def rows(scope: Scope) -> list[Row]:
    months: dict[dt.date, dict[str, Sums]] = defaultdict(lambda: defaultdict(Sums))
    for total in scope.totals("moved", by=("day", "key")):
        months[total["day"]][total["key"]] = Sums.of(total)
    today = timezone.localdate()
    for total in scope.totals("slipped", by=("day",)):
        if total["day"] < today:
            months[total["day"].replace(day=1)]["slipped"].add(total)
    found, month = [], scope.since
    while month < scope.until:
        end = min(following(month, 1), today)
        values: dict[str, Value] = {
            **{key: months[month][key].n for key in WORDS},
            "amount": months[month]["slipped"].amount,
        }
        link = scope.deals(stage__kind="open", expected_close__gte=month, expected_close__lt=end)
        found.append(Row(formats.month(month), values, link))
        month = following(month, 1)
    return found


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    table = [
        {"month": row.label, "kind": str(word), "n": row.values[key], "href": row.href, "said": f"{row.label}, {word}: {row.values[key]}"}
        for row in found
        for key, word in WORDS.items()
    ]  # fmt: skip
    colours = alt.Scale(
        domain=[str(word) for word in WORDS.values()], range=[charts.SECOND, charts.FIRST, charts.BAD]
    )
    return (
        charts.chart(table)
        .mark_bar()
        .encode(
            x=alt.X("month:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy")),
            xOffset=alt.XOffset("kind:N", sort=None),
            y=alt.Y("n:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("kind:N", scale=colours),
            href="href:N",
            description="said:N",
        )
    )


FIGURE = register(
    Figure(
        key="slipped",
        title=lazy("Put off and overdue"),
        describe=lazy(
            "Closing dates moved in the month, and deals still open that should have closed in it."
        ),
        first=lazy("Month"),
        columns=(
            *(Column(key, word) for key, word in WORDS.items()),
            Column("amount", lazy("Overdue amount"), "money"),
        ),
        read=rows,
        chart=chart,
    )
)
