"""How drafts become rows: whole sets in single statements, whatever their size.

jsonb_to_recordset() carries a set of rows as one parameter and lets PostgreSQL read every column by its own type.
"""

# ruff: noqa: S608  # names come from the models and from here, values are parameters
from __future__ import annotations

import functools
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db import connection

from clientela.engine.access.actor import Actor
from clientela.engine.query import folding
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import Record

NOW = "now()"


@functools.cache
def _types(model: type[Record]) -> dict[str, tuple[str, str]]:
    """Attribute name → (column, SQL type)."""
    return {
        f.attname: (str(f.column), str(f.db_type(connection)))
        for f in model._meta.concrete_fields
    }


def _plain(value: Any) -> Any:
    """What JSON lacks, as text that PostgreSQL reads (decimals, ids, dates are text either way)."""
    return str(value)


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    return orjson.dumps(rows, default=_plain, option=orjson.OPT_PASSTHROUGH_SUBCLASS).decode()


def insert(actor: Actor, drafts: Sequence[Draft]) -> None:
    """Insert new records, all of one entity."""
    if not drafts:
        return
    entity = drafts[0].entity
    model = entity.model
    base = {**_defaults(model), "created_by_id": actor.user_id, "updated_by_id": actor.user_id}
    rows = [{**base, **{k: v for k, v in _row(d, d.values).items() if v is not None}} for d in drafts]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns, record = _columns(model, names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(columns)} '
            f"FROM jsonb_to_recordset(%s::jsonb) AS v({record})",
            [_rows(rows)],
        )


@functools.cache
def _defaults(model: type[Record]) -> dict[str, Any]:
    """The model's defaults of columns that may not be null."""
    return {
        f.attname: f.get_default()
        for f in model._meta.concrete_fields
        if not (f.null or f.has_db_default() or f.primary_key) and f.get_default() is not None
    }


def _columns(model: type[Record], names: Sequence[str]) -> tuple[list[str], str]:
    types = _types(model)
    columns = [f'"{types[name][0]}"' for name in names]
    return columns, ", ".join(f'"{types[name][0]}" {types[name][1]}' for name in names)


def _row(draft: Draft, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns a draft writes."""
    row: dict[str, Any] = {"id": draft.id}
    custom = dict(draft.before.custom) if draft.before is not None else {}
    touched = draft.before is None
    for key, value in values.items():
        found = draft.entity.field(key)
        if not found.custom:
            row.update(found.dump(value))
            continue
        touched = True
        if value is None:
            custom.pop(key, None)
        else:
            custom[key] = found.to_json(value)
    if touched:
        row["custom"] = custom
    document = search_document(draft)
    if document is not None:
        row["search"] = document
    return row


def search_document(draft: Draft) -> str | None:
    """The tsvector text of the record as it will be; None when nothing searchable changes."""
    searchable = [f for f in draft.entity.fields if f.search]
    if not draft.is_new and not any(f.key in draft.values for f in searchable):
        return None
    return folding.document((f.search, f.words(draft.get(f.key))) for f in searchable)


def update(actor: Actor, drafts: Sequence[Draft]) -> None:
    """Write changed values of locked records; drafts that set the same columns go in one statement."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for draft in drafts:
        row = _row(draft, draft.values)
        groups[tuple(sorted(row))].append(row)
    for names, rows in groups.items():
        _update_rows(drafts[0].entity.model, names, rows, actor.user_id)


def _update_rows(model: type[Record], names: Sequence[str], rows: list[dict[str, Any]], by: uuid.UUID | None) -> None:
    columns, record = _columns(model, names)
    assignments = ", ".join(f"{c} = v.{c}" for c in columns if c != '"id"')
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" AS t SET {assignments}{", " if assignments else ""}'
            f"version = t.version + 1, updated_at = {NOW}, updated_by_id = %s "
            f"FROM jsonb_to_recordset(%s::jsonb) AS v({record}) WHERE t.id = v.id",
            [by, _rows(rows)],
        )
