"""Parameters of operations: paging, conditions, and one filter for every field and operator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clientela.engine.api.lists import MOST, USUAL
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.link import Computed, Link, Reference

Parameter = dict[str, Any]


def _query(name: str, description: str, schema: dict[str, Any] | None = None) -> Parameter:
    return {"name": name, "in": "query", "description": description, "schema": schema or {"type": "string"}}


def _header(name: str, description: str, schema: dict[str, Any]) -> Parameter:
    return {"name": name, "in": "header", "description": description, "schema": schema}


COMMON: dict[str, Parameter] = {
    "id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}},
    "limit": _query(
        "limit", "How many at most.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    ),
    "after": _query("after", "The `next` of the page before."),
    "q": _query("q", "Words to look for, in any script; the last one may be a beginning."),
    "filter": _query(
        "filter", 'A condition as JSON: {"all" | "any" | "none": [{"field", "op", "value"}, …]}.'
    ),
    "view": _query("view", "The id of a saved view: its filter, and its order unless `sort` says another."),
    "deleted": _query("deleted", "Look into the recycle bin.", {"type": "boolean", "default": False}),
    "if-match": _header("If-Match", "Only if the record still has this ETag; else 412.", {"type": "string"}),
    "if-none-match": _header(
        "If-None-Match", "304 while the record still has this ETag.", {"type": "string"}
    ),
    "idempotency-key": _header(
        "Idempotency-Key",
        "A repeated request with the same key is done once and answered alike.",
        {"type": "string", "pattern": "^[!-~]{1,150}$"},
    ),
}


def ref(name: str) -> Parameter:
    return {"$ref": f"#/components/parameters/{name}"}


def selection(entity: Entity) -> list[Parameter]:
    """`fields` and `expand`, with what may stand there."""
    keys = [field.key for field in entity.fields]
    found = [
        _query(
            "fields",
            "Only these fields, with id and version.",
            {"type": "string", "examples": [",".join(keys[:3])]},
        )
    ]
    links = [field.key for field in entity.fields if isinstance(field, (Link, Reference))]
    schema = {"type": "string", "examples": [links[0]]}
    return [
        *found,
        _query("expand", f"Linked records in the place of their ids: {', '.join(links)}.", schema),
    ]


def of_list(entity: Entity) -> list[Parameter]:
    """All parameters of a list."""
    order = [
        f"{sign}{field.key}" for field in _with_parts(entity) if is_sortable(field) for sign in ("", "-")
    ]
    sort = _query(
        "sort", "Order; with a minus downwards.", {"type": "string", "enum": order, "default": entity.sort}
    )
    common = [ref(name) for name in ("q", "limit", "after", "view", "filter", "deleted")]
    return [*common, sort, *selection(entity), *_filters(entity)]


def is_sortable(field: Field) -> bool:
    return field.sortable and not (isinstance(field, Computed) and field.sql is None)


def _with_parts(entity: Entity) -> Iterator[Field]:
    for field in entity.fields:
        yield field
        yield from field.parts().values()


def _filters(entity: Entity) -> Iterator[Parameter]:
    for field in _with_parts(entity):
        if isinstance(field, Computed) and field.sql is None:
            continue
        for operator in field.operators:
            name = field.key if operator.key == "eq" else f"{field.key}__{operator.key}"
            yield _query(name, f"{field.label} {operator.words}")
