"""/api/docs: the API as a page to read, with examples to copy; the same facts as the OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from clientela.engine.access.actor import Actor
from clientela.engine.api.openapi.document import document
from clientela.engine.api.problems import KINDS
from clientela.engine.entities import registry, shape
from clientela.engine.entities.entity import Entity

Schema = dict[str, Any]
METHODS = ("get", "post", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    example: str


@dataclass(frozen=True)
class Topic:
    """One kind of record (None: what concerns all) and what can be done with it."""

    key: str
    label: str
    entity: Entity | None
    operations: list[Operation]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    shape.refresh()
    request.actor = Actor(user)  # type: ignore[attr-defined]  # as the middleware does for pages
    with translation.override(user.language):
        context = {"topics": list(_topics()), "kinds": KINDS, "base": settings.BASE_URL}
        return render(request, "api/docs.html", context)


def _topics() -> Iterator[Topic]:
    known = {entity.key: entity for entity in registry.every()}
    made = document()
    for tag in made["tags"]:
        operations = [
            Operation(
                method.upper(),
                path,
                methods[method]["summary"],
                _example(made, method, path, methods[method]),
            )
            for path, methods in made["paths"].items()
            for method in METHODS
            if method in methods and tag["name"] in methods[method]["tags"]
        ]
        yield Topic(tag["name"], tag["description"], known.get(tag["name"]), operations)


def _example(made: Schema, method: str, path: str, operation: Schema) -> str:
    """A curl command that can be pasted into a shell."""
    lines = [f"curl {settings.BASE_URL}{path.replace('{id}', '$ID')}"]
    if method != "get":
        lines[0] = lines[0].replace("curl ", f"curl -X {method.upper()} ", 1)
    lines.append('-H "Authorization: Bearer $TOKEN"')
    if content := operation.get("requestBody", {}).get("content"):
        media = next(iter(content))
        body = json.dumps(_sample(made, content[media]["schema"], 0), ensure_ascii=False).replace("'", "’")
        lines += [f'-H "Content-Type: {media}"', f"-d '{body}'"]
    return " \\\n  ".join(lines)


def _sample(made: Schema, schema: Schema, depth: int) -> Any:
    """A small value that fits the schema: what is required, or one member where nothing is."""
    if "$ref" in schema:
        return _sample(made, made["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], depth)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return _sample(made, schema[choice][0], depth)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return _object(made, schema, depth)
    if kind == "array":
        return [_sample(made, schema["items"], depth + 1)]
    return _plain(schema, kind)


def _object(made: Schema, schema: Schema, depth: int) -> Schema:
    properties: Schema = schema.get("properties", {})
    names = schema.get("required") or [name for name in properties if name != "id"][:1]
    return {name: _sample(made, properties[name], depth + 1) for name in names}


def _plain(schema: Schema, kind: Any) -> Any:
    samples = {
        "uuid": "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11",
        "date": "2026-05-31",
        "date-time": "2026-05-31T14:30:00Z",
        "email": "igor@example.org",
        "uri": "https://example.org",
        "decimal": "1250.00",
    }
    if kind in ("integer", "number"):
        return 1
    return samples.get(schema.get("format", ""), schema.get("title") or "EUR")
