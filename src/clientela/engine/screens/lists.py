"""The list page of every entity, and the parts of it that are fetched again: more rows, fresh rows, the exact count."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.query import counts, links, paging
from clientela.engine.query.filters import BadFilter
from clientela.engine.query.links import Titles
from clientela.engine.query.paging import BadCursor
from clientela.engine.screens import columns, frame, layouts, listing, preferences
from clientela.engine.screens.columns import Column
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import is_fragment, screen

ROWS = 50
# A live refresh of a chunk looks so far beyond its former end, so that rows that came in push none out of sight.
MARGIN = 20


@dataclass(frozen=True)
class Chunk:
    """Some rows of a list, as much as is read at once."""

    records: list[Any]
    columns: list[Column]
    titles: Titles
    changeable: frozenset[uuid.UUID]
    after: str
    next: str | None


@screen
@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """The records of an entity as a list or a board, or the next rows of a list."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    layout = layouts.find(shown.entity, shown.layout)
    if layout is not None and layout.page is not None and shown.problem is None:
        return layout.page(request, shown)
    if request.GET.get("after") and is_fragment(request) and shown.problem is None:
        return _more(request, shown)
    return _page(request, shown)


def _page(request: Request, shown: Listing) -> HttpResponse:
    chunk, problem = _tried(request, shown)
    context = {
        **frame.of(shown),
        "chunk": chunk,
        "problem": problem,
        "is_roomy": bool(preferences.get(request.actor, "list", "roomy")),
        "widths": columns.widths(request.actor, shown.entity),
        "estimate": None if problem else _estimate(shown, chunk),
    }
    return render(request, "screens/list.html", context, status=400 if problem else 200)


def _tried(request: Request, shown: Listing) -> tuple[Chunk, BadFilter | BadCursor | None]:
    """The rows, or none and why: what is wrong may also show when the query is made."""
    if shown.problem is not None:
        return _empty(shown), shown.problem
    try:
        return read_chunk(shown, request.GET.get("after", "")), None
    except (BadFilter, BadCursor) as bad:
        return _empty(shown), bad


def read_chunk(shown: Listing, after: str, until: uuid.UUID | None = None) -> Chunk:
    """A page of rows behind a cursor; with `until`, up to that row where it is still near."""
    limit = ROWS + MARGIN if until else ROWS
    page = paging.page(shown.rows(), shown.entity, shown.sort, after or None, limit, actor=shown.actor)
    return _chunk(shown, _cut(page.items, until), after, page.next)


def _cut(records: list[Any], until: uuid.UUID | None) -> list[Any]:
    at = next((i for i, record in enumerate(records) if record.pk == until), None) if until else None
    return records[:ROWS] if at is None else records[: at + 1]


def _chunk(shown: Listing, records: list[Any], after: str, following: str | None) -> Chunk:
    changeable = frame.allowed(shown.actor, shown.entity, records, "change")
    heads = columns.of(shown, bool(changeable))
    titles = links.titles(shown.actor, shown.entity, records, [column.key for column in heads])
    return Chunk(records, heads, titles, changeable, after, following)


def _empty(shown: Listing) -> Chunk:
    return Chunk([], columns.of(shown, False), Titles(), frozenset(), "", None)


def _estimate(shown: Listing, chunk: Chunk) -> counts.Estimate:
    """A list that ends on its first page needs no guess."""
    if chunk.next is None and not chunk.after:
        return counts.Estimate(len(chunk.records), is_exact=True)
    return counts.estimate(shown.rows())


def _more(request: Request, shown: Listing) -> HttpResponse:
    chunk, problem = _tried(request, shown)
    context = {"listing": shown, "entity": shown.entity, "chunk": chunk, "problem": problem}
    return render(request, "screens/list_more.html", context, status=400 if problem else 200)


@screen
@require_safe
def rows(request: Request, slug: str, until: uuid.UUID) -> HttpResponse:
    """One chunk of rows as it is now, for a page that follows changes made elsewhere."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    after = request.GET.get("after", "")
    try:
        chunk = read_chunk(shown, after, until)
    except (BadFilter, BadCursor):
        return HttpResponse(status=204)  # the page itself has said so already
    return render(
        request, "screens/list_rows.html", {"listing": shown, "entity": shown.entity, "chunk": chunk}
    )


@screen
@require_safe
def exact(request: Request, slug: str) -> HttpResponse:
    """The exact number of records, counted because somebody asked."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    estimate = counts.Estimate(0, is_exact=True) if shown.problem else counts.count(shown.rows())
    return render(
        request,
        "screens/list_count.html",
        {"listing": shown, "estimate": estimate, "is_asked": _("counted now")},
    )
