"""The change feed: what was changed, by whom, in which order, as far as the caller may see it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.api.lists import size
from clientela.engine.api.problems import only
from clientela.engine.changes import log
from clientela.engine.changes.log import Change
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field

WORDS = {"i": "created", "u": "changed", "d": "deleted"}
# A page of the log may hold nothing that the caller may see; so many pages are read before answering with none.
PATIENCE = 10


def changes(request: Request) -> Answer:
    """Changes after a cursor, oldest first; `next` is where to go on, also when nothing has happened yet."""
    only(request.GET, "after", "limit")
    after = request.GET.get("after") or None
    if after == "now":
        return Answer({"items": [], "next": log.now(), "more": False})
    limit = size(request.GET)
    for _turn in range(PATIENCE):
        found, cursor = log.read(after, limit)
        items = _visible(request.actor, found)
        more = len(found) == limit
        if items or not more:
            break
        after = cursor
    return Answer({"items": items, "next": cursor, "more": more})


def _visible(actor: Actor, found: Iterable[Change]) -> list[dict[str, Any]]:
    """Those of records that the actor may see now (or could, were they not in the recycle bin)."""
    touched: dict[str, set[uuid.UUID]] = defaultdict(set)
    changes = list(found)
    for change in changes:
        touched[change.entity].add(change.record)
    known = {entity.key: entity for entity in registry.every()}
    seen = {
        (key, record_id)
        for key in touched.keys() & known.keys()
        if actor.in_scope(key, "view")
        for record_id in _seen(actor, known[key], touched[key])
    }
    told = [_written(known[c.entity], c) for c in changes if (c.entity, c.record) in seen]
    return [change for change in told if change["changes"] or change["operation"] != WORDS["u"]]


def _seen(actor: Actor, entity: Entity, ids: set[uuid.UUID]) -> set[uuid.UUID]:
    there = gate.visible(actor, entity.model).filter(pk__in=ids).values_list("pk", flat=True)
    binned = gate.visible(actor, entity.model, deleted=True).filter(pk__in=ids).values_list("pk", flat=True)
    return {*there, *binned}


def _written(entity: Entity, change: Change) -> dict[str, Any]:
    return {
        "at": change.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": change.actor,
        "command": change.command,
        "source": change.source,
        "entity": change.entity,
        "record": change.record,
        "operation": _operation(change),
        "changes": _by_field(entity, change.diff),
    }


def _operation(change: Change) -> str:
    """Into the recycle bin and out of it are deleting and restoring, as callers know them."""
    if change.operation == "u" and "deleted_at" in change.diff:
        return "restored" if change.diff["deleted_at"][1] is None else "deleted"
    return WORDS[change.operation]


def _by_field(entity: Entity, diff: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """[old, new] by field key; what is no field (a colleague's password, their preferences) is nobody else's business."""
    names = {column: _name(field, column) for field in entity.fields for column in field.columns()}
    found = {names[column]: pair for column, pair in diff.items() if column in names}
    if "custom" in diff:
        old, new = (document or {} for document in diff["custom"])
        for key in (field.key for field in entity.fields if field.custom):
            if old.get(key) != new.get(key):
                found[key] = [old.get(key), new.get(key)]
    return found


def _name(field: Field, column: str) -> str:
    """amount and amount.currency, about.entity and about.id."""
    if column == field.attribute:
        return field.key
    return f"{field.key}.{column.removeprefix(field.attribute + '_')}"


view = endpoint(get=changes)
