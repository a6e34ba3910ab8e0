"""Records as JSON documents, from the entity's fields as they are now."""

from __future__ import annotations

import operator
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry, shape
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.link import Computed, Link, Reference, Target
from clientela.engine.records.models import Record
from clientela.engine.records.queryset import RecordQuerySet

Document = dict[str, Any]
Write = Callable[[Any], Document]
Part = tuple[str, Callable[[Any], Any], Callable[[Any], Any] | None]

_writers: dict[tuple[str, tuple[str, ...] | None], tuple[int, Write]] = {}


def writer(entity: Entity, keys: tuple[str, ...] | None = None) -> Write:
    """A function that writes records of this entity (all fields, or those of `keys`); made once per shape."""
    version = shape.current().version
    known = _writers.get((entity.key, keys))
    if known is None or known[0] != version:
        known = version, _made([field for field in entity.fields if keys is None or field.key in keys])
        if keys is None:  # any number of selections may be asked for, so only the usual one is kept
            _writers[entity.key, keys] = known
    return known[1]


def _made(fields: Sequence[Field]) -> Write:
    parts = [_part(field) for field in fields]

    def write(record: Any) -> Document:
        document = {"id": record.id, "version": record.version}
        for key, load, to_json in parts:
            value = load(record)
            document[key] = value if value is None or to_json is None else to_json(value)
        return document

    return write


def _part(field: Field) -> Part:
    """Key, how the value is read, how it is written (None: as it is)."""
    plain = type(field).load is Field.load and not field.custom
    load = operator.attrgetter(field.attribute) if plain else field.load
    # orjson writes ids itself, and faster.
    as_it_is = type(field).to_json in (Field.to_json, Link.to_json)
    return field.key, load, None if as_it_is else field.to_json


def lean(rows: RecordQuerySet[Any], entity: Entity, keys: Iterable[str]) -> RecordQuerySet[Any]:
    """The rows with only the columns that these fields need; with all where a computed one may need any."""
    fields = [entity.field(key) for key in keys]
    if any(isinstance(field, Computed) for field in fields):
        return rows
    return rows.only("pk", "version", *{name for field in fields for name in field.columns() or ("custom",)})


# -- linked records in the place of their ids ------------------------------------------------------------------------
def expand(
    actor: Actor,
    entity: Entity,
    records: Sequence[Record],
    documents: Sequence[Document],
    keys: Iterable[str],
) -> None:
    """Put linked records in the place of their ids; what the actor may not see stays an id. One query per entity."""
    links = [entity.field(key) for key in keys]
    targets = [
        (document, link, target)
        for record, document in zip(records, documents, strict=True)
        for link in links
        if (target := _target(link, link.load(record))) is not None
    ]
    found = _read(actor, [target for _document, _link, target in targets])
    for document, link, target in targets:
        if target in found:
            kind = {"entity": target.entity} if isinstance(link, Reference) else {}
            document[link.key] = {**kind, **found[target]}


def _target(link: Field, value: Any) -> Target | None:
    if value is None or isinstance(value, Target):
        return value
    return Target(link.entity, value) if isinstance(link, Link) else None


def is_link(field: Field) -> bool:
    return isinstance(field, (Link, Reference))


def _read(actor: Actor, targets: Iterable[Target]) -> dict[Target, Document]:
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for target in targets:
        wanted[target.entity].add(target.id)
    found: dict[Target, Document] = {}
    for key in wanted.keys() & {entity.key for entity in registry.every()}:
        if actor.in_scope(key, "view"):
            entity = registry.get(key)
            write = writer(entity)
            rows = gate.visible(actor, entity.model).filter(pk__in=wanted[key])
            found.update({Target(key, record.pk): write(record) for record in rows})
    return found
