"""Bytes and lines of a file on disk or an uploaded one, plain or gzip-ed, in bounded memory."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from .dialect import Dialect
from .encoding import Encoding
from .problems import Notices, Unreadable, gettext_noop

MAX_LINE = 10_000_000  # characters; also the longest cell
LONG_LINE = 200_000
END = "\0\0"  # no line contains a zero character, so this cannot be met in a file
_ANY_END = re.compile(r"\r\n|\r|\n")


class Source:
    """A file that can be read from the start as often as needed. An open file is read by one reader at a time."""

    def __init__(self, file: str | Path | BinaryIO, name: str = "") -> None:
        self._file = Path(file) if isinstance(file, str | Path) else file
        self.name = name or (
            self._file.name if isinstance(self._file, Path) else str(getattr(file, "name", ""))
        )

    @contextmanager
    def raw(self) -> Iterator[BinaryIO]:
        """The bytes as stored."""
        if not isinstance(self._file, Path):
            self._file.seek(0)
            yield self._file
            return
        try:
            stream = self._file.open("rb")
        except OSError as error:
            raise Unreadable(
                gettext_noop(
                    "“%(file)s” cannot be opened: %(reason)s. Check that it exists and may be read."
                ),
                file=self.name,
                reason=error.strerror or str(error),
            ) from error
        with stream:
            yield stream

    @contextmanager
    def unpacked(self) -> Iterator[BinaryIO]:
        """The bytes, unpacked when gzip-ed."""
        with self.raw() as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if not packed:
                yield raw
                return
            try:
                with gzip.open(raw) as unpacked:
                    yield cast(BinaryIO, unpacked)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise Unreadable(
                    gettext_noop(
                        "“%(file)s” is a damaged gzip archive. Pack it again or send the CSV file itself."
                    ),
                    file=self.name,
                ) from error

    def head(self, size: int) -> bytes:
        with self.unpacked() as stream:
            return stream.read(size)

    def lines(self, encoding: Encoding, dialect: Dialect, notices: Notices) -> Iterator[str]:
        """Decoded lines with their ends, then `END`. What cannot be decoded becomes “\ufffd” and a notice."""
        with self.unpacked() as stream:
            stream.seek(encoding.mark)
            newline = dialect.terminator if dialect.strict_end else ""
            text = io.TextIOWrapper(stream, encoding.name, errors="replace", newline=newline)
            try:
                yield from _checked(text, encoding, dialect, notices)
            finally:
                text.detach()  # or its end would close a file that belongs to the caller
        yield END


def _checked(text: io.TextIOWrapper, encoding: Encoding, dialect: Dialect, notices: Notices) -> Iterator[str]:
    for number, line in enumerate(iter(partial(text.readline, MAX_LINE), ""), 1):
        if len(line) > LONG_LINE:
            _check_length(line, number, notices)
        if "\ufffd" in line:
            notices.add(
                "encoding",
                gettext_noop(
                    "Characters in line %(row)s that are not valid %(encoding)s: %(count)s. Check the encoding."
                ),
                number,
                count=line.count("\ufffd"),
                encoding=encoding.name,
            )
        if "\0" in line:
            notices.add("nul", gettext_noop("Line %(row)s contains zero bytes; they were left out."), number)
            line = line.replace("\0", "") or "\n"
        yield _one_line(line, dialect) if dialect.strict_end else line


def _check_length(line: str, number: int, notices: Notices) -> None:
    if len(line) >= MAX_LINE:
        raise Unreadable(
            gettext_noop(
                "Line %(row)s is longer than %(limit)s characters. Is this a table? Check delimiter and line ends."
            ),
            row=number,
            limit=MAX_LINE,
        )
    notices.add(
        "long",
        gettext_noop("Line %(row)s is unusually long: %(length)s characters."),
        number,
        length=len(line),
    )


def _one_line(line: str, dialect: Dialect) -> str:
    """Foreign line ends inside cells are hidden from the csv module, which ends a record at any of them."""
    return _ANY_END.sub("\v", line.removesuffix(dialect.terminator)) + "\n"
