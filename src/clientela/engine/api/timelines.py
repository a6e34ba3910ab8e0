"""The timeline of a record, as its page shows it: GET /<slug>/<id>/timeline, newest first, in words."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser
from typing import Any

from django.template.loader import render_to_string

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.api import bodies, lists, scope
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.api.problems import only, parameter
from clientela.engine.errors import NotFound
from clientela.engine.fields.base import BadValue
from clientela.engine.screens import timeline
from clientela.engine.screens.records import abilities
from clientela.engine.screens.slots import Place
from clientela.engine.screens.timeline import Entry

EMPTY = frozenset({"br", "img", "input", "hr", "wbr"})
TAKEN = {"feed-head": "text", "feed-body": "more", "feed-time": ""}


class _Words(HTMLParser):
    """What an entry says (`text`), what it holds beneath (`more`), and the pages of records that it names (`links`)."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: dict[str, list[str]] = {"text": [], "more": []}
        self.links: dict[str, str] = {}
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in EMPTY:
            return
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        named = next((TAKEN[one] for one in classes if one in TAKEN), None)
        self.open.append(named if named is not None else self.open[-1] if self.open else "")
        href = given.get("href") or ""
        self._link = href if tag == "a" and href.startswith("/") and self.open[-1] else self._link

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self.open:
            self.open.pop()
        if tag == "a":
            self._link = ""

    def handle_data(self, text: str) -> None:
        part = self.open[-1] if self.open else ""
        if part and text.strip():
            self.found[part].append(text)
            if self._link:
                self.links[self._link] = " ".join(text.split())

    def said(self, part: str) -> str:
        return " ".join("".join(self.found[part]).split())


def _entry(request: Request, entry: Entry) -> dict[str, Any]:
    words = _Words()
    words.feed(render_to_string(entry.template, {"it": entry.context, "at": entry.at}, request))
    links = [{"title": title, "page": page} for page, title in words.links.items()]
    at = entry.at.astimezone(dt.UTC)
    return {"at": at, "text": words.said("text"), "more": words.said("more") or None, "links": links}


def _read(request: Request, slug: str, record: str) -> Answer:
    only(request.GET, "part", "after", "limit")
    entity = scope.entity(request, slug)
    if not entity.timeline:
        raise NotFound(slug)
    found = gate.get(request.actor, entity.model, bodies.record_id(record))
    place = Place(request.actor, entity, found, abilities(request.actor, found))
    part, after = request.GET.get("part") or "all", request.GET.get("after")
    try:
        page = timeline.read(place, part, after, min(lists.size(request.GET), 100))
    except BadValue as bad:
        raise parameter("part" if part not in timeline.FILTERS else "after", str(bad)) from None
    entries = [_entry(request, entry) for _day, some in page.days for entry in some]
    return Answer({"items": entries, "next": page.next})


view = endpoint(get=_read)
