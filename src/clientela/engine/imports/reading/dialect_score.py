"""How much a parse looks like a table: regular rows, cells of a recognisable type, columns of one type."""

from collections import Counter
from itertools import zip_longest

from .cells import Shape, shape

_WORTH: dict[Shape, float] = {
    "empty": 0.85, "number": 1.0, "date": 1.0, "time": 1.0, "email": 1.0, "url": 1.0, "money": 1.0, "code": 0.95,
    "text": 0.9, "unclean": 0.0,
}  # fmt: skip
_PLAIN: frozenset[Shape] = frozenset({"text", "empty", "unclean"})


def score_rows(rows: list[list[str]], *, is_usual: bool = True) -> float:
    """0–1; a single column is worth half of what a table is, more when its whole cells have types.

    Blanks and colons stand in ordinary text (and in times): as delimiters they must yield typed cells.
    """
    if not rows:
        return 0.0
    shapes = [[shape(cell) for cell in row] for row in rows]
    typed, telling = _typed(shapes), _telling(shapes)
    if max(map(len, rows)) == 1:
        return (0.5 + 0.25 * telling) * typed
    score = _regularity(rows) * typed * (0.6 + 0.4 * _columns_of_one_type(shapes))
    return score if is_usual else score * (0.5 + 0.5 * telling)


def _telling(shapes: list[list[Shape]]) -> float:
    """The share of filled cells that are more than text."""
    filled = [cell for row in shapes for cell in row if cell != "empty"]
    return sum(cell not in _PLAIN for cell in filled) / len(filled) if filled else 0.0


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
