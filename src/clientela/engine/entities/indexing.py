"""Indexes for user-defined fields, built while everybody works.

The index is on exactly the expression that filters and sorts use (Field.expression()), as Django compiles it: another
cast or type modifier, and PostgreSQL would not recognise it. The id follows, for keyset paging.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import OrderBy
from psycopg import sql

from clientela.engine.access import gate
from clientela.engine.entities import registry, shape
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field

LONGEST_NAME = 63


def build_index(entity_key: str, key: str) -> str:
    """Build the index if it is not there; returns its name. Nobody waits for it, and it may be tried again."""
    entity = registry.get(entity_key)
    field = shape.refresh().find(entity, key)
    if field is None or not field.custom:
        raise LookupError(f"{entity_key} has no user-defined field {key}")
    name = index_name(entity_key, key)
    with _alone(name) as own:
        if not _is_valid(own, name):
            # What an attempt that failed or was killed left behind: of no use, and in the way.
            _drop(own, name)
            own.execute(_statement(entity, field, name))
            own.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(entity.model._meta.db_table)))
    return name


def drop_index(entity_key: str, key: str) -> None:
    name = index_name(entity_key, key)
    with _alone(name) as own:
        _drop(own, name)


def has_index(entity_key: str, key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(VALID, [index_name(entity_key, key)])
        return cursor.fetchone() is not None


def index_name(entity_key: str, key: str) -> str:
    plain = re.sub(r"\W", "_", f"custom_{entity_key}_{key}".lower())
    if len(plain) <= LONGEST_NAME and plain == f"custom_{entity_key}_{key}":
        return plain
    return f"{plain[:50]}_{hashlib.sha256(f'{entity_key}.{key}'.encode()).hexdigest()[:12]}"


VALID = (
    "SELECT 1 FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
    "WHERE relname = %s AND relnamespace = current_schema()::regnamespace AND indisvalid AND indisready"
)


def _is_valid(own: psycopg.Connection, name: str) -> bool:
    return own.execute(VALID, [name]).fetchone() is not None


def _drop(own: psycopg.Connection, name: str) -> None:
    own.execute(sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(sql.Identifier(name)))


def _statement(entity: Entity, field: Field, name: str) -> sql.Composed:
    method, columns = _columns(entity, field)
    return sql.SQL(
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} USING {method} ({columns}) {only}"
    ).format(
        name=sql.Identifier(name),
        table=sql.Identifier(entity.model._meta.db_table),
        method=sql.SQL(method),
        columns=sql.SQL(columns),
        only=sql.SQL("WHERE deleted_at IS NULL"),
    )


def _columns(entity: Entity, field: Field) -> tuple[str, str]:
    """Lists of texts are searched for their members, so they need an inverted index; all else is ordered."""
    expression = compiled(entity, field)
    if isinstance(field.db_field, ArrayField):
        return "gin", f"({expression})"
    return "btree", f"({expression}), id"


def compiled(entity: Entity, field: Field) -> str:
    """The expression in SQL, its parameters written in, without the table's name."""
    rows = gate.unrestricted(entity.model, reason="only compiled, never run")
    query = rows.order_by(OrderBy(field.expression())).query
    compiler = query.get_compiler(connection=connection)
    compiler.setup_query()
    resolved = field.expression().resolve_expression(query)
    text, values = compiler.compile(resolved)
    written: str = connection.ops.compose_sql(text, values)  # type: ignore[attr-defined]  # PostgreSQL's has it
    return written.replace(f'"{entity.model._meta.db_table}".', "")


@contextmanager
def _alone(name: str) -> Iterator[psycopg.Connection]:
    """A connection outside any transaction, without limits of time; one attempt at a time."""
    parameters = connection.get_connection_params()
    for unwanted in ("cursor_factory", "context"):
        parameters.pop(unwanted, None)
    with psycopg.connect(**parameters, autocommit=True) as own:
        own.execute(
            "SELECT set_config(name, '0', false) FROM pg_settings "
            "WHERE name IN ('statement_timeout', 'transaction_timeout', 'lock_timeout')"
        )
        own.execute("SELECT pg_advisory_lock(hashtext(%s))", [f"index:{name}"])
        yield own
