"""The only way to a record. A permission is a filter: what an actor may do is a set of rows.

Rules are declared in each domain's policy.py. No rule is an error, never a yes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db import models
from django.db.models import Q

from clientela.engine.access.actor import Actor
from clientela.engine.access.levels import ACTIONS, Level
from clientela.engine.errors import Denied, NotFound
from clientela.engine.records.models import Record
from clientela.engine.records.queryset import RecordQuerySet

R = TypeVar("R", bound=Record)
Rule = Callable[[Actor], Q]

EVERYTHING = Q()
NOTHING = Q(pk__in=())

_rules: dict[tuple[type[models.Model], str], Callable[[Actor, str, str], Q]] = {}


def allow(model: type[Record], rule: Callable[[Actor, str, str], Q], *actions: str) -> None:
    """Declare who may do `actions` (default: all) with records of `model`; a later call replaces an earlier one."""
    for action in actions or ACTIONS:
        _rules[model, action] = rule


def by_role(actor: Actor, entity: str, action: str) -> Q:
    """The usual rule: the level that the actor's roles grant, measured by owner and branch."""
    match actor.level(entity, action):
        case Level.ALL:
            return EVERYTHING
        case Level.BRANCH:
            return Q(branch_id__in=actor.reach.branches) | Q(owner_id=actor.user_id)
        case Level.TEAM:
            return Q(owner_id__in=actor.reach.colleagues | {actor.user_id})
        case Level.OWN:
            return Q(owner_id=actor.user_id)
    return NOTHING


def everyone(actor: Actor, entity: str, action: str) -> Q:
    """Anyone who has signed in."""
    return EVERYTHING


def administrators(actor: Actor, entity: str, action: str) -> Q:
    return EVERYTHING if actor.is_admin else NOTHING


def rule_for(actor: Actor, model: type[Record], to: str) -> Q:
    try:
        rule = _rules[model, to]
    except KeyError:
        raise LookupError(f"no policy says who may {to} a {model.__name__}") from None
    return rule(actor, cast(str, model._meta.model_name), to)


def visible(actor: Actor, model: type[R], to: str = "view", *, deleted: bool = False) -> RecordQuerySet[R]:
    """The records of `model` that the actor may see (or do `to` with); `deleted` looks into the recycle bin."""
    rows = cast(RecordQuerySet[R], model.objects.all()).passing()
    rows = rows.filter(deleted_at__isnull=not deleted).defer("search")
    rule = rule_for(actor, model, "view")
    if to != "view":
        rule = rule & rule_for(actor, model, to)
    return rows.filter(rule) if rule else rows


def get(
    actor: Actor,
    model: type[R],
    record_id: uuid.UUID | str,
    *,
    to: str = "view",
    lock: bool = False,
    deleted: bool = False,
) -> R:
    """One record, or NotFound when the actor may not see it, or Denied when they may see it but not `to`."""
    rows = visible(actor, model, deleted=deleted).filter(pk=record_id)
    record = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if record is None:
        raise NotFound(f"{model._meta.model_name} {record_id}")
    if to != "view":
        require(actor, record, to=to)
    return record


def can(actor: Actor, target: Record | type[Record], to: str) -> bool:
    """Whether the actor may do `to` with this record, or with any record of a model at all."""
    if isinstance(target, type):
        return rule_for(actor, target, to) is not NOTHING
    rule = rule_for(actor, type(target), to)
    if rule is NOTHING or not rule:
        return rule is not NOTHING
    rows = cast(RecordQuerySet[Any], type(target).objects.all()).passing()
    return rows.filter(rule, pk=target.pk).exists()


def require(actor: Actor, target: Record | type[Record], *, to: str) -> None:
    if not can(actor, target, to):
        raise Denied(f"{to} {target}")


def require_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise Denied("administration")


def unrestricted(model: type[R], *, reason: str) -> RecordQuerySet[R]:
    """Every record, also deleted ones, for work that no actor does. The reason is for the reader; it must not be empty."""
    if not reason:
        raise ValueError("say why")
    return cast(RecordQuerySet[R], model.objects.all()).passing().defer("search")
