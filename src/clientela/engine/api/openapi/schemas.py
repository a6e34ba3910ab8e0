"""JSON Schemas of what the API takes and gives."""

from __future__ import annotations

from typing import Any

from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.link import Link

Schema = dict[str, Any]

# Limits of what may be written say nothing about what is stored: options are taken away, old records stay.
ONLY_WRITTEN = ("enum", "maxLength", "minLength", "pattern", "additionalProperties")


def name(entity: Entity) -> str:
    return entity.key.capitalize()


def ref(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}


def of_entity(entity: Entity) -> dict[str, Schema]:
    """The entity's schemas by name: a record, a list, what creates and what changes one, a batch."""
    own = name(entity)
    return {
        own: _record(entity),
        f"{own}List": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": ref(own)},
                "next": {"type": ["string", "null"]},
            },
        },
        f"{own}Create": _writable(
            entity, [f.key for f in entity.fields if f.required and f.default is None and not f.read_only]
        )
        | {"description": "A new record; an id of your own is kept."},
        f"{own}Patch": _writable(entity, [])
        | {"description": "JSON Merge Patch (RFC 7396): null clears a value."},
        f"{own}Batch": _batch(own),
    }


def _record(entity: Entity) -> Schema:
    properties: dict[str, Schema] = {
        "id": {"type": "string", "format": "uuid"},
        "version": {"type": "integer"},
    }
    properties.update({field.key: _read(field) for field in entity.fields})
    return {
        "type": "object",
        "required": ["id", "version"],
        "properties": properties,
        "additionalProperties": False,
    }


def _read(field: Field) -> Schema:
    schema = _nullable(_bare(field.schema()))
    if isinstance(field, Link):
        schema = {"anyOf": [schema, ref(field.entity.capitalize())]}
    return {**schema, **_words(field), **({"readOnly": True} if field.read_only else {})}


def _bare(schema: Schema) -> Schema:
    """Without limits; options become examples."""
    found = {key: value for key, value in schema.items() if key not in ONLY_WRITTEN}
    if schema.get("enum"):
        found["examples"] = list(schema["enum"][:5])
    if "properties" in found:
        found["properties"] = {key: _bare(part) for key, part in found["properties"].items()}
    if "items" in found:
        found["items"] = _bare(found["items"])
    return found


def _nullable(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]} if isinstance(schema.get("type"), str) else schema


def _words(field: Field) -> Schema:
    words = {"title": str(field.label)}
    if field.help:
        words["description"] = str(field.help)
    return words


def _writable(entity: Entity, required: list[str]) -> Schema:
    properties = {
        f.key: {**_written(f, f.key in required), **_words(f)} for f in entity.fields if not f.read_only
    }
    if required or not properties:
        properties = {"id": {"type": "string", "format": "uuid"}, **properties}
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": required} if required else found


def _written(field: Field, required: bool) -> Schema:
    schema = field.schema()
    if schema.get("format") == "decimal":
        return {**schema, "type": ["string", "number"] if required else ["string", "number", "null"]}
    if schema.get("type") == "object" and "required" not in schema:
        parts = {key: _nullable(part) for key, part in schema["properties"].items()}
        schema = {**schema, "properties": parts}
    if required:
        return schema
    return _nullable({**schema, "enum": [*schema["enum"], None]} if "enum" in schema else schema)


def _batch(own: str) -> Schema:
    record_id = {"type": "string", "format": "uuid"}
    version = {"type": ["integer", "null"], "description": "The version the operation is based on."}

    def operation(op: str, required: list[str], **members: Schema) -> Schema:
        return {
            "type": "object",
            "required": ["op", *required],
            "properties": {"op": {"const": op}, **members},
            "additionalProperties": False,
        }

    operations = [
        operation("create", ["values"], values=ref(f"{own}Create")),
        operation("update", ["id", "values"], id=record_id, values=ref(f"{own}Patch"), version=version),
        operation("delete", ["id"], id=record_id, version=version),
        operation("restore", ["id"], id=record_id),
    ]
    return {
        "type": "object",
        "required": ["operations"],
        "properties": {"operations": {"type": "array", "maxItems": 1000, "items": {"oneOf": operations}}},
        "additionalProperties": False,
    }


# -- what is the same for every entity -------------------------------------------------------------------------------
TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
ID: Schema = {"type": "string", "format": "uuid"}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


def _items(item: Schema, **more: Schema) -> Schema:
    return _object(["items", *more], items={"type": "array", "items": item}, **more)


_PLACE = _object(
    ["detail"], pointer={**TEXT, "description": "JSON pointer into the body"}, parameter=TEXT, detail=TEXT
)

VIEW = _object(
    ["id", "entity", "name", "filter"], id=ID, entity=TEXT, name=TEXT, filter={"type": "object"}, audience=TEXT,
    columns={"type": "array", "items": TEXT}, sort=TEXT, layout=TEXT, owner=ID, url=TEXT,
)  # fmt: skip

COMMON: dict[str, Schema] = {
    "Problem": _object(
        ["type", "title", "status"], type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT,
        errors={"type": "array", "items": _PLACE}, current={"type": "object"},
    ),
    "BatchResult": _items(
        _object(
            ["status", "result"], status={"type": "integer"}, result=TEXT, id={"type": ["string", "null"], "format": "uuid"},
            version={"type": "integer"}, errors={"type": "array", "items": _PLACE},
        )
    ),
    "Changes": _items(
        _object(
            ["at", "entity", "record", "operation", "changes"], at={**TEXT, "format": "date-time"}, actor=MAYBE, command=TEXT,
            source=TEXT, entity=TEXT, record=ID,
            operation={**TEXT, "enum": ["created", "changed", "deleted", "restored"]},
            changes={
                "type": "object",
                "description": "[old, new] by field.",
                "additionalProperties": {"type": "array", "minItems": 2, "maxItems": 2},
            },
        ),
        next=TEXT,
        more={"type": "boolean"},
    ),
    "Timeline": _items(
        _object(
            ["at", "text", "links"], at={**TEXT, "format": "date-time"}, text=TEXT, more=MAYBE,
            links={"type": "array", "items": _object(["title", "page"], title=TEXT, page=TEXT)},
        ),
        next=MAYBE,
    ),
    "Entities": _items(
        _object(
            ["key", "slug", "label", "fields", "rights"], key=TEXT, slug=TEXT, label=TEXT, label_plural=TEXT, title=TEXT,
            sort=TEXT, rights={"type": "object", "additionalProperties": TEXT},
            fields={"type": "array", "items": _object(["key", "kind", "label", "operators"], key=TEXT, kind=TEXT, label=TEXT)},
        )
    ),
    "Me": _object(["id", "name", "is_admin"], id=ID, name=TEXT, email=MAYBE, is_admin={"type": "boolean"}),
    "Hits": _items(_object(["entity", "id", "title", "url"], entity=TEXT, id=ID, title=TEXT, url=TEXT)),
    "View": VIEW,
    "Views": _items(VIEW),
    "Merge": _object(
        ["id", "entity", "winner", "losers", "at", "undone_at"], id=ID, entity=TEXT, winner=ID,
        losers={"type": "array", "items": ID}, at={**TEXT, "format": "date-time"},
        undone_at={**MAYBE, "format": "date-time"}, kept={"type": "object"},
    ),
}  # fmt: skip
