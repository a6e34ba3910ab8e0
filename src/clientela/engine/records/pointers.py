"""What points at a record: native links, links that an administrator added, references to any record.

Rows are moved by SQL over all of them, also those in the recycle bin and those that the actor may not see, since a merged
record must leave nobody pointing at nothing. Only `version` rises with the link: nobody worked on these rows.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# ruff: noqa: S608  # names come from the models, values are parameters
import orjson
from django.db import connection

from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.link import Link, Reference


@dataclass(frozen=True)
class Pointer:
    """A field of an entity through which rows may point at records of `target`, as SQL: `at` reads the id as text,
    `where` keeps rows that point at the right entity, `put` assigns v.target (text) to it."""

    entity: Entity
    field: Field
    at: str
    where: str
    put: str

    @property
    def table(self) -> str:
        return self.entity.model._meta.db_table


def pointers(kind: Entity) -> Iterator[Pointer]:
    for entity in registry.every():
        for field in entity.fields:
            if isinstance(field, Reference):
                yield _reference(entity, field, kind)
            elif isinstance(field, Link) and field.entity == kind.key:
                yield _link(entity, field)


def _link(entity: Entity, field: Link) -> Pointer:
    if field.custom:
        key = _literal(field.key)
        put = f"custom = jsonb_set(t.custom, ARRAY[{key}], to_jsonb(v.target))"
        return Pointer(entity, field, f"t.custom->>{key}", "true", put)
    column = _column(entity, field.columns()[0])
    return Pointer(entity, field, f't."{column}"::text', "true", f'"{column}" = v.target::uuid')


def _reference(entity: Entity, field: Reference, kind: Entity) -> Pointer:
    if field.custom:
        key = _literal(field.key)
        path = f"t.custom->{key}"
        put = f"custom = jsonb_set(t.custom, ARRAY[{key}, 'id'], to_jsonb(v.target))"
        return Pointer(entity, field, f"{path}->>'id'", f"{path}->>'entity' = '{kind.key}'", put)
    of, at = (_column(entity, name) for name in field.columns())
    return Pointer(entity, field, f't."{at}"::text', f"t.\"{of}\" = '{kind.key}'", f'"{at}" = v.target::uuid')


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def _column(entity: Entity, attribute: str) -> str:
    field = next(f for f in entity.model._meta.concrete_fields if f.attname == attribute)
    assert field.column
    return field.column


def move(kind: Entity, winner: uuid.UUID, losers: Sequence[uuid.UUID]) -> list[dict[str, str]]:
    """Point everything that points at a loser to the winner; one entry per row: entity, field, id, from."""
    return [
        {"entity": pointer.entity.key, "field": pointer.field.key, "id": row, "from": loser}
        for pointer in pointers(kind)
        for row, loser in _move(pointer, kind, winner, _moving(pointer, winner, losers))
    ]


def _moving(pointer: Pointer, winner: uuid.UUID, losers: Sequence[uuid.UUID]) -> Sequence[uuid.UUID]:
    """The losers whose rows go along: all, or where rows make one whole the first that has any and the winner none."""
    if not (isinstance(pointer.field, Link) and pointer.field.as_whole):
        return losers
    ids = [str(one) for one in (winner, *losers)]
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT DISTINCT {pointer.at} FROM "{pointer.table}" t '
            f"WHERE t.deleted_at IS NULL AND {indexed(pointer)} AND {pointer.where}",
            [ids, ids],
        )
        having = {row[0] for row in cursor.fetchall()}
    first = next((one for one in (winner, *losers) if str(one) in having), winner)
    return [loser for loser in losers if loser == first]


def _move(
    pointer: Pointer, kind: Entity, winner: uuid.UUID, losers: Sequence[uuid.UUID]
) -> list[tuple[str, str]]:
    """The merged records' own links are not moved: the winner's are chosen, the losers' stay for their way back."""
    left_out = [str(one) for one in (winner, *losers)] if pointer.entity.key == kind.key else []
    ids = [str(loser) for loser in losers]
    with connection.cursor() as cursor:
        cursor.execute(
            f'WITH v AS (SELECT t.id, {pointer.at} AS was, %s::text AS target FROM "{pointer.table}" t '
            f"WHERE {indexed(pointer)} AND {pointer.where} AND t.id <> ALL(%s::uuid[]) ORDER BY t.id FOR UPDATE) "
            f'UPDATE "{pointer.table}" t SET {pointer.put}, version = t.version + 1 FROM v WHERE t.id = v.id '
            f"RETURNING t.id::text, v.was",
            [str(winner), ids, ids, left_out],
        )
        return list(cursor.fetchall())


def indexed(pointer: Pointer) -> str:
    """Compared as uuid, and said apart for living and deleted rows: so that indexes, partial ones too, are used."""
    same = f"{pointer.at} = ANY(%s::text[])"
    if pointer.at.endswith("::text"):
        same = f"{pointer.at.removesuffix('::text')} = ANY(%s::uuid[])"
    return f"((t.deleted_at IS NULL AND {same}) OR (t.deleted_at IS NOT NULL AND {same}))"


def move_back(kind: Entity, winner: uuid.UUID, moved: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Point rows back to where they pointed, where they still point at the winner; how many of which did not."""
    known = {(pointer.entity.key, pointer.field.key): pointer for pointer in pointers(kind)}
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in moved:
        groups.setdefault((row["entity"], row["field"]), []).append({"id": row["id"], "target": row["from"]})
    kept: Counter[str] = Counter()
    for key, rows in groups.items():
        done = _move_back(known[key], winner, rows) if key in known else 0
        kept[key[0]] += len(rows) - done
    return {entity: count for entity, count in kept.items() if count}


def _move_back(pointer: Pointer, winner: uuid.UUID, rows: Sequence[dict[str, str]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{pointer.table}" t SET {pointer.put}, version = t.version + 1 '
            f"FROM jsonb_to_recordset(%s::jsonb) AS v(id uuid, target text) "
            f"WHERE t.id = v.id AND {pointer.at} = %s AND {pointer.where}",
            [orjson.dumps(list(rows)).decode(), str(winner)],
        )
        return int(cursor.rowcount)


def leads_to(kind: Entity, link: Link, start: uuid.UUID, ids: set[uuid.UUID]) -> bool:
    """Whether following `link` from `start` upwards arrives at one of `ids`."""
    column = _column(kind, link.columns()[0])
    with connection.cursor() as cursor:
        cursor.execute(
            f'WITH RECURSIVE up(id) AS (SELECT %s::uuid UNION SELECT t."{column}" FROM "{kind.model._meta.db_table}" t '
            f'JOIN up ON t.id = up.id WHERE t."{column}" IS NOT NULL) SELECT EXISTS (SELECT FROM up WHERE id = ANY(%s))',
            [start, list(ids)],
        )
        return bool(cursor.fetchone()[0])
