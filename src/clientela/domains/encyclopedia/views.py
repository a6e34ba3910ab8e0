"""The encyclopedia's own pages: to read during a call, to write, to print."""

from __future__ import annotations

import uuid
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clientela.domains.encyclopedia import choices, commands, following, markup, queries, writing
from clientela.domains.encyclopedia.models import Article, Passage
from clientela.domains.encyclopedia.policy import may_publish
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.errors import Conflict, Invalid, NotFound
from clientela.engine.screens import undo
from clientela.engine.screens.forms import create_linked, update_linked
from clientela.engine.screens.responses import is_fragment, screen, told, visit
from clientela.engine.screens.whole import whole

LONGEST = 100_000


# -- reading ---------------------------------------------------------------------------------------------------------
@screen
@require_safe
def index(request: Request) -> HttpResponseBase:
    """Every page by product line; while one searches, what was found."""
    gate.require(request.actor, Article, to="view")
    context = _choice(request)
    if is_fragment(request):
        return render(request, "encyclopedia/_shelves.html", context)
    return render(request, "encyclopedia/index.html", context)


@screen
@require_safe
def read(request: Request, article_id: uuid.UUID) -> HttpResponseBase:
    """One page; `deal` or `quote` in the query is what one works on while reading."""
    reading = queries.reading(request.actor, article_id)
    context = _choice(request) | {
        "reading": reading,
        "outcome": following.outcome(request.actor, reading.article),
        "occasion": _occasion(request),
        "may_change": gate.can(request.actor, reading.article, "change"),
        "may_publish": may_publish(request.actor),
        "kinds": choices.KINDS,
    }
    return render(request, "encyclopedia/article.html", context)


@screen
@require_safe
def sheet(request: Request, article_id: uuid.UUID) -> HttpResponseBase:
    """The page alone, everything open, for paper."""
    context = {
        "reading": queries.reading(request.actor, article_id),
        "kinds": choices.KINDS,
        "render": markup.render,
    }
    return render(request, "encyclopedia/print.html", context)


def _choice(request: Request) -> dict[str, Any]:
    text = request.GET.get("q", "")[:200]
    hits = queries.search(request.actor, text)
    shelves = [] if text.strip() else queries.shelves(request.actor)
    may_write = gate.can(request.actor, Article, "create")
    asked = "".join(f"?{key}={request.GET[key]}" for key in ("deal", "quote") if _id(request.GET.get(key)))
    return {
        "text": text,
        "hits": hits,
        "shelves": shelves,
        "may_write": may_write,
        "render": markup.render,
        "along": asked[:42],
    }


def _occasion(request: Request) -> queries.Occasion | None:
    for key in ("deal", "quote"):
        if record := _id(request.GET.get(key)):
            return queries.occasion(request.actor, key, record)
    return None


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


# -- writing ---------------------------------------------------------------------------------------------------------
@screen
@require_http_methods(["GET", "POST"])
def begin(request: Request, article_id: uuid.UUID) -> HttpResponseBase:
    """A new passage of a page."""
    article = gate.get(request.actor, Article, article_id, to="change")
    if request.method == "GET":
        kind = request.GET.get("kind", "")
        context = writing.blank(request.actor, article, kind if kind in choices.ORDER else choices.WHAT)
        return render(request, "encyclopedia/write.html", context)
    values, new = writing.sent(request.POST)
    try:
        actor = request.actor.once(request.POST.get("key") or None)
        made = create_linked(actor, "passage", {**values, "article": article.pk}, new)
    except Invalid as invalid:
        return _again(request, writing.again(request.actor, article, None, request.POST, invalid.errors), 422)
    return visit(request, f"/encyclopedia/{article_id}/#p-{made.pk}")


@screen
@require_http_methods(["GET", "POST"])
def change(request: Request, passage_id: uuid.UUID) -> HttpResponseBase:
    """A passage being changed beside its preview."""
    passage = gate.get(request.actor, Passage, passage_id, to="change")
    article = gate.get(request.actor, Article, passage.article_id)
    if request.method == "GET":
        return render(request, "encyclopedia/write.html", writing.stored(request.actor, article, passage))
    version = whole(request.POST.get("version"))
    try:
        update_linked(request.actor, "passage", passage_id, *writing.sent(request.POST), version)
    except Invalid as invalid:
        return _again(
            request, writing.again(request.actor, article, passage, request.POST, invalid.errors), 422
        )
    except Conflict:
        return _again(request, writing.collided(request.actor, article, passage, request.POST), 412)
    return visit(request, f"/encyclopedia/{article.pk}/#p-{passage_id}")


def _again(request: Request, context: dict[str, Any], status: int) -> HttpResponseBase:
    return render(request, "encyclopedia/write.html", context, status=status)


@screen
@require_POST
def preview(request: Request) -> HttpResponseBase:
    """A text as it would read; nothing is saved."""
    gate.require(request.actor, Passage, to="view")
    html = markup.render(request.POST.get("text", "")[:LONGEST])
    return render(request, "encyclopedia/_preview.html", {"html": html})


# -- publishing and using --------------------------------------------------------------------------------------------
@screen
@require_http_methods(["POST", "DELETE"])
def publication(request: Request, article_id: uuid.UUID) -> HttpResponseBase:
    if request.method == "POST":
        commands.publish(request.actor, article_id)
        return _said(request, _("The page is published"))
    commands.withdraw(request.actor, article_id)
    return _said(request, _("The page is internal again"))


@screen
@require_POST
def use(request: Request, article_id: uuid.UUID, on: str, record_id: uuid.UUID) -> HttpResponseBase:
    """ "I used this"; or, with way=opened, off to the page, which is remembered."""
    way = request.POST.get("way", choices.USED)
    if on not in ("deal", "quote") or way not in (choices.USED, choices.MENTIONED, choices.OPENED):
        raise NotFound(f"{on} {way[:20]}")
    with undo.undoable() as mark:
        commands.use(request.actor, article_id, on=on, record=record_id, way=way)
    if way == choices.OPENED:
        return visit(request, f"/encyclopedia/{article_id}/?{on}={record_id}")
    return _said(request, _("Noted: this page was used here"), mark)


def _said(request: Request, text: str, mark: undo.Mark | None = None) -> HttpResponseBase:
    response = render(request, "screens/toast.html", {"text": text, "undo": mark.url if mark else None})
    return told(response, refresh={})
