"""Verbs as sub-resources: POST /deals/<id>/closure closes a deal, DELETE …/closure takes that back.

The engine offers some for every entity; a domain declares its own in a module resources.py, found at start.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.api import bodies, members, records, scope
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.api.problems import Problem
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Conflict, NotFound
from clientela.engine.records import commands
from clientela.engine.records.models import Done

EVERY = "*"


@dataclass(frozen=True)
class Call:
    """Who wants a verb done, on which record, with which members of the body."""

    actor: Actor
    entity: Entity
    record: uuid.UUID
    body: dict[str, Any]


Work = Callable[[Call], Any]


@dataclass(frozen=True)
class Verb:
    """What one method of a sub-resource does. `work` gives the record as it then is, or, where `gives` names another
    kind of record, the one that it made.

    `body` maps member names to JSON Schemas; `required` names those that must be there.
    """

    work: Work
    label: StrOrPromise
    body: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    gives: str = ""


_verbs: dict[tuple[str, str], dict[str, Verb]] = {}


def offer(entity: str, name: str, **methods: Verb) -> None:
    """Declare a sub-resource `name` of an entity's records (EVERY: of all entities), a verb for post= and delete=."""
    _verbs[entity, name] = {method.upper(): verb for method, verb in methods.items()}


def of(entity: Entity) -> dict[str, dict[str, Verb]]:
    """Sub-resources of an entity's records: name → method → verb."""
    return {name: verbs for (key, name), verbs in _verbs.items() if key in (EVERY, entity.key)}


def _do(request: Request, slug: str, record: str, name: str) -> Answer:
    entity = scope.entity(request, slug)
    verbs = of(entity).get(name)
    if verbs is None:
        raise NotFound(name)
    verb = verbs.get(request.method or "")
    if verb is None:
        allowed = ", ".join(sorted([*verbs, "OPTIONS"]))
        raise Problem("method-not-allowed", _("Use one of: %s.") % allowed, headers={"Allow": allowed})
    body = _body(request, verb) if request.method == "POST" else {}
    actor, record_id = bodies.once(request), bodies.record_id(record)
    with transaction.atomic():
        _check_version(request, actor, entity, record_id)
        given = registry.get(verb.gives) if verb.gives else entity
        return records.shown(given, verb.work(Call(actor, entity, record_id, body)))


def _check_version(request: Request, actor: Actor, entity: Entity, record_id: uuid.UUID) -> None:
    """412 when If-Match names another version, unless the request only repeats one that was done."""
    version = bodies.if_match(request)
    if version is None:
        return
    current = gate.get(actor, entity.model, record_id, lock=True)
    if current.version == version or _is_done(actor):
        return
    raise records.changed_meanwhile(request, entity, str(record_id)) from Conflict(record_id)


def _is_done(actor: Actor) -> bool:
    return (
        bool(actor.key and actor.user_id)
        and Done.objects.filter(actor=actor.user_id or "", key=actor.key).exists()
    )


def _body(request: Request, verb: Verb) -> dict[str, Any]:
    """The body's members. A verb that needs nothing takes no body, too."""
    if not verb.required and not request.body:
        return {}
    return members.checked(bodies.read(request), verb.body, verb.required)


def _restore(call: Call) -> Any:
    return commands.restore(call.actor, call.entity.key, call.record)


offer(EVERY, "restoration", post=Verb(_restore, lazy("Take out of the recycle bin")))


view = endpoint(_do)
