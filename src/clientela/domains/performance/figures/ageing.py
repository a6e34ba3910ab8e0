"""How long open deals have been in their stage."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, Sums, register
from clientela.domains.performance.scope import Scope

AGES = (7, 30, 90, 100_000)
KEYS = ("week", "month", "quarter", "older")
WORDS = {
    "week": lazy("Up to a week"),
    "month": lazy("Up to a month"),
    "quarter": lazy("Up to 90 days"),
    "older": lazy("Longer"),
}


def rows(scope: Scope) -> list[Row]:
    today = timezone.localdate()
    ages: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KEYS, 0))
    amounts: dict[str, Sums] = defaultdict(Sums)
    for total in scope.totals("open", by=("key", "day"), whole=True):
        ages[total["key"]][_age((today - total["day"]).days)] += total["n"]
        amounts[total["key"]].amount += total["amount"]
    return [
        Row(
            stage.name,
            {**ages[str(stage.pk)], "amount": amounts[str(stage.pk)].amount},
            scope.deals(stage=stage.pk, stage_since__lt=today - dt.timedelta(AGES[2])),
        )
        for stage in scope.stages
        if stage.kind == "open"
    ]


def _age(days: int) -> str:
    return next(key for key, most in zip(KEYS, AGES, strict=True) if days <= most)


def chart(scope: Scope, found: Sequence[Row]) -> Any:
    import altair as alt

    table = [
        {"stage": row.label, "age": str(WORDS[key]), "order": KEYS.index(key), "n": row.values[key], "href": row.href, "said": f"{row.label}, {WORDS[key]}: {row.values[key]}"}
        for row in found
        for key in KEYS
    ]  # fmt: skip
    colours = alt.Scale(
        domain=[str(word) for word in WORDS.values()],
        range=[charts.BAND, charts.FIRST, charts.SOON, charts.BAD],
    )
    return (
        charts.chart(table)
        .mark_bar(cornerRadius=2)
        .encode(
            y=alt.Y("stage:N", sort=None, title=None),
            x=alt.X("n:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("age:N", scale=colours),
            order="order:Q",
            href="href:N",
            description="said:N",
        )
    )


FIGURE = register(
    Figure(
        key="ageing",
        title=lazy("Age of open deals"),
        describe=lazy(
            "Open deals by how long they have been in their stage; the link leads to those longer than 90 days."
        ),
        first=lazy("Stage"),
        columns=(
            *(Column(key, word) for key, word in WORDS.items()),
            Column("amount", lazy("Amount"), "money"),
        ),
        read=rows,
        chart=chart,
    )
)
