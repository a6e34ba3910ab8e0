"""Bodies of verbs: members by name, each checked against its JSON Schema (the few keywords that verbs use)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.api import problems

Schema = Mapping[str, Any]

_TYPES: dict[str, type] = {"string": str, "array": list, "object": dict, "integer": int, "boolean": bool}


def checked(body: dict[str, Any], schemas: Mapping[str, Schema], required: Sequence[str]) -> dict[str, Any]:
    """The body as it is. Raises a 422 problem that names the member which is missing, unknown or wrong."""
    for name in body.keys() - schemas.keys():
        raise problems.place(problems.step(name), _("There is no such member."))
    for name in required:
        if body.get(name) in (None, "", []):
            raise problems.place(problems.step(name), _("Please give this."))
    for name, value in body.items():
        if value is not None:
            _check(problems.step(name), value, schemas[name])
    return body


def _check(at: str, value: Any, schema: Schema) -> None:
    is_other = isinstance(value, bool) and schema["type"] != "boolean"  # which is an int to Python
    if is_other or not isinstance(value, _TYPES[schema["type"]]):
        raise problems.place(at, _("Expected “%s”.") % schema["type"])
    if "enum" in schema and value not in schema["enum"]:
        raise problems.place(at, _("One of: %s.") % ", ".join(schema["enum"]))
    if schema.get("format") == "uuid":
        _check_id(at, value)
    for step, inner, rule in _inside(value, schema):
        _check(at + problems.step(step), inner, rule)


def _inside(value: Any, schema: Schema) -> list[tuple[str, Any, Schema]]:
    """What is in it, as far as the schema says anything of that."""
    if isinstance(value, list):
        return [(str(place), item, schema["items"]) for place, item in enumerate(value)]
    if isinstance(value, dict) and "additionalProperties" in schema:
        return [(name, item, schema["additionalProperties"]) for name, item in value.items()]
    return []


def _check_id(at: str, value: object) -> None:
    try:
        uuid.UUID(str(value))
    except ValueError:
        raise problems.place(at, _("Expected the id of a record.")) from None
