"""Who I am, what kinds of record there are, finding anything."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.access.levels import ACTIONS
from clientela.engine.access.middleware import Request
from clientela.engine.api import scope
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.api.lists import size
from clientela.engine.api.problems import only, parameter
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.query import search


def _me(request: Request) -> Answer:
    actor = request.actor
    names = ("id", "name", "email", "language", "timezone", "currency")
    person = {name: getattr(actor.user, name) for name in names}
    scopes = sorted(actor.scopes) if actor.scopes is not None else None
    more = {
        "branch": actor.user.branch_id,
        "team": actor.user.team_id,
        "is_admin": actor.is_admin,
        "scopes": scopes,
    }
    return Answer({**person, **more})


# -- the shape -------------------------------------------------------------------------------------------------------
def _entities(request: Request) -> Answer:
    return Answer({"items": [_entity(request.actor, found) for found in scope.readable(request.actor)]})


def _entity(actor: Actor, entity: Entity) -> dict[str, Any]:
    return {
        "key": entity.key,
        "slug": entity.slug,
        "label": str(entity.label),
        "label_plural": str(entity.label_plural),
        "title": entity.title,
        "sort": entity.sort,
        "rights": {action: actor.level(entity.key, action).name.lower() for action in ACTIONS},
        "fields": [_field(field) for field in entity.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": field.key,
        "kind": field.kind,
        "label": str(field.label),
        "help": str(field.help),
        "required": field.required,
        "unique": field.unique,
        "read_only": field.read_only,
        "custom": field.custom,
        "sortable": field.sortable,
        "operators": [operator.key for operator in field.operators],
    }
    if target := getattr(field, "entity", ""):
        found["entity"] = target
    if options := getattr(field, "options", ()):
        found["options"] = [{"key": option.key, "label": str(option.label)} for option in options]
    return found


# -- search ----------------------------------------------------------------------------------------------------------
def _search(request: Request) -> Answer:
    only(request.GET, "q", "limit")
    text = request.GET.get("q", "")
    if not text.strip():
        raise parameter("q", _("Say what to look for."))
    wanted = [entity for entity in scope.readable(request.actor) if entity.nav]
    hits = (
        search.everywhere(request.actor, text, limit=min(size(request.GET), 100), entities=wanted)
        if wanted
        else []
    )
    items = [
        {
            "entity": hit.entity.key,
            "id": hit.record.pk,
            "title": hit.title,
            "url": f"/api/v1/{hit.entity.slug}/{hit.record.pk}",
        }
        for hit in hits
    ]
    return Answer({"items": items})


me = endpoint(get=_me)
entities = endpoint(get=_entities)
search_all = endpoint(get=_search)
