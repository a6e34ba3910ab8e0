"""Marking in a name the letters by which it was found, whatever script or accents they were typed in."""

from __future__ import annotations

import re

from anyascii import anyascii
from markupsafe import Markup, escape

from clientela.engine.query import folding

WORD = re.compile(r"\w+", re.UNICODE)


def highlighted(title: str, text: str) -> Markup:
    """The title as markup, beginnings of words that match a typed word inside <mark>."""
    wanted = [word for word in WORD.findall(text) if word]
    pieces, at = [], 0
    for match in WORD.finditer(title):
        span = max((_matched(match.group(), word) for word in wanted), default=0)
        if span:
            start = match.start() + _offset(match.group(), wanted)
            pieces += [escape(title[at:start]), Markup("<mark>%s</mark>") % title[start : start + span]]
            at = start + span
    return Markup("").join([*pieces, escape(title[at:])])


def _matched(word: str, typed: str) -> int:
    """How many letters of the word the typed beginning covers."""
    if folding.CJK.search(typed):
        return len(typed) if typed in word else 0
    for form in (folding.fold, _latin):
        wanted = form(typed)
        if wanted and form(word).startswith(wanted):
            return next((n for n in range(1, len(word) + 1) if len(form(word[:n])) >= len(wanted)), len(word))
    return 0


def _offset(word: str, wanted: list[str]) -> int:
    """Where in a run of characters without spaces the match begins."""
    return next((word.index(typed) for typed in wanted if folding.CJK.search(typed) and typed in word), 0)


def _latin(word: str) -> str:
    return anyascii(word).casefold()
