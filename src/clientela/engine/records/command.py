"""The @command decorator: one transaction, one attribution, and at most one effect per idempotency key."""

from __future__ import annotations

import functools
import hashlib
import uuid
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.changes.context import attributed
from clientela.engine.errors import Refused
from clientela.engine.records.models import Record, Tracked
from clientela.engine.records.outcome import Outcome

P = ParamSpec("P")
R = TypeVar("R")
Run = Callable[Concatenate[Actor, P], R]

NAMES: dict[str, Callable[..., Any]] = {}


def command(name: str) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function a command: `actor` first, all or nothing, logged under `name`, replayed for a used key."""

    def decorate(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @functools.wraps(function)
        def run(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
            with attributed(actor, name) as outermost:
                if not (outermost and actor.key):
                    return function(actor, *args, **kwargs)
                return cast(R, _once(actor, name, (args, kwargs), lambda: function(actor, *args, **kwargs)))

        NAMES[name] = run
        return cast(Callable[Concatenate[Actor, P], R], run)

    return decorate


def _once(actor: Actor, name: str, arguments: Any, work: Callable[[], Any]) -> Any:
    """Claim the key; a second claimant waits here for the first one's commit and then gets its result."""
    digest = hashlib.sha256(
        orjson.dumps([name, arguments], default=str, option=orjson.OPT_NON_STR_KEYS)
    ).hexdigest()
    who = actor.user_id or uuid.UUID(int=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_done (id, actor, key, digest, at) VALUES (gen_random_uuid(), %s, %s, %s, now()) "
            "ON CONFLICT (actor, key) DO NOTHING RETURNING 1",
            [who, actor.key, digest],
        )
        if cursor.fetchone():
            result = work()
            cursor.execute(
                "UPDATE records_done SET result = %s WHERE actor = %s AND key = %s",
                [orjson.dumps(_packed(result)).decode(), who, actor.key],
            )
            return result
        cursor.execute(
            "SELECT digest, result FROM records_done WHERE actor = %s AND key = %s", [who, actor.key]
        )
        seen, stored = cursor.fetchone()
    if seen != digest:
        raise Refused(_("This idempotency key was used for another request; choose a new one."))
    return _unpacked(actor, orjson.loads(stored) if isinstance(stored, str) else stored)


def _packed(result: Any) -> Any:
    if isinstance(result, Tracked):
        return {"record": [result._meta.label, str(result.pk)]}
    if isinstance(result, Outcome):
        return {"outcome": result.packed()}
    if isinstance(result, uuid.UUID):
        return {"uuid": str(result)}
    if isinstance(result, (list, tuple)):
        return {"list": [_packed(item) for item in result]}
    return {"plain": result}


def _unpacked(actor: Actor, stored: Any) -> Any:
    from django.apps import apps

    ((kind, value),) = stored.items()
    if kind == "record":
        model: Any = apps.get_model(value[0])
        rows = model.objects.all()
        return (rows.passing() if issubclass(model, Record) else rows).get(pk=value[1])
    if kind == "outcome":
        return Outcome.unpacked(value)
    if kind == "uuid":
        return uuid.UUID(value)
    if kind == "list":
        return [_unpacked(actor, item) for item in value]
    return value
