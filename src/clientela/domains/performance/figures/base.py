"""A figure: rows with links to the records behind them, and the chart that shows them. Pages and exports draw both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django_stubs_ext import StrOrPromise

from clientela.domains.performance.scope import Scope

Value = Decimal | int | float | str | None


@dataclass(frozen=True)
class Column:
    """`kind` says how values are written: text, count, money, percent (0.25 is 25 %), days."""

    key: str
    label: StrOrPromise
    kind: str = "count"


@dataclass(frozen=True)
class Row:
    """A line of a figure: its values by column key, and the address of the records it counts."""

    label: str
    values: Mapping[str, Value]
    href: str = ""


@dataclass(frozen=True)
class Figure:
    """`read` gives the rows in a scope, `chart` an Altair chart of them; `first` names the column of the labels."""

    key: str
    title: StrOrPromise
    describe: StrOrPromise
    first: StrOrPromise
    columns: tuple[Column, ...]
    read: Callable[[Scope], Sequence[Row]]
    chart: Callable[[Scope, Sequence[Row]], Any]
    is_wide: bool = False
    page: str = "pipeline"


_figures: dict[str, Figure] = {}


def register(figure: Figure) -> Figure:
    _figures[figure.key] = figure
    return figure


def on(page: str) -> list[Figure]:
    """The figures of a page, in its order."""
    return [figure for figure in _figures.values() if figure.page == page]


def find(key: str) -> Figure | None:
    return _figures.get(key)


@dataclass
class Sums:
    """Counts and sums that a row is made of."""

    n: int = 0
    amount: Decimal = field(default_factory=Decimal)
    weighted: Decimal = field(default_factory=Decimal)
    days: Decimal = field(default_factory=Decimal)

    @classmethod
    def of(cls, total: Mapping[str, Any]) -> Sums:
        return cls(total["n"], total["amount"], total["weighted"], total["days"])

    def add(self, other: Mapping[str, Any]) -> None:
        self.n += other["n"]
        self.amount += other["amount"]
        self.weighted += other["weighted"]
        self.days += other["days"]


def ratio(part: Decimal | int, whole: Decimal | int) -> float | None:
    """None where there is nothing to divide by."""
    return float(part) / float(whole) if whole else None


def mean(total: Decimal, count: int) -> Decimal | None:
    return round(total / count, 1) if count else None
