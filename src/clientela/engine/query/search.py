"""Finding records by what stands in them: within a list, and everywhere at once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.db.models import ExpressionWrapper, F, FloatField, Func
from django.db.models.functions import Now

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.query import candidates, folding
from clientela.engine.records.models import Record
from clientela.engine.records.queryset import RecordQuerySet
from clientela.engine.records.search_field import Rank

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Hit:
    """A record found, with its rank (higher is better) among all entities."""

    entity: Entity
    record: Any
    title: str
    rank: float


def matching(rows: RecordQuerySet[R], text: str) -> RecordQuerySet[R]:
    """Rows in which every word of the text occurs, the last one as a beginning. Text without words matches all."""
    query = folding.tsquery(text)
    return rows.filter(search__matches=query) if query else rows


def everywhere(
    actor: Actor, text: str, limit: int = 20, entities: Sequence[Entity] | None = None
) -> list[Hit]:
    """The best hits of all entities that a person works with: by match, then by how fresh the record is."""
    query = folding.tsquery(text)
    if not query or (len(text.strip()) < 2 and text.isascii()):
        return []
    ranked = _ranked(actor, entities or [e for e in registry.every() if e.nav], query, limit)
    records = _records(actor, ranked)
    return [
        Hit(entity, records[key], entity.title_of(records[key]), rank)
        for entity, key, rank in ranked
        if key in records
    ]


def _ranked(
    actor: Actor, entities: Sequence[Entity], query: str, limit: int
) -> list[tuple[Entity, uuid.UUID, float]]:
    """The best of all entities in one statement: ten small queries would take longer to send than to answer."""
    found = [part for entity in entities if (part := candidates.of(actor, entity, query, _rank(query)))]
    if not found:
        return []
    before = ", ".join(part.before for part in found if part.before)
    statement = " UNION ALL ".join(f"({part.select})" for part in found)
    values = [value for part in found for value in part.values_before]
    values += [value for part in found for value in part.values]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{f'WITH {before} ' if before else ''}{statement} ORDER BY 3 DESC, 2 DESC LIMIT %s",
            [*values, limit],
        )
        return [(registry.get(key), record, rank) for key, record, rank in cursor.fetchall()]


def _records(actor: Actor, ranked: Sequence[tuple[Entity, uuid.UUID, float]]) -> dict[uuid.UUID, Any]:
    wanted: dict[str, list[uuid.UUID]] = defaultdict(list)
    for entity, key, _score in ranked:
        wanted[entity.key].append(key)
    return {
        record.pk: record
        for name, keys in wanted.items()
        for record in gate.visible(actor, registry.get(name).model).filter(pk__in=keys)
    }


def _rank(query: str) -> Any:
    """Match times freshness: a record untouched for a year counts half of one changed now."""
    age = Func(
        Now() - F("updated_at"), template="extract(epoch FROM %(expressions)s)", output_field=FloatField()
    )
    fresh = 1.0 / (1.0 + age / 31_557_600.0)
    return ExpressionWrapper(Rank("search", query) * (0.5 + fresh / 2.0), output_field=FloatField())
