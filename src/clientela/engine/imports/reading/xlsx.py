"""Spreadsheets (XLSX, XLSB, XLS, ODS) as tables, through python-calamine.

Values become text as a CSV would hold them: dates in ISO form, numbers with a point, true/false; formulas give their
stored results. calamine keeps the chosen sheet in memory and allocates the whole rectangle of its cells, so the
archive is measured before it is opened.
"""

import datetime
import re
import zipfile
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

import python_calamine

from .csv_table import choose_layout, fit
from .headers import Record, column_names
from .problems import Notices, Unreadable, gettext_noop
from .sources import Source
from .tables import Row, Table

MAX_UNPACKED = 600 * 1024 * 1024
MAX_RATIO = 400
MAX_PARTS = 5_000
MAX_CELLS = 40_000_000
_LAYOUT_ROWS = 300
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d{1,9})"')
_COLUMN = re.compile(rb'<c\b[^>]*?\br="([A-Za-z]{1,3})\d')


def open_sheet(source: Source, *, sheet: str | None = None, header: bool | int | None = None) -> Table:
    """See `open_table`. Without `sheet` the first one that has cells is taken."""
    with source.raw() as raw:
        _guard(raw, source.name)
        sheets, chosen, rows = _load(raw, sheet, source.name)
        records = list(islice(rows, _LAYOUT_ROWS))
    first, has_header, width = choose_layout(records, header, source.name)
    columns = column_names(records[first][1] if has_header else [], width)
    opening = Notices()
    start = records[first][0] + (1 if has_header else 0)
    if first:
        opening.add(
            "header",
            gettext_noop("The table begins in row %(row)s; the rows above it were left out."),
            records[first][0],
        )

    def read(notices: Notices) -> Iterator[Row]:
        with source.raw() as raw:
            again = _load(raw, chosen, source.name)[2]
        return fit(again, start, width, notices)

    preamble = [" ".join(filter(None, cells)) for _, cells in records[:first]]
    return Table(
        source.name, "xlsx", columns, has_header, read, opening, preamble=preamble, sheets=sheets, sheet=chosen
    )  # fmt: skip


def _guard(raw: BinaryIO, name: str) -> None:
    """Refuse archives that would unpack to more than the machine should give them."""
    if raw.read(4) != b"PK\x03\x04":
        return
    try:
        with zipfile.ZipFile(raw) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = sum(part.compress_size for part in parts)
            if (
                len(parts) > MAX_PARTS
                or unpacked > MAX_UNPACKED
                or (unpacked > 50_000_000 and unpacked > packed * MAX_RATIO)
            ):
                raise Unreadable(
                    gettext_noop("“%(file)s” unpacks to %(size)s MB. Split it, or save the sheet as CSV."),
                    file=name,
                    size=unpacked // 1_000_000,
                )
            for part in parts:
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename, re.IGNORECASE):
                    _guard_extent(archive, part, name)
    except Unreadable:
        raise
    except Exception as error:  # zipfile raises a dozen kinds on hostile archives
        raise Unreadable(_DAMAGED, file=name) from error


_DAMAGED = gettext_noop(
    "“%(file)s” is damaged or protected by a password. Open it in a spreadsheet and save it again as XLSX or CSV."
)


def _guard_extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """One cell in the far corner makes a rectangle of 17 thousand million cells."""
    last_row, columns, tail, size = 0, set[bytes](), b"", 0
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            size += len(chunk)
            text = tail + chunk
            last_row = max(last_row, *map(int, _ROW.findall(text)), 0)
            columns.update(map(bytes.upper, set(_COLUMN.findall(text))))
            tail = text[-200:]
            if size > MAX_UNPACKED:
                break
    width = max(map(_column_number, columns), default=0)
    if last_row * width > MAX_CELLS or size > MAX_UNPACKED:
        raise Unreadable(
            gettext_noop(
                "A sheet of “%(file)s” spans %(rows)s rows and %(columns)s columns. Delete stray cells or save it as CSV."
            ),
            file=name,
            rows=last_row,
            columns=width,
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _load(raw: BinaryIO, sheet: str | None, name: str) -> tuple[list[str], str, Iterator[Record]]:
    raw.seek(0)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(raw)
        sheets = list(workbook.sheet_names)
        wanted = [sheet] if sheet is not None and sheet in sheets else sheets
        if sheet is not None and sheet not in sheets:
            raise Unreadable(
                gettext_noop("There is no sheet “%(sheet)s”. Sheets: %(sheets)s."),
                sheet=sheet,
                sheets=", ".join(sheets),
            )
        for candidate in wanted:
            records = _cells(workbook.get_sheet_by_name(candidate))
            for first in records:
                return sheets, candidate, chain([first], records)
    except Unreadable:
        raise
    except MemoryError:
        raise
    except BaseException as error:  # a panic of the Rust library derives from BaseException
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise Unreadable(_DAMAGED, file=name) from error
    raise Unreadable(gettext_noop("“%(file)s” has no rows. Choose another sheet or file."), file=name)


def _cells(sheet: python_calamine.CalamineSheet) -> Iterator[Record]:
    """(row number, cells as text) of every row that is not blank; rows become Python objects one by one."""
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ") if cell.time() != datetime.time() else cell.date().isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)
