"""Cells that a spreadsheet would run as formulas, made harmless in an exported CSV and restored on import.

OWASP, "CSV Injection": a cell that begins with = + - @, a tab or a line break is executed or swallowed by spreadsheet
programs; an apostrophe before it makes it text. Plain signed numbers (and with them E.164 phone numbers) stay as they
are. Cells that already look neutralised get one more apostrophe, so that `restore(neutralise(x)) == x` for every x.
"""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)?")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def neutralise(cell: str) -> str:
    """The cell as it may stand in an exported CSV."""
    if not cell or not _DANGEROUS.match(cell) or _NUMBER.fullmatch(cell):
        return cell
    return "'" + cell


def restore(cell: str) -> str:
    """The inverse, for imports: one guarding apostrophe is taken off."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
