"""How drafts become rows: whole sets in single statements, whatever their size.

jsonb_to_recordset() carries a set of rows as one parameter and lets PostgreSQL read every column by its own type;
where many rows are new, COPY is faster still.
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
from clientela.engine.entities import shape
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.query import folding
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import Record

NOW = "now()"
MANY = 50


@functools.cache
def _types(model: type[Record]) -> dict[str, tuple[str, str]]:
    """Attribute name → (column, SQL type)."""
    return {f.attname: (str(f.column), str(f.db_type(connection))) for f in model._meta.concrete_fields}


def _plain(value: Any) -> Any:
    """What JSON lacks, as text that PostgreSQL reads (decimals, ids, dates are text either way)."""
    return str(value)


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    return orjson.dumps(rows, default=_plain, option=orjson.OPT_PASSTHROUGH_SUBCLASS).decode()


def insert(actor: Actor, drafts: Sequence[Draft]) -> None:
    """Insert new records, all of one entity."""
    if not drafts:
        return
    model = drafts[0].entity.model
    base = {**_defaults(model), "created_by_id": actor.user_id, "updated_by_id": actor.user_id}
    if len(drafts) >= MANY:
        _copy(model, base, drafts)
        return
    rows = [{**base, **_filled(draft)} for draft in drafts]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns, record = _columns(model, names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(columns)} '
            f"FROM jsonb_to_recordset(%s::jsonb) AS v({record})",
            [_rows(rows)],
        )


def _filled(draft: Draft) -> dict[str, Any]:
    return {name: value for name, value in _row(draft, draft.values).items() if value is not None}


def _copy(model: type[Record], base: Mapping[str, Any], drafts: Sequence[Draft]) -> None:
    """Many rows by COPY: the server inserts the first while the last are still being put together."""
    names = list(dict.fromkeys(["id", *base, *_names(drafts), "custom", "search"]))
    types = _types(model)
    documents = [name for name in names if types[name][1] == "jsonb"]
    columns = ", ".join(f'"{types[name][0]}"' for name in names)
    filling = [(name, base.get(name)) for name in names]
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        for draft in drafts:
            row = _row(draft, draft.values)
            for name in documents:
                if row.get(name) is not None:
                    row[name] = orjson.dumps(row[name], default=_plain).decode()
            get = row.get
            copy.write_row([default if (value := get(name)) is None else value for name, default in filling])


def _names(drafts: Sequence[Draft]) -> list[str]:
    """Attributes that any of the drafts fills."""
    entity = drafts[0].entity
    keys = dict.fromkeys(key for draft in drafts for key in draft.values)
    return [name for key in keys for name in entity.field(key).columns()]


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


Shaped = tuple[dict[str, Field], dict[str, str], tuple[Field, ...]]
_known: dict[str, tuple[shape.Shape, Shaped]] = {}


def _shaped(entity: Entity) -> Shaped:
    """Fields by key, attributes of those stored as they are, searchable fields by weight; as of the present shape."""
    now = shape.current()
    known = _known.get(entity.key)
    if known is None or known[0] is not now:
        fields = {field.key: field for field in entity.fields}
        plain = {
            key: field.attribute
            for key, field in fields.items()
            if not field.custom and type(field).dump is Field.dump and type(field).nothing is Field.nothing
        }
        searchable = sorted((field for field in fields.values() if field.search), key=lambda f: f.search)
        known = (now, (fields, plain, tuple(searchable)))
        _known[entity.key] = known
    return known[1]


def _row(draft: Draft, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns a draft writes."""
    fields, plain, searchable = _shaped(draft.entity)
    row: dict[str, Any] = {"id": draft.id}
    custom = dict(draft.before.custom) if draft.before is not None else {}
    touched = draft.before is None
    for key, value in values.items():
        if key in plain:
            row[plain[key]] = value
        elif not (found := fields[key]).custom:
            row.update(found.dump(value))
        else:
            touched = True
            _put(custom, found, value)
    if touched:
        row["custom"] = custom
    document = search_document(draft, searchable)
    if document is not None:
        row["search"] = document
    return row


def _put(custom: dict[str, Any], field: Field, value: Any) -> None:
    if value is None:
        custom.pop(field.key, None)
    else:
        custom[field.key] = field.to_json(value)


def search_document(draft: Draft, searchable: Sequence[Field]) -> str | None:
    """The tsvector text of the record as it will be; None when nothing searchable changes."""
    if draft.is_new:
        values = draft.values
        return folding.document(
            [(f.search, f.words(values[f.key])) for f in searchable if values.get(f.key) is not None]
        )
    if not any(f.key in draft.values for f in searchable):
        return None
    return folding.document([(f.search, f.words(draft.get(f.key))) for f in searchable])


def update(actor: Actor, drafts: Sequence[Draft]) -> None:
    """Write changed values of locked records; drafts that set the same columns go in one statement."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for draft in drafts:
        row = _row(draft, draft.values)
        groups[tuple(sorted(row))].append(row)
    for names, rows in groups.items():
        _update_rows(drafts[0].entity.model, names, rows, actor.user_id)


def _update_rows(
    model: type[Record], names: Sequence[str], rows: list[dict[str, Any]], by: uuid.UUID | None
) -> None:
    columns, record = _columns(model, names)
    assignments = ", ".join(f"{c} = v.{c}" for c in columns if c != '"id"')
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" AS t SET {assignments}{", " if assignments else ""}'
            f"version = t.version + 1, updated_at = {NOW}, updated_by_id = %s "
            f"FROM jsonb_to_recordset(%s::jsonb) AS v({record}) WHERE t.id = v.id",
            [by, _rows(rows)],
        )
