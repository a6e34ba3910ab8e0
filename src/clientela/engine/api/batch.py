"""Up to a thousand operations in one request and one transaction, each with a result of its own.

Operations run in the order given; neighbours of one kind are one command over a set.
"""

from __future__ import annotations

import functools
import itertools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.api import bodies, problems, scope
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.api.problems import Problem
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Denied
from clientela.engine.records import commands
from clientela.engine.records.outcome import Outcome

MOST = 1_000
STATUSES = {
    "created": 201, "updated": 200, "unchanged": 200, "deleted": 200, "restored": 200,
    "invalid": 422, "missing": 404, "denied": 403, "conflict": 412,
}  # fmt: skip
MEMBERS = {
    "create": {"op", "values"},
    "update": {"op", "id", "values", "version"},
    "delete": {"op", "id", "version"},
    "restore": {"op", "id"},
}


@dataclass(frozen=True)
class Operation:
    """One operation, its shape checked; values by field key."""

    op: str
    id: uuid.UUID | None
    values: dict[str, Any]
    version: int | None


def run_batch(request: Request, slug: str) -> Answer:
    entity = scope.entity(request, slug)
    actor = bodies.once(request)
    body = bodies.read(request)
    with transaction.atomic():
        operations = _operations(actor, entity, body)
        outcomes = list(itertools.chain(*_groups(actor, entity, operations)))
    items = [_item(place, outcome) for place, outcome in enumerate(outcomes)]
    # 207: the request was carried out, and not every operation in it succeeded.
    return Answer({"items": items}, 200 if all(outcome.is_done for outcome in outcomes) else 207)


def _item(place: int, outcome: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = {"status": STATUSES[outcome.status], "result": outcome.status, "id": outcome.id}
    if outcome.is_done or outcome.status == "conflict":
        found["version"] = outcome.version
    if outcome.errors:
        found["errors"] = problems.field_errors(outcome.errors, f"/operations/{place}/values")
    return found


# -- reading ---------------------------------------------------------------------------------------------------------
def _operations(actor: Actor, entity: Entity, body: dict[str, Any]) -> list[Operation]:
    given = body.get("operations")
    if not isinstance(given, list) or set(body) != {"operations"}:
        raise problems.place("/operations", _("Send {“operations”: […]}, and nothing beside it."))
    if len(given) > MOST:
        raise Problem("too-large", _("At most %d operations at once.") % MOST)
    return [_operation(actor, entity, item, f"/operations/{place}") for place, item in enumerate(given)]


def _operation(actor: Actor, entity: Entity, item: Any, at: str) -> Operation:
    op = item.get("op") if isinstance(item, dict) else None
    if not isinstance(op, str) or op not in MEMBERS:
        raise problems.place(f"{at}/op", _("One of: %s.") % ", ".join(MEMBERS))
    for name in item.keys() - MEMBERS[op]:
        raise problems.place(at + problems.pointer(name), _("“%s” takes no such member.") % op)
    values = item.get("values", {})
    if not isinstance(values, dict):
        raise problems.place(f"{at}/values", _("Expected a JSON object."))
    known = _id(item, at) if op != "create" else None
    current = functools.partial(_stored, actor, entity, known) if known else None
    return Operation(op, known, bodies.values(entity, values, current, f"{at}/values"), _version(item, at))


def _stored(actor: Actor, entity: Entity, record_id: uuid.UUID) -> Any:
    return gate.visible(actor, entity.model).filter(pk=record_id).first()


def _id(item: dict[str, Any], at: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(item.get("id")))
    except ValueError:
        raise problems.place(f"{at}/id", _("Expected the id of a record.")) from None


def _version(item: dict[str, Any], at: str) -> int | None:
    version = item.get("version")
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        raise problems.place(f"{at}/version", _("Expected a whole number."))
    return version


# -- doing -----------------------------------------------------------------------------------------------------------
def _groups(actor: Actor, entity: Entity, operations: Sequence[Operation]) -> list[list[Outcome]]:
    found = []
    for number, (op, group) in enumerate(itertools.groupby(operations, key=lambda operation: operation.op)):
        same = list(group)
        # Each command of the batch is done once under a key of its own.
        each = actor.once(f"{actor.key}#{number}" if actor.key else None)
        try:
            found.append(_DO[op](each, entity, same))
        except Denied:
            found.append([Outcome("denied", operation.id) for operation in same])
    return found


def _create(actor: Actor, entity: Entity, operations: list[Operation]) -> list[Outcome]:
    return commands.create_many(actor, entity.key, [o.values for o in operations])


def _update(actor: Actor, entity: Entity, operations: list[Operation]) -> list[Outcome]:
    return commands.update_many(actor, entity.key, [(_known(o), o.values, o.version) for o in operations])


def _delete(actor: Actor, entity: Entity, operations: list[Operation]) -> list[Outcome]:
    return commands.delete_many(actor, entity.key, [(_known(o), o.version) for o in operations])


def _restore(actor: Actor, entity: Entity, operations: list[Operation]) -> list[Outcome]:
    return commands.restore_many(actor, entity.key, [_known(o) for o in operations])


def _known(operation: Operation) -> uuid.UUID:
    assert operation.id is not None
    return operation.id


_DO: dict[str, Callable[[Actor, Entity, list[Operation]], list[Outcome]]] = {
    "create": _create,
    "update": _update,
    "delete": _delete,
    "restore": _restore,
}

view = endpoint(post=run_batch)
