"""Where the table begins, whether its first row names the columns, and what the columns are called."""

import re
from collections import Counter
from typing import NamedTuple

from .cells import Shape, shape

Record = tuple[int, list[str]]
_PREAMBLE_ROWS = 30
_VALUES: frozenset[Shape] = frozenset({"number", "date", "time", "email", "url", "money"})
_YEAR = re.compile(r"(?:19|20)\d\d")


class Layout(NamedTuple):
    """`first` is the index of the table's first row, `has_header` whether that row holds names."""

    first: int
    has_header: bool
    width: int


def layout(records: list[Record]) -> Layout:
    """Guess from the first rows of a file. An undecided table is taken to have a header: exports nearly always do."""
    if not records:
        return Layout(0, False, 0)
    width = _usual_width(records)
    first = _skip_preamble(records, width)
    body = [cells for _, cells in records[first:]]
    has_header = _names_columns(body)
    usual = width if sum(len(cells) == width for cells in body) > 0.6 * len(body) else 0
    return Layout(first, has_header, max(usual, _named_width(body[0]) if has_header else len(body[0])))


def _named_width(head: list[str]) -> int:
    """Up to the last name: empty cells behind it are no columns unless rows have them too."""
    return max((index for index, cell in enumerate(head, 1) if cell.strip()), default=0)


def _filled(cells: list[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _usual_width(records: list[Record]) -> int:
    """The commonest number of cells; single cells are rather titles than rows."""
    widths = Counter(len(cells) for _, cells in records)
    return max(widths, key=lambda width: (widths[width] * min(width, 2), width))


def _skip_preamble(records: list[Record], width: int) -> int:
    """Titles and notes above the table fill a cell or two of a wide table."""
    if width < 2:
        return 0
    usual = sorted(_filled(cells) for _, cells in records)[len(records) // 2]
    most = max(1, min(usual, width) // 3)
    for index, (_, cells) in enumerate(records[:_PREAMBLE_ROWS]):
        if _filled(cells) > most:
            return index
    return 0


def _names_columns(body: list[list[str]]) -> bool:
    head, below = body[0], body[1:200]
    shapes = [shape(cell) for cell in head]
    if any(kind in ("email", "url", "money") for kind in shapes) or not _filled(head):
        return False
    if not below:
        return not any(kind in _VALUES for kind in shapes)
    votes = [
        _vote(head[index], kind, [row[index] for row in below if index < len(row)])
        for index, kind in enumerate(shapes)
    ]
    total = sum(votes)
    return total > 0 or (total == 0 and len(set(_words(head))) == len(_words(head)))


def _words(head: list[str]) -> list[str]:
    return [cell.strip().casefold() for cell in head if cell.strip()]


def _vote(name: str, kind: Shape, column: list[str]) -> float:
    """Above zero: this cell names the column below it. Below zero: it is one of its values."""
    values = [cell.strip() for cell in column if cell.strip()]
    if not values or kind == "empty":
        return 0.0
    counts = Counter(shape(value) for value in values)
    usual, count = counts.most_common(1)[0]
    if usual in _VALUES and count >= 0.7 * len(values):
        if kind == usual:
            return 0.0 if kind == "number" and _is_year_heading(name, values) else -1.0
        return 1.0 if kind in ("text", "code") else 0.0
    if kind in _VALUES:
        return 0.0 if _YEAR.fullmatch(name.strip()) else -0.5
    return -0.5 if name.strip() in values else 0.1


def _is_year_heading(name: str, values: list[str]) -> bool:
    return bool(_YEAR.fullmatch(name.strip())) and not any(_YEAR.fullmatch(value) for value in values)


_BLANKS = re.compile(r"[\s\x00\ufeff\u200b]+")


def column_names(head: list[str], width: int) -> list[str]:
    """Clean and unique; nameless columns become “Column 3”, repeated names “Phone (2)”."""
    names: list[str] = []
    taken: set[str] = set()
    for index in range(width):
        cell = head[index] if index < len(head) else ""
        name = _BLANKS.sub(" ", cell).strip() or f"Column {index + 1}"
        unique, again = name, 2
        while unique.casefold() in taken:
            unique, again = f"{name} ({again})", again + 1
        taken.add(unique.casefold())
        names.append(unique)
    return names
