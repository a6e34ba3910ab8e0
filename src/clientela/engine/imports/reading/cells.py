"""What a single cell looks like, cheaply: used to judge dialects and to profile columns."""

import re
from functools import lru_cache
from typing import Literal

Shape = Literal["empty", "number", "date", "time", "email", "url", "money", "code", "text", "unclean"]

_SHAPES: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    ("number", re.compile(r"[-+(]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?\)?")),
    ("number", re.compile(r"[-+(]?\d{1,3}(?:[,.' \xa0\u202f]\d{3})+(?:[.,]\d+)?\)?")),
    (
        "number",
        re.compile(
            r"[-+]?[.,]\d+(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf|NaN|Inf)|[-+]?\d+(?:[.,]\d+)? ?%|[-+]?\d+\."
        ),
    ),
    ("date", re.compile(r"\d{1,4}(?:[-/.]\d{1,2}){2}(?:\d\d)?")),
    (
        "date",
        re.compile(
            r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ,]+\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?"
            r"(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|GMT|[-+]\d\d:?\d\d))*"
        ),
    ),
    ("date", re.compile(r"\d{1,2}\.?[- ][^\W\d_]{3,12}\.?,?[- ]\d{2,4}(?:,? \d{1,2}:\d\d(?::\d\d)?)?")),
    ("date", re.compile(r"[^\W\d_]{3,12}\.? \d{1,2},? \d{4}(?:,? \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)?")),
    ("time", re.compile(r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[-+]\d\d:\d\d)?")),
    ("email", re.compile(r"[^\s@,;|<>\"]+@[^\s@,;|<>\"]+\.[^\W\d_]{2,}")),
    ("url", re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s\"|]+", re.IGNORECASE)),
    ("money", re.compile(r"[-(]?(?:[$€£¥₽₴]|[A-Z]{2}\$|zł) ?-?\d[\d.,' \xa0]*[KMB]?\)?")),
    ("money", re.compile(r"[-(]?\d[\d.,' \xa0]*\)? ?(?:[$€£¥₽₴]|zł|Kč|руб\.?|[A-Z]{3})")),
    ("code", re.compile(r"(?=.*\d)[A-Za-z0-9]+(?:[-_./#:][A-Za-z0-9]+)*")),
)
# A cell with a delimiter or a quotation mark at its edge was cut at the wrong place.
_EDGE = re.compile(r"^[,;|\t\"]|[,;|\t\"]$")
_QUOTED_INSIDE = re.compile(r'[;,|\t]\s?"|"\s?[;,|\t]')
_SINGLE_QUOTED = re.compile(r"'[^']+'")


@lru_cache(maxsize=50_000)
def shape(cell: str) -> Shape:
    """The first shape that the whole cell, without surrounding blanks, has."""
    text = cell.strip()
    if not text:
        return "empty"
    if "\v" in text:  # `dialect.split_lines` put it for a line end that may really end a record
        return "unclean"
    if len(text) > 200:
        return "unclean" if _QUOTED_INSIDE.search(text[:2000]) else "text"
    for name, pattern in _SHAPES:
        if pattern.fullmatch(text):
            return name
    return "unclean" if _is_unclean(text) else "text"


def _is_unclean(text: str) -> bool:
    if _EDGE.search(text) and len(text) > 1:
        return not (text[0] == text[-1] == '"' and len(text) > 2 and '"' not in text[1:-1].replace('""', ""))
    if _SINGLE_QUOTED.fullmatch(text):  # quotation marks that were not taken for such
        return True
    return bool(_QUOTED_INSIDE.search(text) or (not text.isprintable() and "\t" in text))
