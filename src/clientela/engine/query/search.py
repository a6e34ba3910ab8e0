"""Finding records by what stands in them: within a list, and everywhere at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import ExpressionWrapper, F, FloatField, Func
from django.db.models.functions import Now

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.query import folding
from clientela.engine.records.models import Record
from clientela.engine.records.queryset import RecordQuerySet
from clientela.engine.records.search_field import Rank

R = TypeVar("R", bound=Record)

# Ranking reads every hit; among more than these the first found are good enough candidates.
CANDIDATES = 300


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
    hits = [
        hit
        for entity in (entities or [e for e in registry.every() if e.nav])
        for hit in _best(actor, entity, query, limit)
    ]
    return sorted(hits, key=lambda hit: -hit.rank)[:limit]


def _best(actor: Actor, entity: Entity, query: str, limit: int) -> list[Hit]:
    found = gate.visible(actor, entity.model).filter(search__matches=query)
    candidates = found.values("pk")[:CANDIDATES]
    rows = gate.visible(actor, entity.model).filter(pk__in=candidates).annotate(rank=_rank(query))
    return [Hit(entity, row, entity.title_of(row), row.rank) for row in rows.order_by("-rank", "-pk")[:limit]]


def _rank(query: str) -> Any:
    """Match times freshness: a record untouched for a year counts half of one changed now."""
    age = Func(Now() - F("updated_at"), template="extract(epoch FROM %(expressions)s)", output_field=FloatField())
    fresh = 1.0 / (1.0 + age / 31_557_600.0)
    return ExpressionWrapper(Rank("search", query) * (0.5 + fresh / 2.0), output_field=FloatField())
