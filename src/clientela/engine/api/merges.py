"""Merging records into one, and taking that back: POST /<slug>/merges, GET and DELETE /merges/<id>."""

from __future__ import annotations

import uuid
from typing import Any

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.api import bodies, members, scope
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound
from clientela.engine.records import merging
from clientela.engine.records.models import Merge

ID = {"type": "string", "format": "uuid"}
BODY: dict[str, dict[str, Any]] = {
    "winner": {**ID, "description": "The record that stays."},
    "losers": {"type": "array", "minItems": 1, "maxItems": merging.MOST - 1, "items": ID},
    "choices": {
        "type": "object",
        "description": "Field → id of the record whose value is kept; else the winner's, or the first that has one.",
        "additionalProperties": ID,
    },
}
REQUIRED = ("winner", "losers")


def _merge(request: Request, slug: str) -> Answer:
    entity = scope.entity(request, slug)
    body = members.checked(bodies.read(request), BODY, REQUIRED)
    losers = [uuid.UUID(loser) for loser in body["losers"]]
    choices = {field: uuid.UUID(record) for field, record in (body.get("choices") or {}).items()}
    done = merging.merge(bodies.once(request), entity.key, uuid.UUID(body["winner"]), losers, choices)
    return Answer(_written(done), 201, {"Location": f"/api/v1/merges/{done.pk}"})


def _get(request: Request, merge: str) -> Answer:
    return Answer(_written(_found(request, merge, "view")))


def _unmerge(request: Request, merge: str) -> Answer:
    done = _found(request, merge, "change")
    return Answer(_written(merging.unmerge(bodies.once(request), done.pk)))


def _found(request: Request, merge: str, action: str) -> Merge:
    """A merge whose winner the caller may see."""
    done = Merge.objects.filter(pk=bodies.record_id(merge)).first()
    if done is None:
        raise NotFound(merge)
    entity = registry.get(done.entity)
    scope.need(request.actor, entity.key, action)
    gate.get(request.actor, entity.model, done.winner)
    return done


def _written(done: Merge) -> dict[str, Any]:
    """`kept` says what a merge that was taken back has left as it is, because it was changed since."""
    names = ("id", "entity", "winner", "losers", "at", "undone_at", "kept")
    return {name: getattr(done, name) for name in names}


collection = endpoint(post=_merge)
single = endpoint(get=_get, delete=_unmerge)
