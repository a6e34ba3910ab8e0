"""Records as the lines of a CSV file or a workbook, read a batch at a time: memory does not grow with the list."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.contact import Phone
from clientela.engine.fields.link import Link, Reference
from clientela.engine.fields.numbers import Money
from clientela.engine.imports.reading.export_safe import neutralise
from clientela.engine.postgresql import replica
from clientela.engine.query import links, paging
from clientela.engine.query.filters import BadFilter
from clientela.engine.query.links import Titles
from clientela.engine.screens.listing import Listing

BATCH = 1_000
SHEET_ROWS = 1_048_575
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Heading:
    """A column of the file: its name, and the value of a record in it."""

    label: str
    value: Callable[[Any, Titles], Any]


def rows_of(shown: Listing, chosen: Sequence[uuid.UUID] | None) -> Any:
    """What the list shows and may be exported, or what is chosen of that, in the list's order. Raises BadValue."""
    try:
        rows = shown.rows(to="export")
        if chosen is not None:
            rows = rows.filter(pk__in=chosen)
        return paging.ordered(rows, shown.entity, shown.sort, actor=shown.actor)
    except BadFilter as bad:
        raise BadValue(bad.message) from None


def headings(shown: Listing, *, all_fields: bool) -> list[Heading]:
    """Columns as the list shows them, or the id and every field, compound ones in their parts."""
    if not all_fields:
        return [head for field in shown.columns for head in _headings(field)]
    fields = [
        f
        for field in shown.entity.fields
        for f in (field.parts().values() if field.kind == "address" else (field,))
    ]
    return [
        Heading(_("ID"), lambda record, _titles: str(record.pk)),
        *(head for field in fields for head in _headings(field)),
    ]


def _headings(field: Field) -> list[Heading]:
    label = str(field.label)
    if isinstance(field, (Link, Reference)):
        return [Heading(label, lambda record, titles: str(titles.of(field, field.load(record)) or ""))]
    if isinstance(field, Money):
        # Figures and currency apart: a spreadsheet cannot add up "148,000 EUR".
        return [
            Heading(label, lambda record, _titles: getattr(field.load(record), "amount", None)),
            Heading(
                _("%s currency") % label, lambda record, _titles: getattr(field.load(record), "currency", "")
            ),
        ]
    if isinstance(field, Phone):
        return [Heading(label, lambda record, _titles: field.load(record))]  # E.164: what every program reads
    return [Heading(label, lambda record, _titles: field.cell(field.load(record)))]


def values_of(shown: Listing, rows: Any, heads: Sequence[Heading]) -> Iterator[list[Any]]:
    """The rows as values, a batch of links resolved at once. Runs after the view: language and zone are put back in force."""
    language, zone = translation.get_language(), timezone.get_current_timezone()
    source = replica.reader()
    records = rows.iterator(chunk_size=BATCH)
    try:
        while True:
            with source.using(), translation.override(language), timezone.override(zone):
                batch = list(islice(records, BATCH))
                titles = links.titles(shown.actor, shown.entity, batch)
                made = [[head.value(record, titles) for head in heads] for record in batch]
            if not made:
                return
            yield from made
    finally:
        source.close()


def csv_lines(values: Iterable[list[Any]], labels: Sequence[str]) -> Iterator[str]:
    """Chunks of a few hundred lines. The mark in front tells spreadsheets that this is UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([neutralise(label) for label in labels])
    for number, row in enumerate(values):
        writer.writerow([neutralise(_text(value)) for value in row])
        if number % 200 == 199:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    return "" if value is None else str(value)


def write_xlsx(values: Iterable[list[Any]], heads: Sequence[Heading], file: IO[bytes]) -> None:
    """A workbook, on as many sheets as its rows need; `file` is at its start again afterwards."""
    import xlsxwriter  # with the first workbook: no start waits for it

    book = xlsxwriter.Workbook(file, XLSX)
    bold = book.add_format({"bold": True})
    formats = {
        dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    sheet, at = None, SHEET_ROWS
    for row in values:
        if at == SHEET_ROWS:
            sheet, at = _sheet(book, heads, bold), 0
        at += 1
        for column, value in enumerate(row):
            _write(sheet, at, column, value, formats)
    if sheet is None:
        _sheet(book, heads, bold)
    book.close()
    file.seek(0)


# Text is written as text: nothing in a record becomes a formula or a link.
XLSX = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}


def _sheet(book: Any, heads: Sequence[Heading], bold: Any) -> Any:
    sheet = book.add_worksheet()
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head.label, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Any, formats: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, formats[type(value)])
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:32_767])
    else:
        sheet.write(row, column, value)
