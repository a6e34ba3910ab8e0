"""Postcodes as people list them: "80, 81-83, 10000-19999, SW1*, 00-001 – 04-999".

A single entry is a beginning: 80 holds 80331. A range compares as many characters as its ends have, so 80-83 holds
everything from 80000 to 83999. Ends of a range are as long as each other; "90-001" is one Polish postcode, no range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clientela.engine.fields.base import BadValue

MOST = 2_000
_RANGE = re.compile(r"\s*(?:–|—|\.\.+|\s-\s|\s+to\s+)\s*")


def plain(postcode: str) -> str:
    """Letters and digits alone, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", postcode.upper())


@dataclass(frozen=True)
class Range:
    """Everything whose beginning lies between two texts of one length."""

    first: str
    last: str

    def holds(self, postcode: str) -> bool:
        return self.first <= postcode[: len(self.first)] <= self.last


def parse(text: str) -> tuple[Range, ...]:
    """The ranges that a list means. Raises BadValue, naming the entry."""
    entries = [entry.strip() for entry in re.split(r"[,;\n]", text) if entry.strip()]
    if len(entries) > MOST:
        raise BadValue(_("At most %d postcodes and ranges.") % MOST)
    return tuple(_one(entry) for entry in entries)


def _one(entry: str) -> Range:
    ends = [plain(part) for part in _ends(entry)]
    if not all(ends) or len(ends) > 2:
        raise BadValue(_("“%s” is neither a postcode nor a range such as 10000-19999.") % entry[:40])
    first, last = ends[0], ends[-1]
    if len(first) != len(last):
        raise BadValue(_("Both ends of “%s” must have as many characters.") % entry[:40])
    if first > last:
        raise BadValue(_("“%s” ends before it begins.") % entry[:40])
    return Range(first, last)


def _ends(entry: str) -> list[str]:
    """The two ends of a range, or the one postcode. A plain hyphen separates only ends that are of one length."""
    told_apart = [part for part in _RANGE.split(entry) if part]
    if len(told_apart) == 1 and entry.count("-") == 1:
        first, last = (part.strip() for part in entry.split("-"))
        if len(first) == len(last):
            return [first, last]
    return told_apart
