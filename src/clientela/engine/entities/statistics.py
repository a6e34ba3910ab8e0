"""What PostgreSQL's planner is told of values inside documents: how often each of them occurs.

Without it the planner takes every part of an address to match one row in two hundred. It then reads and sorts all rows
that an actor may see, where walking along the index of the sort finds a page at once, and lists have no guess of their
length. Fields with an index of their own need nothing more: an index on an expression is such a statistic too.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import F
from psycopg import sql

from clientela.engine.entities import indexing, registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field


def ensure() -> list[str]:
    """Create what is missing for the declared fields of every entity; returns the names of what was created."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stxname FROM pg_statistic_ext WHERE stxnamespace = current_schema()::regnamespace"
        )
        there = {name for (name,) in cursor.fetchall()}
        made = []
        for entity in registry.every():
            missing = [(name, part) for name, part in _parts(entity) if name not in there]
            for name, part in missing:
                cursor.execute(_statement(entity, part, name))
            if missing:
                cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(entity.model._meta.db_table)))
            made += [name for name, _part in missing]
        return made


def _parts(entity: Entity) -> Iterator[tuple[str, Field]]:
    for field in entity.declared.values():
        for key, part in field.parts().items():
            if not isinstance(part.expression(), F):  # columns have statistics of their own
                yield f"known_{entity.key}_{field.key}_{key}"[: indexing.LONGEST_NAME], part


def _statement(entity: Entity, part: Field, name: str) -> sql.Composed:
    return sql.SQL("CREATE STATISTICS IF NOT EXISTS {} ON ({}) FROM {}").format(
        sql.Identifier(name),
        sql.SQL(indexing.compiled(entity, part)),
        sql.Identifier(entity.model._meta.db_table),
    )
