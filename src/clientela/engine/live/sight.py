"""Which of a batch of changes each open page is told of: those of records that its reader may see."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from clientela.engine.access import gate
from clientela.engine.changes.log import Change
from clientela.engine.entities import registry, shape
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.link import Link, Reference, Target
from clientela.engine.live.models import Notification
from clientela.engine.live.stream import Event, Stream
from clientela.engine.live.topics import NEWS
from clientela.engine.records.models import Record

Told = dict[Stream, list[Event]]


@dataclass
class Touched:
    """One changed record: what to say of it, and the records it points at or pointed at."""

    entity: Entity
    id: uuid.UUID
    operation: str
    actor: uuid.UUID | None
    fields: set[str] = field(default_factory=set)
    neighbours: set[uuid.UUID] = field(default_factory=set)
    row: Record | None = None

    def said(self, operation: str = "") -> dict[str, Any]:
        return {
            "entity": self.entity.key,
            "record": str(self.id),
            "operation": operation or self.operation,
            "fields": sorted(self.fields),
            "actor": str(self.actor) if self.actor else None,
        }


def sort_out(changes: Sequence[Change], streams: Sequence[Stream]) -> Told:
    """What to tell whom. Queries once per entity and once per distinct rule, however many pages are open."""
    shape.refresh()
    told: Told = defaultdict(list)
    by_entity = _touched(changes)
    for key, touched in by_entity.items():
        _read(registry.get(key), touched)
        _tell_of(registry.get(key), touched, streams, told)
    _tell_news(changes, streams, told)
    return told


def _touched(changes: Iterable[Change]) -> dict[str, dict[uuid.UUID, Touched]]:
    known = {entity.key: entity for entity in registry.every()}
    found: dict[str, dict[uuid.UUID, Touched]] = defaultdict(dict)
    for change in changes:
        if entity := known.get(change.entity):
            one = found[change.entity].setdefault(
                change.record, Touched(entity, change.record, change.operation, change.actor)
            )
            one.fields |= _keys(entity, change.diff)
            one.neighbours |= _ids_in(entity, change.diff)
            if change.operation == "d":
                one.operation = "d"
    return found


def _keys(entity: Entity, diff: dict[str, list[Any]]) -> set[str]:
    by_column = {column: key for key, declared in entity.declared.items() for column in declared.columns()}
    keys = {by_column[column] for column in diff if column in by_column}
    if "custom" in diff:
        old, new = (side or {} for side in diff["custom"])
        keys |= {key for key in {*old, *new} if old.get(key) != new.get(key)}
    return keys | ({"deleted_at"} & set(diff))


def _ids_in(entity: Entity, diff: dict[str, list[Any]]) -> set[uuid.UUID]:
    columns = {
        column for one in entity.fields if isinstance(one, (Link, Reference)) for column in one.columns()
    }
    values = [
        value for column in columns & set(diff) for value in diff[column] if column.endswith("_id") and value
    ]
    return {uuid.UUID(value) for value in values}


def _read(entity: Entity, touched: dict[uuid.UUID, Touched]) -> None:
    """The changed rows as they are, for what they point at and whether they are in the bin."""
    rows = gate.unrestricted(entity.model, reason="whom to tell is decided per reader below")
    links = [one for one in entity.fields if isinstance(one, (Link, Reference))]
    for row in rows.filter(pk__in=touched):
        one = touched[row.pk]
        one.row = row
        values = [link.load(row) for link in links]
        one.neighbours |= {value.id if isinstance(value, Target) else value for value in values if value}


def _tell_of(
    entity: Entity, touched: dict[uuid.UUID, Touched], streams: Sequence[Stream], told: Told
) -> None:
    seen_by: dict[Q, set[uuid.UUID]] = {}
    for stream in streams:
        concerned = _concerned(entity, touched, stream)
        if not concerned:
            continue
        rule = gate.rule_for(stream.actor, entity.model, "view")
        if rule not in seen_by:
            seen_by[rule] = _visible(stream, entity, touched, rule)
        for one in concerned:
            told[stream] += _events(stream, one, one.id in seen_by[rule])


def _concerned(entity: Entity, touched: dict[uuid.UUID, Touched], stream: Stream) -> list[Touched]:
    topics = stream.topics
    if entity.key in topics.entities:
        return list(touched.values())
    if not topics.records:
        return []
    return [
        one for one in touched.values() if one.id in topics.records or one.neighbours & topics.records.keys()
    ]


def _visible(stream: Stream, entity: Entity, touched: dict[uuid.UUID, Touched], rule: Q) -> set[uuid.UUID]:
    if not rule:
        return set(touched)
    found: set[uuid.UUID] = set()
    for deleted in (False, True):
        ids = [one.id for one in touched.values() if one.row and (one.row.deleted_at is not None) == deleted]
        if ids:
            rows = gate.visible(stream.actor, entity.model, deleted=deleted).filter(pk__in=ids)
            found |= set(rows.values_list("pk", flat=True))
    return found


def _events(stream: Stream, one: Touched, is_seen: bool) -> list[Event]:
    topics = stream.topics
    if not is_seen:
        # Who was looking at it may know that it is gone, and nothing more from then on.
        lost = topics.records.pop(one.id, set())
        topics.kinds.pop(one.id, None)
        gone: dict[str, Any] = {
            "entity": one.entity.key,
            "record": str(one.id),
            "operation": "gone",
            "fields": [],
            "actor": None,
        }
        return [Event(topic, gone) for topic in sorted(lost)]
    names = set(topics.records.get(one.id, ()))
    for neighbour in one.neighbours & topics.records.keys():
        names |= topics.records[neighbour]
    if one.entity.key in topics.entities:
        names.add(topics.entities[one.entity.key])
    return [Event(name, one.said()) for name in sorted(names)]


def _tell_news(changes: Iterable[Change], streams: Sequence[Stream], told: Told) -> None:
    ids = {change.record for change in changes if change.entity == "notification"}
    followers = [stream for stream in streams if NEWS in stream.topics.plain]
    if ids and followers:
        concerned = set(Notification.objects.filter(pk__in=ids).values_list("user_id", flat=True))
        for stream in followers:
            if stream.actor.user_id in concerned:
                told[stream].append(Event(NEWS, {}))
