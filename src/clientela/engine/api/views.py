"""Saved views: those the caller sees, and keeping, changing and deleting the caller's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.api import bodies, members, scope
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.api.problems import only, parameter, place
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import NotFound
from clientela.engine.query import saved
from clientela.engine.query.models import SavedView

TEXT: dict[str, Any] = {"type": "string"}
LOOK: dict[str, dict[str, Any]] = {
    "name": TEXT,
    "audience": {**TEXT, "enum": list(SavedView.Audience)},
    "filter": {"type": "object", "description": "The filter language in its JSON form."},
    "columns": {"type": "array", "items": TEXT},
    "sort": TEXT,
    "layout": {**TEXT, "enum": ["list", "board"]},
}
BODY = {"entity": TEXT, **LOOK}
REQUIRED = ("entity", "name")


def _list(request: Request) -> Answer:
    """The caller's saved views, of one entity (`entity`) or of all."""
    only(request.GET, "entity")
    wanted = request.GET.get("entity")
    entities = [found for found in scope.readable(request.actor) if wanted in (None, found.key)]
    if wanted is not None and not entities:
        raise parameter("entity", _("There is no such kind of record, or you may not see it."))
    return Answer(
        {"items": [written(view) for entity in entities for view in saved.visible_to(request.actor, entity)]}
    )


def _create(request: Request) -> Answer:
    body = members.checked(bodies.read(request), BODY, REQUIRED)
    readable = {entity.key: entity for entity in scope.readable(request.actor)}
    entity = readable.get(body["entity"])
    if entity is None:
        raise place("/entity", _("There is no such kind of record, or you may not see it."))
    scope.need(request.actor, entity.key, "change")
    view = _kept(bodies.once(request), entity, body)
    return Answer(written(view), 201, {"Location": f"/api/v1/views/{view.pk}"})


def _get(request: Request, view: str) -> Answer:
    return Answer(written(_found(request, view, "view")))


def _change(request: Request, view: str) -> Answer:
    old = _found(request, view, "change")
    body = members.checked(bodies.read(request, bodies.PATCH), LOOK, ())
    asked = {**_look(old), **{name: value for name, value in body.items() if value is not None}}
    changed = _kept(bodies.once(request), registry.get(old.entity), asked, view_id=old.pk)
    return Answer(written(changed))


def _delete(request: Request, view: str) -> Answer:
    old = _found(request, view, "change")
    saved.delete(bodies.once(request), registry.get(old.entity), old.pk)
    return Answer(status=204)


def _found(request: Request, view: str, action: str) -> SavedView:
    """A view that the caller sees, of records that the caller's token reaches. Raises NotFound."""
    found = saved.find(bodies.record_id(view))
    if found is None or found.entity not in {entity.key for entity in scope.readable(request.actor)}:
        raise NotFound(view)
    scope.need(request.actor, found.entity, action)
    return saved.get(request.actor, registry.get(found.entity), found.pk)


def _kept(actor: Actor, entity: Entity, body: Mapping[str, Any], **which: Any) -> SavedView:
    look = {name: body[name] for name in LOOK if body.get(name) is not None}
    saved.check(entity, look)
    return saved.save(actor, entity, **look, **which)


def _look(view: SavedView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in LOOK}


def written(view: SavedView) -> dict[str, Any]:
    return {
        "id": view.pk,
        "entity": view.entity,
        "owner": view.owner_id,
        **_look(view),
        "url": f"/api/v1/{registry.get(view.entity).slug}?view={view.pk}",
    }


collection = endpoint(get=_list, post=_create)
single = endpoint(get=_get, patch=_change, delete=_delete)
