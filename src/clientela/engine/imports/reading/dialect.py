"""How a CSV file is written: delimiter, quotation mark, escape and record end.

Every plausible combination parses the sample; the one whose table looks most like a table wins. As van den Burg,
Nazábal and Sutton (2019, "Wrangling messy CSV files by detecting row and type patterns", Data Mining and Knowledge
Discovery 33) a score is the product of how regular the rows are and how many cells have a recognisable type; as
García (2024, Data Science, doi:10.3233/DS-240062) the uniformity of the whole table counts rather than the commonest
row alone. Our own are the penalties for cells cut at the wrong place and the order of preference between near ties.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from .dialect_score import score_rows

if TYPE_CHECKING:
    from _csv import Reader

SAMPLE_CHARACTERS = 64 * 1024
_MAX_ROWS = 400
_USUAL = ",;\t|"
_UNUSUAL = ":^~ "
_PREFERENCE = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.97, "^": 0.9, "~": 0.9, ":": 0.65, " ": 0.75}


@dataclass(frozen=True, slots=True)
class Dialect:
    """`escape` is "" when quotation marks are doubled; `terminator` is "\\r\\n", "\\n" or "\\r".

    `strict_end`: other line ends than `terminator` occur unquoted inside cells and do not end a record.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    terminator: str = "\n"
    skip_blank: bool = False
    strict_end: bool = False
    confidence: float = 1.0

    def reader(self, lines: Iterator[str]) -> "Reader":
        """A csv reader over lines whose ends the caller has left in place."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            doublequote=not self.escape,
            escapechar=self.escape or None,
            skipinitialspace=self.skip_blank,
        )


def detect(sample: str) -> Dialect:
    """The dialect of a decoded sample (up to 64 k characters of it are read). Never fails."""
    text = _whole_lines(sample)
    ends = _record_ends(text)
    scored = [
        (score, candidate) for candidate in _candidates(text, ends) if (score := _score(text, candidate)) > 0
    ]
    if not scored:
        return Dialect(terminator=ends[0], confidence=0.0)
    score, best = max(scored, key=lambda pair: pair[0])
    return replace(best, confidence=round(min(score, 1.0), 3), skip_blank=_blank_after(text, best))


def _whole_lines(sample: str) -> str:
    """Cut after the last whole line, so that half a row does not speak against the right dialect."""
    if len(sample) <= SAMPLE_CHARACTERS:
        return sample
    cut = sample[:SAMPLE_CHARACTERS]
    end = max(cut.rfind("\n"), cut.rfind("\r"))
    return cut[: end + 1] if end > 0 else cut


def _record_ends(text: str) -> list[str]:
    """The line ends that occur, most frequent first; "\\n" when there are none."""
    pairs = text.count("\r\n")
    counts = {"\r\n": pairs, "\n": text.count("\n") - pairs, "\r": text.count("\r") - pairs}
    found = sorted((end for end in counts if counts[end]), key=lambda end: -counts[end])
    return found or ["\n"]


def _candidates(text: str, ends: list[str]) -> Iterator[Dialect]:
    for delimiter in _delimiters(text):
        for quote in _quotes(text, delimiter):
            for escape in _escapes(text, quote):
                plain = Dialect(delimiter, quote, escape, ends[0])
                yield plain
                if len(ends) > 1:
                    yield from (replace(plain, terminator=end, strict_end=True) for end in ends)


def _delimiters(text: str) -> list[str]:
    """Those that occur; the comma stands for a single column where none of the usual ones does."""
    usual = [char for char in _USUAL if char in text] or [","]
    return usual + [char for char in _UNUSUAL if char in text]


def _quotes(text: str, delimiter: str) -> Iterator[str]:
    """A mark is a candidate only where cells begin or end with it."""
    yield '"'
    edge = re.escape(delimiter)
    if re.search(rf"(?:^|{edge}) ?'", text, re.M) and re.search(rf"' ?(?:$|{edge})", text, re.M):
        yield "'"


def _escapes(text: str, quote: str) -> Iterator[str]:
    yield ""
    if quote and "\\" + quote in text:
        yield "\\"


def _score(text: str, dialect: Dialect) -> float:
    lines = split_lines(text, dialect)
    try:
        rows = [row for row in islice(dialect.reader(iter(lines)), _MAX_ROWS) if row]
    except csv.Error:
        return 0.0
    # Few rows prove little: what is customary counts the more.
    custom: float = _PREFERENCE[dialect.delimiter] ** (1 + 3 / max(len(rows), 1))
    return (
        score_rows(rows, is_usual=dialect.delimiter in _USUAL)
        * custom
        * _quote_evidence(text, dialect)
        * (0.98 if dialect.strict_end else 1.0)
    )


def split_lines(text: str, dialect: Dialect) -> list[str]:
    """Lines with their ends, as `dialect` ends records; foreign line ends inside cells become vertical tabs."""
    if not dialect.strict_end:
        return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
    pieces = text.split(dialect.terminator)
    if not pieces[-1]:
        pieces.pop()
    return [re.sub(r"\r\n|\r|\n", "\v", piece) + "\n" for piece in pieces]


def _quote_evidence(text: str, dialect: Dialect) -> float:
    """An escape or a single quotation mark must earn its place; a file without quotes has the double one."""
    factor = 1.0
    if dialect.quote == "'":
        factor = 0.99 if '"' not in text else 0.95
    if dialect.escape:
        doubled = text.count(dialect.quote * 2)
        escaped = text.count(dialect.escape + dialect.quote)
        factor *= 1.02 if escaped > doubled else 0.97
    return factor


def _blank_after(text: str, dialect: Dialect) -> bool:
    """`"a", "b"`: a blank between delimiter and quotation mark must not hide the mark."""
    if dialect.delimiter == " " or not dialect.quote:
        return False
    spaced = len(re.findall(re.escape(dialect.delimiter + " " + dialect.quote), text))
    close = len(re.findall(re.escape(dialect.delimiter + dialect.quote), text))
    return spaced > close
