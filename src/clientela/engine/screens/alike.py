"""Where duplicates are announced: in the form while one types, and on the page of a record."""

from __future__ import annotations

import uuid

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.fields.base import BadValue
from clientela.engine.records import commands, distinct
from clientela.engine.screens import widgets
from clientela.engine.screens.duplicates import like_others, like_record, like_values
from clientela.engine.screens.responses import screen, told


@screen
@require_POST
def typing(request: Request, slug: str) -> HttpResponseBase:
    """Records like what has been typed so far; values that cannot be read yet are not asked about."""
    entity = registry.by_slug(slug)
    values, context = {}, commands.context_of(request.actor)
    for one in entity.fields:
        try:
            values[one.key] = one.clean(widgets.raw_value(one, request.POST), context)
        except BadValue:
            continue
    found = [*like_values(request.actor, entity, values)[:3], *like_others(request.actor, entity, values)[:3]]
    return render(request, "screens/alike_typing.html", {"entity": entity, "found": found})


@screen
@require_GET
def of_record(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """The likest other record, for the notice above the timeline."""
    entity = registry.by_slug(slug)
    record = gate.get(request.actor, entity.model, record_id)
    found = like_record(request.actor, entity, record)
    may_merge = (
        bool(found)
        and gate.can(request.actor, record, "merge")
        and gate.can(request.actor, found[0].record, "merge")
    )
    context = {"entity": entity, "record": record, "found": found, "may_merge": may_merge}
    return render(request, "screens/record/_alike.html", context)


@screen
@require_POST
def different(request: Request, slug: str, record_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponseBase:
    """Not the same: say so once; `?undo=1` takes it back."""
    entity = registry.by_slug(slug)
    if "undo" in request.GET:
        distinct.take_together(request.actor, entity.key, record_id, other_id)
        return told(
            render(request, "screens/toast.html", {"text": _("They may be the same again")}), refresh={}
        )
    distinct.tell_apart(request.actor, entity.key, record_id, other_id)
    context = {"text": _("Remembered: they are not the same"), "undo": f"{request.path}?undo=1"}
    return told(render(request, "screens/toast.html", context), refresh={})
