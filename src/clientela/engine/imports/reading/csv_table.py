"""CSV files as tables: detection on the head of the file, then one streaming pass per reading."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from . import dialect as dialects
from . import encoding as encodings
from .dialect import Dialect
from .encoding import Encoding
from .headers import Layout, Record, column_names, layout
from .problems import Notices, Unreadable, gettext_noop
from .sources import END, MAX_LINE, Source
from .tables import Row, Table

SAMPLE = encodings.SAMPLE
_LAYOUT_ROWS = 300

# The csv module keeps this per process; 128 kB, its default, is less than a long text field of a CRM may hold.
csv.field_size_limit(MAX_LINE)


def open_csv(
    source: Source,
    head: bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    quote: str | None = None,
    header: bool | int | None = None,
) -> Table:
    """See `open_table`."""
    written = _encoding(head, encoding)
    text = codecs.getincrementaldecoder(written.name)("replace").decode(head[written.mark :])
    _refuse_binary(text, source.name)
    dialect = _dialect(text, delimiter, quote)
    opening = Notices()
    dialect, skipped = _excel_hint(text, dialect, delimiter)
    records = list(islice(_records(source, written, dialect, Notices()), skipped, _LAYOUT_ROWS))
    first, has_header, width = choose_layout(records, header, source.name)
    columns = column_names(records[first][1] if has_header else [], width)
    start = records[first][0] + (1 if has_header else 0)
    preamble = [dialect.delimiter.join(cells).strip() for _, cells in records[:first]]
    if first:
        opening.add(
            "header",
            gettext_noop("The table begins in line %(row)s; the lines above it were not read as rows."),
            records[first][0],
        )

    def read(notices: Notices) -> Iterator[Row]:
        return fit(_records(source, written, dialect, notices), start, width, notices)

    return Table(
        source.name, "csv", columns, has_header, read, opening, written, dialect, preamble
    )  # fmt: skip


def _encoding(head: bytes, wanted: str | None) -> Encoding:
    detected = encodings.detect(head)
    if wanted is None:
        return detected
    try:
        name = codecs.lookup(wanted).name.replace("-", "_")
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError) as error:
        if not isinstance(error, UnicodeError):
            raise Unreadable(
                gettext_noop(
                    "The encoding “%(encoding)s” is not known. Choose one of the list, for instance UTF-8."
                ),
                encoding=wanted,
            ) from error
    if name in ("utf_8_sig", detected.name) or (name in ("utf_16", "utf_32") and detected.mark):
        return detected
    return Encoding(name, 1.0, detected.mark if name == detected.name else 0)


def _refuse_binary(text: str, name: str) -> None:
    """Program files and pictures decode to control characters, whatever the encoding."""
    controls = sum(
        1
        for char in text[:20_000]
        if (char < " " and char not in "\r\n\t\v\f\0\x1b") or "\x7f" <= char <= "\x9f"
    )
    if controls * 20 > min(len(text), 20_000) or text.count("\0") * 4 > len(text):
        raise Unreadable(
            gettext_noop(
                "“%(file)s” is not a text file. Save the table as CSV or XLSX and choose that file."
            ),
            file=name,
        )


def _dialect(text: str, delimiter: str | None, quote: str | None) -> Dialect:
    for mark in (delimiter, quote):
        if mark and (len(mark) > 1 or mark in "\r\n\0"):
            raise Unreadable(
                gettext_noop("“%(mark)s” cannot separate or enclose cells. Give a single character."),
                mark=mark,
            )
    if delimiter and delimiter == quote:
        raise Unreadable(
            gettext_noop("“%(mark)s” cannot both separate and enclose cells. Give two characters."),
            mark=delimiter,
        )
    found = dialects.detect(text)
    if delimiter is not None:
        found = replace(found, delimiter=delimiter, confidence=1.0, skip_blank=False)
    if quote is not None:
        found = replace(found, quote=quote)
    if found.quote == found.delimiter:
        found = replace(found, quote="")
    return found


def _excel_hint(text: str, dialect: Dialect, wanted: str | None) -> tuple[Dialect, int]:
    """Excel's own first line `sep=;` tells the delimiter and is no row."""
    first = text.splitlines()[0].strip().strip('"') if text.strip() else ""
    if not (first.lower().startswith("sep=") and len(first) == 5):
        return dialect, 0
    return (dialect if wanted else replace(dialect, delimiter=first[4], confidence=1.0)), 1


def choose_layout(records: list[Record], header: bool | int | None, name: str) -> Layout:
    if not records:
        raise Unreadable(
            gettext_noop("“%(file)s” has no rows. Export it again and check that it has rows."), file=name
        )
    guess = layout(records)
    if header is None:
        return guess
    if isinstance(header, bool):
        width = len(records[guess.first][1])
        return Layout(guess.first, header, width if header else max(width, guess.width))
    for index, (number, cells) in enumerate(records):
        if number == header:
            return Layout(index, True, len(cells))
    raise Unreadable(
        gettext_noop("Row %(row)s, named as the header, is not among the first rows of the file."), row=header
    )


def _records(source: Source, written: Encoding, dialect: Dialect, notices: Notices) -> Iterator[Record]:
    """(line where it begins, cells) of every record that is not a blank line."""
    reader = dialect.reader(source.lines(written, dialect, notices))
    begins = 1
    try:
        for cells in reader:
            if cells and cells[-1].endswith(END):
                if cells != [END]:
                    yield begins, _unclosed(cells, begins, notices)
                return
            if cells:
                yield begins, [cell.replace("\v", "\n") for cell in cells] if dialect.strict_end else cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            gettext_noop(
                "The record that begins in line %(row)s cannot be read (%(reason)s). Check its quotation marks."
            ),
            row=begins,
            reason=str(error),
        ) from error


def _unclosed(cells: list[str], begins: int, notices: Notices) -> list[str]:
    notices.add(
        "quote",
        gettext_noop(
            "A quotation mark opened in the record of line %(row)s is never closed: the rest of the file became one cell."
        ),
        begins,
    )
    return [*cells[:-1], cells[-1].removesuffix(END)]


def fit(records: Iterator[Record], start: int, width: int, notices: Notices) -> Iterator[Row]:
    """Rows of exactly `width` values from line `start` on; what does not fit is marked and noticed."""
    for number, cells in records:
        if number < start:
            continue
        if len(cells) == width:
            yield Row(number, cells)
        elif len(cells) < width:
            missing = width - len(cells)
            notices.add(
                "ragged", gettext_noop("Missing cells in row %(row)s: %(count)s."), number, count=missing
            )
            yield Row(number, cells + [""] * missing, (), missing)
        else:
            yield _with_surplus(number, cells, width, notices)


def _with_surplus(number: int, cells: list[str], width: int, notices: Notices) -> Row:
    """Empty cells beyond the last column hold nothing: spreadsheets write them by the dozen."""
    surplus = tuple(cells[width:])
    if not any(map(str.strip, surplus)):
        return Row(number, cells[:width])
    notices.add(
        "ragged", gettext_noop("Surplus cells in row %(row)s: %(count)s."), number, count=len(surplus)
    )
    return Row(number, cells[:width], surplus)
