"""A figure for the page and to take along: its table as cells, its chart as a picture."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from clientela.domains.performance import charts
from clientela.domains.performance.figures.base import Column, Figure, Row, Value
from clientela.domains.performance.scope import Scope
from clientela.engine.fields import formats
from clientela.engine.imports.reading.export_safe import neutralise
from clientela.ui import words

WIDE = 1100


@dataclass(frozen=True)
class Shown:
    """A figure as a page shows it."""

    figure: Figure
    picture: SafeString
    rows: list[tuple[Row, list[str]]]
    query: str
    is_empty: bool


def shown(figure: Figure, scope: Scope) -> Shown:
    rows = figure.read(scope)
    is_empty = not any(value for row in rows for value in row.values.values() if not isinstance(value, str))
    picture = SafeString() if is_empty else charts.svg(specification(figure, scope, rows), str(figure.title))
    cells = [
        (row, [written(column, row.values.get(column.key), scope) for column in figure.columns])
        for row in rows
    ]
    return Shown(figure, picture, cells, scope.query, is_empty)


def specification(figure: Figure, scope: Scope, rows: Sequence[Row]) -> dict[str, Any]:
    return charts.finished(figure.chart(scope, rows), WIDE if figure.is_wide else charts.WIDTH)


def written(column: Column, value: Value, scope: Scope) -> str:
    if value is None or isinstance(value, str):
        return value or words.NONE
    match column.kind:
        case "money":
            return formats.money(Decimal(round(value)), scope.currency, compact=True)
        case "percent":
            return words.percent(value)
        case "days":
            return words.number(value, 1)
    return words.number(value)


def as_csv(figure: Figure, scope: Scope) -> bytes:
    """Numbers as they are, with a byte order mark, for spreadsheets."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([str(figure.first), *(str(column.label) for column in figure.columns)])
    for row in figure.read(scope):
        cells = (row.values.get(column.key) for column in figure.columns)
        table.writerow([neutralise(row.label), *("" if cell is None else cell for cell in cells)])
    return text.getvalue().encode("utf-8-sig")


def as_png(figure: Figure, scope: Scope) -> bytes:
    return charts.png(specification(figure, scope, figure.read(scope)))


def as_pdf(figure: Figure, scope: Scope) -> bytes:
    return charts.pdf(specification(figure, scope, figure.read(scope)))


DOWNLOADS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "png": (as_png, "image/png"),
    "pdf": (as_pdf, "application/pdf"),
}
