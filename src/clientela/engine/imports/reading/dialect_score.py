"""How much a parse looks like a table: regular rows, cells of a recognisable type, columns of one type."""

from collections import Counter
from itertools import zip_longest

from .cells import Shape, shape

_WORTH: dict[Shape, float] = {
    "empty": 0.85, "number": 1.0, "date": 1.0, "time": 1.0, "email": 1.0, "url": 1.0, "money": 1.0, "code": 0.95,
    "text": 0.9, "unclean": 0.0,
}  # fmt: skip
_ONE_COLUMN = 0.5


def score_rows(rows: list[list[str]]) -> float:
    """0–1; a single column is worth at most half of what a table is."""
    if not rows:
        return 0.0
    shapes = [[shape(cell) for cell in row] for row in rows]
    regular = _regularity(rows)
    typed = _typed(shapes)
    if max(map(len, rows)) == 1:
        return _ONE_COLUMN * typed
    return regular * typed * (0.6 + 0.4 * _columns_of_one_type(shapes))


def _regularity(rows: list[list[str]]) -> float:
    """The share of rows with the same width, weighted by how much of a row's width is beyond one column.

    Several tables in one file (preambles, stacked tables) each count for what they are: sum of squared shares.
    """
    widths = Counter(len(row) for row in rows)
    total = len(rows)
    share = sum((count / total) ** 2 * (width - 1) / width for width, count in widths.items())
    return float(share**0.5)


def _typed(shapes: list[list[Shape]]) -> float:
    cells = sum(map(len, shapes))
    return sum(_WORTH[cell] for row in shapes for cell in row) / cells if cells else 0.0


def _columns_of_one_type(shapes: list[list[Shape]]) -> float:
    """The mean share of each column's commonest type, empty cells aside; the first row may be a header."""
    body = shapes[1:] if len(shapes) > 2 else shapes
    shares = []
    for column in zip_longest(*body):
        counts = Counter(cell for cell in column if cell not in (None, "empty"))
        if counts:
            shares.append(max(counts.values()) / sum(counts.values()))
    return sum(shares) / len(shares) if shares else 0.5
