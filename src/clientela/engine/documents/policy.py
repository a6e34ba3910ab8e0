"""Who sees a record sees its files; who may change the record may add, change and delete them."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from clientela.engine.access.actor import Actor
from clientela.engine.access.gate import NOTHING, administrators, allow, everyone, rule_for, visible
from clientela.engine.documents.models import File, Template
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity

READING = ("view", "export")


def with_its_record(actor: Actor, entity: str, action: str) -> Q:
    if not actor.in_scope(entity, action):
        return NOTHING
    to = action if action in READING else "change"
    kinds = [kind for kind in registry.every() if kind.timeline and _may(actor, kind, to)]
    whole = [kind.key for kind in kinds if not _narrows(actor, kind, to)]
    parts = [_of(actor, kind, to) for kind in kinds if kind.key not in whole]
    return reduce(or_, [*parts, *([Q(about_entity__in=whole)] if whole else [])], Q()) or NOTHING


def _may(actor: Actor, kind: Entity, to: str) -> bool:
    return NOTHING not in (rule_for(actor, kind.model, "view"), rule_for(actor, kind.model, to))


def _narrows(actor: Actor, kind: Entity, to: str) -> bool:
    """Whether the actor may do this with some records only; else their files need not be looked up one by one."""
    return bool(rule_for(actor, kind.model, "view") & rule_for(actor, kind.model, to))


def _of(actor: Actor, kind: Entity, to: str) -> Q:
    records = visible(actor, kind.model, to).filter(pk=OuterRef("about_id"))
    return Q(about_entity=kind.key) & Q(Exists(records))


allow(File, with_its_record)
allow(Template, administrators)
allow(Template, everyone, "view")
