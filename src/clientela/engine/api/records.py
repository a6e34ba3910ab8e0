"""Lists and single records: the operations that every entity has."""

from __future__ import annotations

from typing import Any

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.api import bodies, documents, lists, problems, scope
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.api.lists import Selection
from clientela.engine.api.problems import Problem
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Conflict
from clientela.engine.records import commands

ALL = Selection(None, ())
# Answers are the caller's own; asking again whether one still holds (If-None-Match) is welcome.
CACHE = {"Cache-Control": "private, no-cache"}


def shown(entity: Entity, record: Any, status: int = 200) -> Answer:
    """A record with its version as ETag."""
    return Answer(documents.writer(entity)(record), status, {"ETag": f'"{record.version}"', **CACHE})


def list_records(request: Request, slug: str) -> Answer:
    return lists.answer(request, scope.entity(request, slug))


def create_record(request: Request, slug: str) -> Answer:
    entity = scope.entity(request, slug)
    values = bodies.values(entity, bodies.read(request))
    record = commands.create(bodies.once(request), entity.key, values)
    made = shown(entity, record, 201)
    return Answer(made.body, 201, {**made.headers, "Location": f"/api/v1/{entity.slug}/{record.pk}"})


def get_record(request: Request, slug: str, record: str) -> Answer:
    entity = scope.entity(request, slug)
    found = gate.get(request.actor, entity.model, bodies.record_id(record))
    chosen = lists.selection(entity, request.GET)
    answer = shown(entity, found)
    if not chosen.expand and bodies.unchanged(request, found.version):
        return Answer(None, 304, answer.headers)
    if chosen == ALL:
        return answer
    return Answer(lists.written(request.actor, entity, [found], chosen)[0], 200, answer.headers)


def change_record(request: Request, slug: str, record: str) -> Answer:
    entity = scope.entity(request, slug)
    record_id = bodies.record_id(record)
    body = bodies.read(request, bodies.PATCH)
    values = bodies.values(entity, body, lambda: gate.get(request.actor, entity.model, record_id))
    try:
        changed = commands.update(
            bodies.once(request), entity.key, record_id, values, version=bodies.if_match(request)
        )
    except Conflict as conflict:
        raise changed_meanwhile(request, entity, record) from conflict
    return shown(entity, changed)


def delete_record(request: Request, slug: str, record: str) -> Answer:
    entity = scope.entity(request, slug)
    record_id = bodies.record_id(record)
    try:
        commands.delete(bodies.once(request), entity.key, record_id, version=bodies.if_match(request))
    except Conflict as conflict:
        raise changed_meanwhile(request, entity, record) from conflict
    return Answer(None, 204)


def changed_meanwhile(request: Request, entity: Entity, record: str) -> Problem:
    """A 412 problem with the record as it is now, so that the caller need not ask for it."""
    current = shown(entity, gate.get(request.actor, entity.model, record))
    return problems.conflict(headers={"ETag": current.headers["ETag"]}, more={"current": current.body})


collection = endpoint(get=list_records, post=create_record)
single = endpoint(get=get_record, patch=change_record, delete=delete_record)
