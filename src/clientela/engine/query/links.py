"""Titles of linked records, one query per linked entity for a whole page, through the gate.

What the actor may not see keeps its place but not its name.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.link import Link, Reference, Target


@dataclass(frozen=True)
class LinkTitle:
    """How a linked record shows: its name, address and warnings; `visible` is false for one the actor may not see."""

    entity: Entity
    id: uuid.UUID
    title: str
    flags: tuple[Field, ...] = ()
    visible: bool = True

    @property
    def path(self) -> str:
        return self.entity.path(self.id) if self.visible else ""

    def __str__(self) -> str:
        return self.title


@dataclass
class Titles:
    """Titles by entity and id."""

    found: dict[tuple[str, uuid.UUID], LinkTitle] = field(default_factory=dict)

    def of(self, link: Field, value: Any) -> LinkTitle | None:
        """The title for a link field's value; None when the field is empty."""
        target = _target(link, value)
        if target is None:
            return None
        known = self.found.get((target.entity, target.id))
        return known or LinkTitle(registry.get(target.entity), target.id, "", visible=False)


def _target(link: Field, value: Any) -> Target | None:
    if value is None:
        return None
    if isinstance(value, Target):
        return value
    return Target(link.entity, value) if isinstance(link, Link) else None


def titles(actor: Actor, entity: Entity, records: Sequence[Any], keys: Iterable[str] | None = None) -> Titles:
    """Titles of all records that these records' link fields (`keys`, default all) point at."""
    fields = [entity.field(key) for key in keys] if keys is not None else list(entity.fields)
    links = [f for f in fields if isinstance(f, (Link, Reference))]
    return of_targets(actor, (_target(link, link.load(record)) for record in records for link in links))


def of_targets(actor: Actor, targets: Iterable[Target | None]) -> Titles:
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for target in targets:
        if target is not None:
            wanted[target.entity].add(target.id)
    result = Titles()
    known = {entity.key for entity in registry.every()}
    for key in wanted.keys() & known:
        for title in _read(actor, registry.get(key), wanted[key]):
            result.found[key, title.id] = title
    return result


def _read(actor: Actor, entity: Entity, ids: set[uuid.UUID]) -> Iterable[LinkTitle]:
    needed = {name for key in (entity.title, *entity.flags) for name in entity.declared[key].columns()}
    rows = gate.visible(actor, entity.model).filter(pk__in=ids)
    for record in rows.only("pk", *needed) if needed else rows:
        yield LinkTitle(entity, record.pk, entity.title_of(record), entity.flags_of(record))


def one(actor: Actor, entity: str, record_id: uuid.UUID) -> LinkTitle | None:
    return of_targets(actor, [Target(entity, record_id)]).found.get((entity, record_id))
