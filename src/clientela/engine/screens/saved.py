"""Keeping what a list shows as a view: new, renamed, shared, deleted, put in order, opened first."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid
from clientela.engine.query import filters, saved
from clientela.engine.query.models import SavedView
from clientela.engine.screens import listing, preferences, tabs
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import screen, told, visit


@screen
@require_http_methods(["GET", "POST"])
def keep(request: Request, slug: str) -> HttpResponse:
    """Keep what is shown: as a new view, or (`over`) in one that is there."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    if request.method == "GET":
        return _dialog(request, shown, None)
    if shown.problem is not None:
        raise shown.problem
    try:
        view = _kept(shown, request.POST)
    except Invalid as invalid:
        return _dialog(request, shown, None, invalid.errors)
    return visit(request, f"/{slug}/?view={view.pk}")


def _kept(shown: Listing, sent: Any) -> SavedView:
    actor, entity = shown.actor, shown.entity
    content: dict[str, Any] = {
        "filter": filters.to_json(shown.filter) if shown.filter else {},
        "columns": shown.keys,
        "sort": shown.sort,
        "layout": shown.layout,
    }
    if sent.get("over"):
        old = saved.get(actor, entity, listing.as_id(sent["over"]))
        return saved.save(actor, entity, name=old.name, audience=old.audience, view_id=old.pk, **content)
    return saved.save(
        actor, entity, name=sent.get("name", ""), audience=sent.get("audience", "private"), **content
    )


@screen
@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, view_id: uuid.UUID) -> HttpResponse:
    """The name of a view and who sees it."""
    entity = registry.by_slug(slug)
    view = saved.get(request.actor, entity, view_id)
    shown = Listing(request.actor, entity, view)
    if request.method == "GET":
        return _dialog(request, shown, view)
    content: dict[str, Any] = {
        "filter": view.filter,
        "columns": view.columns,
        "sort": view.sort,
        "layout": view.layout,
    }
    content |= {"name": request.POST.get("name", ""), "audience": request.POST.get("audience", "")}
    try:
        saved.save(request.actor, entity, view_id=view.pk, **content)
    except Invalid as invalid:
        return _dialog(request, shown, view, invalid.errors)
    return (
        told(saved=True) if request.headers.get("HX-Request") else visit(request, f"/{slug}/?view={view.pk}")
    )


def _dialog(request: Request, shown: Listing, view: SavedView | None, errors: Any = None) -> HttpResponse:
    action = f"/{shown.entity.slug}/views/{view.pk}/" if view else shown.url(part="views/")
    context = {
        "view": view,
        "action": action,
        "errors": errors or {},
        "title": _("Rename or share") if view else _("Save as a view"),
        "name": request.POST.get("name", view.name if view else ""),
        "audience": request.POST.get("audience", view.audience if view else "private"),
        "audiences": SavedView.Audience.choices,
    }
    return render(request, "screens/list_view_dialog.html", context, status=422 if errors else 200)


@screen
@require_POST
def remove(request: Request, slug: str, view_id: uuid.UUID) -> HttpResponse:
    saved.delete(request.actor, registry.by_slug(slug), view_id)
    return visit(request, f"/{slug}/?view={listing.ALL}")


@screen
@require_POST
def first(request: Request, slug: str) -> HttpResponse:
    """Which view opens when the list is opened without naming one."""
    entity = registry.by_slug(slug)
    chosen = request.GET.get("view")
    view = saved.get(request.actor, entity, listing.as_id(chosen)) if chosen else None
    preferences.put(request.actor, "view", entity.key, str(view.pk) if view else None)
    text = _("“%s” opens first from now on.") % (view.name if view else _("All"))
    return render(request, "screens/toast.html", {"text": text})


@screen
@require_http_methods(["GET", "POST"])
def order(request: Request, slug: str) -> HttpResponse:
    """The order of a person's own tabs."""
    shown = Listing(request.actor, registry.by_slug(slug))
    views = tabs.ordered(shown)
    if request.method == "GET":
        return render(request, "screens/list_views_order.html", {"views": views, "entity": shown.entity})
    known = {str(view.pk) for view in views}
    ids = [key for key in request.POST.getlist("view") if key in known]
    preferences.put(request.actor, "tabs", shown.entity.key, ids)
    return told(saved=True) if request.headers.get("HX-Request") else visit(request, f"/{slug}/")
