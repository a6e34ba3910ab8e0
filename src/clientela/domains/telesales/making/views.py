"""Making, filling, sharing and following a call list."""

from __future__ import annotations

import uuid
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clientela.domains.telesales import choices, customers, entries, filling, hours, lists, queries, tasks
from clientela.domains.telesales.models import CallList, CallScript
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid, NotFound
from clientela.engine.jobs import progress
from clientela.engine.query import filters, phrases
from clientela.engine.records.models import uuid7
from clientela.engine.screens import listing, undo
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import is_fragment, screen, told, visit

FIELDS = ("name", "script", "campaign", "hours", "timezone", "max_attempts", "pause")
BESIDES = (*FIELDS, "callers", "key", "csrfmiddlewaretoken")


@screen
@require_http_methods(["GET", "POST"])
def from_filter(request: Request, slug: str) -> HttpResponseBase:
    """A list from the filter of the list one comes from: first what it would be, then made."""
    entity = registry.by_slug(slug)
    if entity.key not in customers.MODELS:
        raise NotFound(slug)
    gate.require(request.actor, CallList, to="create")
    shown = listing.read(request.actor, entity, request.GET, besides=BESIDES)
    if request.method == "GET":
        return _preview(request, shown)
    try:
        return _made(request, shown)
    except Invalid as invalid:
        return _preview(request, shown, invalid)


def _made(request: Request, shown: Listing) -> HttpResponseBase:
    actor = request.actor.once(request.POST.get("key") or None)
    values = {key: text for key in FIELDS if (text := request.POST.get(key))} | {"kind": shown.entity.key}
    tree = filters.to_json(shown.filter) if shown.filter else {}
    made = lists.make(
        actor, values, filter=tree, text=shown.text, callers=_callers(request.POST.getlist("callers"))
    )
    begun = tasks.start(request.actor, made)
    progress.await_end(begun.pk)
    return visit(request, f"/call-lists/{made.pk}/")


def _preview(request: Request, shown: Listing, invalid: Invalid | None = None) -> HttpResponseBase:
    sent = request.POST if request.method == "POST" else request.GET
    chosen = _callers(sent.getlist("callers")) or [request.actor.user.pk]
    tree = filters.to_json(shown.filter) if shown.filter else {}
    plan = filling.plan(request.actor, shown.entity.key, tree, shown.text, chosen)
    context = {
        "listing": shown, "plan": plan, "chosen": set(chosen), "names": queries.names(chosen), "sent": sent,
        "sentence": phrases.sentence(request.actor, shown.entity, shown.filter) if shown.filter else "",
        "errors": invalid.errors if invalid else {},
    }  # fmt: skip
    if is_fragment(request) and request.method == "GET":
        return render(request, "telesales/_plan.html", context)
    rows = gate.visible(request.actor, CallScript).order_by("name").values_list("pk", "name")
    context |= {
        "people": queries.colleagues(request.actor),
        "scripts": list(rows[:200]),
        "key": str(uuid7()),
        "usual": hours.USUAL,
    }
    return render(request, "telesales/new.html", context, status=422 if invalid else 200)


def _callers(given: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(one) for one in given]
    except ValueError:
        raise Invalid({"callers": [_("Choose colleagues who may sign in.")]}) from None


@screen
@require_http_methods(["GET", "POST"])
def fill(request: Request, list_id: uuid.UUID) -> HttpResponseBase:
    """Those who belong on the list now and are not there yet: how many, then put onto it."""
    call_list = gate.get(request.actor, CallList, list_id, to="change")
    if request.method == "POST":
        progress.await_end(tasks.start(request.actor, call_list).pk)
        return visit(request, f"/call-lists/{list_id}/")
    chosen = entries.callers_of(call_list)
    plan = filling.plan(request.actor, call_list.kind, call_list.filter, call_list.text, chosen, call_list)
    context = {"call_list": call_list, "plan": plan, "names": queries.names(chosen)}
    return render(request, "telesales/fill.html", context)


@screen
@require_http_methods(["GET", "POST"])
def shares(request: Request, list_id: uuid.UUID) -> HttpResponseBase:
    """Who calls from it and who would have how many; then shared out so."""
    call_list = gate.get(request.actor, CallList, list_id, to="change")
    if request.method == "POST":
        lists.share(request.actor, list_id, _callers(request.POST.getlist("callers")))
        return visit(request, f"/call-lists/{list_id}/")
    asked = "callers" in request.GET or is_fragment(request)
    chosen = _callers(request.GET.getlist("callers")) if asked else entries.callers_of(call_list)
    found = lists.preview(request.actor, call_list, chosen)
    context = {
        "call_list": call_list,
        "chosen": set(chosen),
        "shares": found,
        "names": queries.names([one.user for one in found]),
    }
    if is_fragment(request):
        return render(request, "telesales/_shares.html", context)
    people = {one.pk: one for one in (*queries.colleagues(request.actor), *queries.callers(call_list))}
    return render(
        request,
        "telesales/shares.html",
        context | {"people": sorted(people.values(), key=lambda one: one.name)},
    )


@screen
@require_safe
def call_backs(request: Request, list_id: uuid.UUID) -> HttpResponseBase:
    """Every call-back agreed on a list, to be handed over where somebody is away."""
    call_list = gate.get(request.actor, CallList, list_id, to="change")
    found = queries.call_backs(call_list)
    context: dict[str, Any] = {"call_list": call_list, "found": found, "callers": queries.callers(call_list)}
    return render(
        request,
        "telesales/callbacks.html",
        context | {"names": queries.names([one.assigned_to_id for one in found])},
    )


@screen
@require_POST
def hand_over(request: Request, entry_id: uuid.UUID) -> HttpResponseBase:
    (to,) = _callers([request.POST.get("to", "")])
    with undo.undoable() as mark:
        entry = lists.hand_over(request.actor, entry_id, to)
    text = _("%(name)s is called by %(who)s now") % {"name": entry.name, "who": queries.names([to])[to]}
    return told(render(request, "screens/toast.html", {"text": text, "undo": mark.url}), refresh={})


@screen
@require_POST
def state(request: Request, list_id: uuid.UUID, state: str) -> HttpResponseBase:
    """Open, pause or close a list."""
    with undo.undoable() as mark:
        found = lists.set_state(request.actor, list_id, state)
    word = {one.key: one.label for one in choices.LIST_STATES}[found.state]
    text = f"{found.name}: {word}"
    return told(render(request, "screens/toast.html", {"text": text, "undo": mark.url}), refresh={})


@screen
@require_safe
def figures(request: Request, list_id: uuid.UUID) -> HttpResponseBase:
    """What came of the calls."""
    call_list = gate.get(request.actor, CallList, list_id)
    context = {
        "call_list": call_list,
        "figures": queries.figures(call_list),
        "progress": queries.progress(call_list),
    }
    return render(request, "telesales/figures.html", context)
