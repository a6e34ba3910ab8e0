"""What is about a lead goes along to what it became, row by row, and comes back the same way.

As in merging, rows are moved whoever may see them; only their version rises.
"""

# ruff: noqa: S608  # names come from the models, values are parameters
from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connection

from clientela.engine.entities import registry
from clientela.engine.fields.link import Link, Reference
from clientela.engine.records.pointers import Pointer, indexed, pointers

Ids = dict[str, uuid.UUID | None]


def hand_over(lead: uuid.UUID, entity: str, target: uuid.UUID, became: Ids) -> list[dict[str, Any]]:
    """Let everything that is about the lead be about the target, and concern the company and person it became.

    One entry per row: entity, field, id, and what company and person it concerned.
    """
    return [row for pointer in _references() for row in _hand_over(pointer, lead, entity, target, became)]


def _references() -> Iterator[Pointer]:
    return (p for p in pointers(registry.get("lead")) if isinstance(p.field, Reference))


def _put(pointer: Pointer) -> str:
    """Assigns %s (entity), %s (id) to the reference."""
    if pointer.field.custom:
        key = pointer.field.key.replace("'", "''").replace("%", "%%")
        return f"custom = t.custom || jsonb_build_object('{key}', jsonb_build_object('entity', %s::text, 'id', %s::text))"
    of, at = pointer.field.columns()
    return f'"{of}" = %s, "{at}" = %s::uuid'


def _concerns(pointer: Pointer) -> list[Link]:
    """Links by which the row stands on the timelines of a company and a person."""
    links = pointer.entity.links()
    return [link for link in links if link.key in ("company", "person") and link.entity == link.key and not link.custom]  # fmt: skip


def _hand_over(
    pointer: Pointer, lead: uuid.UUID, entity: str, target: uuid.UUID, became: Ids
) -> list[dict[str, Any]]:
    concerns = _concerns(pointer)
    before = "".join(f', t."{link.attribute}"::text AS was_{link.key}' for link in concerns)
    after = "".join(f', "{link.attribute}" = coalesce(t."{link.attribute}", %s::uuid)' for link in concerns)
    told = "".join(f", v.was_{link.key}" for link in concerns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'WITH v AS (SELECT t.id{before} FROM "{pointer.table}" t WHERE {indexed(pointer)} AND {pointer.where} '
            f'ORDER BY t.id FOR UPDATE) UPDATE "{pointer.table}" t SET {_put(pointer)}{after}, version = t.version + 1 '
            f"FROM v WHERE t.id = v.id RETURNING t.id::text{told}",
            [
                [str(lead)],
                [str(lead)],
                entity,
                str(target),
                *(_text(became.get(link.key)) for link in concerns),
            ],
        )
        names = ["id", *(link.key for link in concerns)]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{"entity": pointer.entity.key, "field": pointer.field.key, **row} for row in rows]


def _text(key: uuid.UUID | None) -> str | None:
    return str(key) if key else None


def take_back(
    lead: uuid.UUID, entity: str, target: uuid.UUID, moved: list[dict[str, Any]], became: Ids
) -> int:
    """Let rows that are still about the target be about the lead again; gives how many were not."""
    known = {(pointer.entity.key, pointer.field.key): pointer for pointer in _references_to(entity)}
    kept = 0
    for row in moved:
        pointer = known.get((row["entity"], row["field"]))
        kept += 1 - (_take_back(pointer, lead, target, row, became) if pointer else 0)
    return kept


def _references_to(entity: str) -> Iterator[Pointer]:
    return (p for p in pointers(registry.get(entity)) if isinstance(p.field, Reference))


def _take_back(pointer: Pointer, lead: uuid.UUID, target: uuid.UUID, row: dict[str, Any], became: Ids) -> int:
    """A company or person that somebody has put there since stays."""
    concerns = [link for link in _concerns(pointer) if link.key in row]
    back = "".join(
        f', "{link.attribute}" = CASE WHEN t."{link.attribute}" = %s::uuid THEN %s::uuid ELSE t."{link.attribute}" END'
        for link in concerns
    )
    values = [text for link in concerns for text in (_text(became.get(link.key)), row[link.key])]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{pointer.table}" t SET {_put(pointer)}{back}, version = t.version + 1 '
            f"WHERE t.id = %s AND {pointer.at} = %s AND {pointer.where}",
            ["lead", str(lead), *values, row["id"], str(target)],
        )
        return int(cursor.rowcount)
