"""The bulk bar: the same change to every selected record, or to all that match, with a result for each and an undo."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Invalid, Refused
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Target
from clientela.engine.query import links
from clientela.engine.query.filters import BadFilter
from clientela.engine.records.outcome import Outcome
from clientela.engine.screens import listing, mass, tasks, undo, widgets
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import screen, told

MOST = 10_000
# How many failures are named one by one; the rest only by reason.
NAMED = 50


def _read(request: Request, slug: str) -> Listing:
    return listing.read(request.actor, registry.by_slug(slug), request.GET, besides=("ids", "all", "field"))


@screen
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str, key: str = "") -> HttpResponse:
    """Set one field of all selected records; without a field, choose it first."""
    shown = _read(request, slug)
    gate.require(request.actor, shown.entity.model, to="change")
    sent = request.POST if request.method == "POST" else request.GET
    field = _field(shown.entity, key or sent.get("field", ""))
    if request.method == "POST" and field is not None:
        try:
            return _apply(request, shown, "set", {field.key: widgets.raw_value(field, request.POST)})
        except Invalid as invalid:
            return _asked(request, shown, field, bool(key), invalid.errors)
    return _asked(request, shown, field, bool(key))


def _field(entity: Entity, key: str) -> Field | None:
    found = next((field for field in _settable(entity) if field.key == key), None)
    if found is None and key:
        raise BadValue(_("“%s” cannot be set for many records at once.") % key[:60])
    return found


def _asked(
    request: Request, shown: Listing, field: Field | None, is_fixed: bool, errors: Any = None
) -> HttpResponse:
    title = _("Assign") if is_fixed and field and field.key == "owner" else _("Set a field")
    context: dict[str, Any] = {
        "fields": _settable(shown.entity),
        "field": field,
        "is_fixed": is_fixed,
        "title": title,
    }
    if field is not None:
        posted = request.POST if errors else None
        (context["control"],) = widgets.controls(request.actor, [field], {}, posted=posted, errors=errors)
    return _dialog(request, shown, context, status=422 if errors else 200)


@screen
@require_http_methods(["GET", "POST"])
def tag(request: Request, slug: str) -> HttpResponse:
    """Add and remove tags of all selected records."""
    shown = _read(request, slug)
    gate.require(request.actor, shown.entity.model, to="change")
    if not shown.entity.has("tags"):
        raise BadValue(_("%s have no tags.") % shown.entity.label_plural)
    if request.method == "POST":
        return _apply(request, shown, "tag", {key: request.POST.get(key, "") for key in ("add", "remove")})
    return _dialog(request, shown, {"title": _("Tag"), "is_tags": True})


@screen
@require_POST
def delete(request: Request, slug: str) -> HttpResponse:
    """Put all selected records into the recycle bin."""
    shown = _read(request, slug)
    gate.require(request.actor, shown.entity.model, to="delete")
    return _apply(request, shown, "delete", {})


def _settable(entity: Entity) -> list[Field]:
    return [
        f
        for f in entity.fields
        if not (f.read_only or f.unique or f.key == entity.title or f.kind == "reference")
    ]


def selected(shown: Listing, sent: QueryDict) -> list[uuid.UUID]:
    """The chosen records, or (`all`) every one that matches. Raises Refused, BadValue."""
    if sent.get("all"):
        found = list(_matching(shown)[: MOST + 1])
    else:
        found = [_as_id(text) for text in dict.fromkeys(sent.getlist("ids"))]
    if not found:
        raise Refused(_("Select something first."))
    if len(found) > MOST:
        raise Refused(_("These are more than %d at once; narrow the list with a filter.") % MOST)
    return found


def _matching(shown: Listing) -> Any:
    try:
        return shown.rows().order_by("pk").values_list("pk", flat=True)
    except BadFilter as bad:
        raise BadValue(bad.message) from None


def _as_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadValue(_("“%s” is not the id of a record.") % text[:50]) from None


def _dialog(request: Request, shown: Listing, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    count = len(selected(shown, sent))
    of = ngettext("%(n)d record", "%(n)d records", count) % {"n": count}
    keep = [("all", "1")] if sent.get("all") else [("ids", one) for one in sent.getlist("ids")]
    ours = {
        "listing": shown,
        "entity": shown.entity,
        "keep": keep,
        "of": of,
        "action": request.path + shown.query(),
    }
    return render(request, "screens/bulk_dialog.html", {**ours, **context}, status=status)


def _apply(request: Request, shown: Listing, verb: str, values: Mapping[str, Any]) -> HttpResponse:
    """At once when it is one transaction's worth; else in the background, with its progress in the frame."""
    ids = selected(shown, request.POST)
    if len(ids) > mass.SET:
        return _later(request, shown.entity, ids, verb, values)
    with undo.undoable() as mark:
        outcomes = mass.apply(request.actor, shown.entity, ids, verb, values)
    failed = [outcome for outcome in outcomes if not outcome.is_done]
    if verb == "set" and len(failed) == len(outcomes) and failed[0].status == "invalid":
        raise Invalid(failed[0].errors)  # no record can take this value: it is said beside the input
    is_any = any(outcome.is_done and outcome.status != "unchanged" for outcome in outcomes)
    context = {
        "text": mass.told(outcomes, verb),
        "undo": mark.url if is_any else None,
        "failures": _named(request, shown.entity, failed),
        "unnamed": max(len(failed) - NAMED, 0),
    }
    response = render(request, "screens/bulk_done.html", context)
    return told(response, refresh=True) if failed else told(response, saved=True)


def _named(request: Request, entity: Entity, failed: Sequence[Outcome]) -> list[tuple[str, str, str]]:
    """Name, address and reason of what was left as it is."""
    targets = [Target(entity.key, one.id) for one in failed[:NAMED] if one.id]
    titles = links.of_targets(request.actor, targets).found
    named = [(titles.get((entity.key, one.id)) if one.id else None, one) for one in failed[:NAMED]]
    return [
        (title.title if title else "–", title.path if title else "", mass.reason(entity, one))
        for title, one in named
    ]


def _later(
    request: Request, entity: Entity, ids: Sequence[uuid.UUID], verb: str, values: Mapping[str, Any]
) -> HttpResponse:
    label = ngettext("Changing %(n)d", "Changing %(n)d", len(ids)) % {"n": len(ids)}
    if verb == "delete":
        label = ngettext("Deleting %(n)d", "Deleting %(n)d", len(ids)) % {"n": len(ids)}
    arguments: dict[str, Any] = {
        "entity": entity.key,
        "ids": [str(one) for one in ids],
        "verb": verb,
        "values": dict(values),
    }
    tasks.bulk.start(
        request.actor,
        f"{label} · {entity.label_plural}",
        total=len(ids),
        link=f"/{entity.slug}/",
        **arguments,
    )
    text = _("Under way; the bar at the top shows how far it has come.")
    return told(
        render(request, "screens/bulk_done.html", {"text": text, "undo": None, "failures": [], "unnamed": 0}),
        saved=True,
    )
