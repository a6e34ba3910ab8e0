"""The rows of an entity that match a search and may be seen, as a part of one statement over all entities.

PostgreSQL takes a prefix to match one row in five hundred, so for somebody who sees a part of the records it reads that
part from the index of owners, all of it, to find that nothing of it matches. It is better asked the other way round: the
first that match, then which of those may be seen. Only where many match and hardly any may be seen are both indexes met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Model
from django.db.models.sql.datastructures import BaseTable

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities.entity import Entity
from clientela.engine.records.queryset import RecordQuerySet

# Ranking reads every hit; among more than these the first found are good enough candidates.
MOST = 300
# So many hits are looked at for those that may be seen; with fewer than ENOUGH of them, all hits are.
LOOKED_AT = 1_500
ENOUGH = 40


@dataclass(frozen=True)
class Part:
    """`select` gives entity key, id and rank; `before` are common table expressions that it reads from."""

    select: str
    values: Sequence[Any]
    before: str = ""
    values_before: Sequence[Any] = ()


class _Hits(BaseTable):
    """In the place of a query's table: the first rows of it that match."""

    def __init__(self, model: type[Model], query: str) -> None:
        super().__init__(model._meta.db_table, model._meta.db_table)
        self.query = query

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        name = compiler.quote_name_unless_alias(self.table_name)
        return f"({_first_of(name)}) {name}", (self.query,)


def _first_of(table: str) -> str:
    return f"SELECT * FROM {table} WHERE search @@ %s::tsquery LIMIT {LOOKED_AT}"  # noqa: S608  # a name of ours


def of(actor: Actor, entity: Entity, query: str, rank: Any) -> Part | None:
    """The part for this entity, or None where nothing of it is for this actor. `query` is the text of a tsquery."""
    rows = gate.visible(actor, entity.model).annotate(rank=rank)
    try:
        every, values = _compiled(rows.filter(search__matches=query))
        if not gate.rule_for(actor, entity.model, "view"):
            return Part(f"SELECT %s, hit.* FROM ({every}) AS hit", [entity.key, *values])  # noqa: S608  # compiled by Django
        return _narrowed(entity, query, rows, Part(every, values))
    except EmptyResultSet:
        return None


def _narrowed(entity: Entity, query: str, rows: RecordQuerySet[Any], every: Part) -> Part:
    """Those of the first hits that may be seen, or the other way round where these are too few."""
    table = f'"{entity.model._meta.db_table}"'
    rows.query.alias_map[rows.query.get_initial_alias()] = _Hits(entity.model, query)
    seen, values = _compiled(rows)
    near = f'"seen_{entity.key}"'
    few = f"(SELECT count(*) FROM {near}) < {ENOUGH}"  # noqa: S608  # names of ours, here and below
    more = f"(SELECT count(*) FROM ({_first_of(table)}) AS hit) = {LOOKED_AT}"  # noqa: S608  # names of ours
    return Part(
        f"SELECT %s, hit.* FROM {near} AS hit "  # noqa: S608  # names of ours
        f"UNION SELECT %s, hit.* FROM ({every.select}) AS hit WHERE {few} AND {more}",
        [entity.key, entity.key, *every.values, query],
        f"{near} AS MATERIALIZED ({seen})",
        values,
    )


def _compiled(rows: RecordQuerySet[Any]) -> tuple[str, Sequence[Any]]:
    return rows.values_list("pk", "rank")[:MOST].query.sql_with_params()
