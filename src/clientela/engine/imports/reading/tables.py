"""One table out of any file a customer may bring: CSV in any dialect and encoding, XLSX, vCard, records in JSON.

A table names its columns and streams its rows; what it met on the way stands in `notices`. Rows that do not fit are
handed on with what is surplus or missing, never dropped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from .dialect import Dialect
from .encoding import Encoding
from .problems import Notice, Notices, Unreadable, gettext_noop
from .sources import Source


class Row(NamedTuple):
    """`number` is where the row begins in the file: the line of a CSV or vCard file, the row of a sheet, from 1.

    `values` are as many as the table has columns; `surplus` are filled cells beyond them, `missing` how many were
    absent and stand as "".
    """

    number: int
    values: list[str]
    surplus: tuple[str, ...] = ()
    missing: int = 0

    @property
    def is_blank(self) -> bool:
        return not any(map(str.strip, self.values)) and not self.surplus


@dataclass
class Table:
    """`rows()` may be called again and again; each call reads the file anew and starts the list of notices anew."""

    name: str
    kind: Literal["csv", "xlsx", "vcard", "json"]
    columns: list[str]
    has_header: bool
    read: Callable[[Notices], Iterator[Row]]
    opening: Notices = field(default_factory=Notices)
    encoding: Encoding | None = None
    dialect: Dialect | None = None
    preamble: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    sheet: str | None = None
    reading: Notices = field(default_factory=Notices)

    @property
    def notices(self) -> list[Notice]:
        """Everything noticed so far (the first 1,000 of it while reading; `notice_count` is the whole number)."""
        return [*self.opening.kept, *self.reading.kept]

    @property
    def notice_count(self) -> int:
        return self.opening.count + self.reading.count

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows whose number is above `after`: pass the last committed number to resume."""
        self.reading = Notices()
        for row in self.read(self.reading):
            if row.number > after:
                yield row

    def sample(self, count: int = 200) -> list[Row]:
        """The first rows, for previews and guesses."""
        rows = self.rows()
        return [row for row, _ in zip(rows, range(count), strict=False)]


def open_table(
    file: str | Path | BinaryIO,
    name: str = "",
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    quote: str | None = None,
    header: bool | int | None = None,
    sheet: str | None = None,
) -> Table:
    """Open a CSV (also .csv.gz), XLSX/XLS/ODS, vCard or JSON file; what is not given is detected.

    `file` is a path or a seekable binary file. `header`: True/False whether the table's first row holds names, or the
    number of the row that does. Raises `Unreadable` with the place and a remedy; nothing else, whatever the bytes.
    """
    from . import csv_table, sobjects, vcard, xlsx  # they build Tables

    source = Source(file, name)
    with source.raw() as raw:
        magic = raw.read(8)
    if magic.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return xlsx.open_sheet(source, sheet=sheet, header=header)
    head = source.head(csv_table.SAMPLE)
    refuse_other_formats(head, source.name)
    if vcard.is_vcard(head):
        return vcard.open_cards(source, encoding=encoding)
    if sobjects.is_json(head, source.name):
        return sobjects.open_records(source, sheet=sheet)
    return csv_table.open_csv(
        source, head, encoding=encoding, delimiter=delimiter, quote=quote, header=header
    )


_OTHER_FORMATS = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"), (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"SQLite format 3", "SQLite"), (b"{\\rtf", "RTF"), (b"<!DOCTYPE", "HTML"), (b"<html", "HTML"), (b"<?xml", "XML"),
)  # fmt: skip


def refuse_other_formats(head: bytes, name: str) -> None:
    """Say what the file is when it is plainly something else."""
    if not head.strip(b"\0\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise Unreadable(
            gettext_noop("“%(file)s” is empty. Export it again and check that it has rows."), file=name
        )
    for magic, kind in _OTHER_FORMATS:
        if head.lstrip()[:16].upper().startswith(magic.upper()):
            raise Unreadable(
                gettext_noop(
                    "“%(file)s” is a %(kind)s file. Save the table as CSV or XLSX and choose that file."
                ),
                file=name,
                kind=kind,
            )
