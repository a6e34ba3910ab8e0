"""Patterns of document numbers: "INV-{year}-{n:05}" makes INV-2026-00042."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields.base import BadValue, Context
from clientela.engine.fields.text import Text

LONGEST = 40
WIDEST = 18
PLACE = re.compile(r"\{(n|year|yy|month)(?::0?(\d{1,2}))?\}")


def check(pattern: str) -> None:
    """Raises BadValue, in words for who typed it, when no numbers can be made by this pattern."""
    rest = PLACE.sub("", pattern)
    if "{" in rest or "}" in rest:
        raise BadValue(_("Only {n}, {n:05}, {year}, {yy} and {month} may stand in braces."))
    if not rest.isprintable():
        raise BadValue(_("A pattern is made of letters, digits and signs that can be printed."))
    if [match[1] for match in PLACE.finditer(pattern)].count("n") != 1:
        raise BadValue(_("The counter {n} must stand in the pattern once; {n:05} gives it five digits."))
    if any(int(match[2] or 0) > WIDEST for match in PLACE.finditer(pattern)):
        raise BadValue(_("The counter has at most %d digits.") % WIDEST)


def tells_years_apart(pattern: str) -> bool:
    return any(match[1] in ("year", "yy") for match in PLACE.finditer(pattern))


def written(pattern: str, n: Decimal | int, on: dt.date) -> str:
    values = {"n": str(int(n)), "year": str(on.year), "yy": f"{on.year % 100:02}", "month": f"{on.month:02}"}
    return PLACE.sub(lambda match: values[match[1]].zfill(int(match[2] or 0)), pattern)


@dataclass(frozen=True, kw_only=True)
class NumberPattern(Text):
    """A pattern of document numbers."""

    max_length: int = LONGEST

    kind: ClassVar[str] = "numberpattern"
    kind_label: ClassVar[StrOrPromise] = lazy("Pattern of numbers")

    def parse(self, raw: Any, context: Context) -> str:
        text = super().parse(raw, context)
        check(text)
        return text
