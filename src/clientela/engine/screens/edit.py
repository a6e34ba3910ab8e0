"""One field of one record, edited where it stands: on the record's page or in a cell of a list (islands/edit.ts)."""

from __future__ import annotations

import uuid
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.changes import log
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Conflict, Invalid
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Link
from clientela.engine.query import links
from clientela.engine.records.models import Record
from clientela.engine.screens import past, widgets
from clientela.engine.screens.forms import update_linked
from clientela.engine.screens.records import refreshed
from clientela.engine.screens.responses import screen
from clientela.engine.screens.shown import shown
from clientela.engine.screens.slots import Place
from clientela.engine.screens.whole import whole


@screen
@require_http_methods(["GET", "POST"])
def field(request: Request, slug: str, record_id: uuid.UUID, key: str) -> HttpResponseBase:
    """GET the control; POST saves it and answers with the value as it is shown, or with the control and its error."""
    entity = registry.by_slug(slug)
    record = gate.get(request.actor, entity.model, record_id, to="change")
    one = entity.field(key)
    if one.read_only:
        raise BadValue(_("“%s” cannot be set.") % one.label)
    if request.method == "GET":
        return _control(request, entity, record, one)
    try:
        saved = update_linked(
            request.actor,
            entity.key,
            record.pk,
            *_sent(one, request),
            whole(request.POST.get("version")),
        )
    except Invalid as invalid:
        return _control(request, entity, record, one, errors=invalid.errors, status=422)
    except Conflict:
        return _collided(request, entity, record, one)
    return _saved(request, entity, saved, one)


def _sent(one: Field, request: Request) -> tuple[dict[str, Any], dict[str, str]]:
    new = request.POST.get(f"{one.key}.new", "").strip() if isinstance(one, Link) else ""
    return ({}, {one.key: new}) if new else ({one.key: widgets.raw_value(one, request.POST)}, {})


def _control(
    request: Request, entity: Entity, record: Record, one: Field, *, errors: Any = None, status: int = 200
) -> HttpResponseBase:
    posted = request.POST if request.method == "POST" else None
    # A refusal may name another field than the one that was changed (a rule over several): it is told here all the same.
    told = {one.key: [message for messages in errors.values() for message in messages]} if errors else {}
    (control,) = widgets.controls(
        request.actor, [one], {one.key: one.load(record)}, posted=posted, errors=told
    )
    context = {"entity": entity, "record": record, "control": control, "version": record.version}
    return render(request, "screens/record/_edit.html", context, status=status)


def _collided(request: Request, entity: Entity, record: Record, one: Field) -> HttpResponseBase:
    """Somebody saved meanwhile. Where it was another field, nothing collides; else both values are shown, neither lost."""
    base = int(request.POST["version"])
    theirs = _since(entity, record, one, base)
    if theirs is None:
        return _saved(
            request,
            entity,
            update_linked(request.actor, entity.key, record.pk, *_sent(one, request), record.version),
            one,
        )
    titles = links.titles(request.actor, entity, [record], [one.key])
    who = past.people(Place(request.actor, entity, record), [theirs.actor]).get(theirs.actor)
    (control,) = widgets.controls(request.actor, [one], {}, posted=request.POST)
    context = {
        "entity": entity,
        "record": record,
        "control": control,
        "version": record.version,
        "stored": shown(one, record, titles),
        "who": who,
        "at": theirs.at,
    }
    return render(request, "screens/record/_edit.html", context, status=412)


def _since(entity: Entity, record: Record, one: Field, version: int) -> log.Change | None:
    """The newest of the changes after `version` that touched this field. Every one of them raised the version by one."""
    whole = one.key.partition(".")[0]
    for change in log.history(record, limit=max(record.version - version, 0)):
        if any(step.field.key == whole for step in past.steps(entity, record, change)):
            return change
    return None


def _saved(request: Request, entity: Entity, record: Record, one: Field) -> HttpResponseBase:
    titles = links.titles(request.actor, entity, [record], [one.key.partition(".")[0]])
    current = request.headers.get("HX-Current-URL", "")
    if current.partition("?")[0].endswith(f"/{entity.slug}/"):
        return render(request, "screens/cell.html", {"field": one, "record": record, "titles": titles})
    context = refreshed(request, entity, record, shown=shown(one, record, titles))
    context["is_page"] = entity.path(record.pk) in current
    return render(request, "screens/record/_saved.html", context)
