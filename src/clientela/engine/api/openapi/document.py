"""The whole document, made once per shape and language, and its address."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils import translation
from django.utils.translation import gettext as _

from clientela.engine.access.middleware import Request
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.api.openapi import operations, parameters, schemas
from clientela.engine.entities import registry, shape

DESCRIPTION = """\
Every kind of record has the same operations. Values are given by field; money is {"amount": "148000.00", "currency": "EUR"},
numbers are decimal strings, times are RFC 3339 in UTC. A filter is a parameter named `field__operator` (`amount__gte=1000`);
through links it is a path (`company__industry=medical`). ETag and If-Match carry the version, PATCH is a JSON Merge Patch,
Idempotency-Key makes a write safe to repeat, and an error is an RFC 9457 problem that names each bad field.
"""

_made: dict[str, tuple[int, dict[str, Any]]] = {}


def document() -> dict[str, Any]:
    """The document for the shape and the language in force."""
    language, version = translation.get_language() or "en", shape.current().version
    known = _made.get(language)
    if known is None or known[0] != version:
        # Plain JSON values: labels are lazy texts, and a cached one must not change its language.
        known = version, orjson.loads(orjson.dumps(_document(), default=str))
        _made[language] = known
    return known[1]


def _document() -> dict[str, Any]:
    entities = registry.every()
    paths = operations.common()
    components = dict(schemas.COMMON)
    for entity in entities:
        paths.update(operations.of_entity(entity))
        components.update(schemas.of_entity(entity))
    tags = [{"name": entity.key, "description": entity.label_plural} for entity in entities]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Clientela", "version": "1", "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [*tags, {"name": "system", "description": _("The system")}],
        "paths": paths,
        "components": {
            "schemas": components,
            "parameters": parameters.COMMON,
            "responses": operations.responses(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "clt_…"}},
        },
    }


def _view(_request: Request) -> Answer:
    return Answer(document())


view = endpoint(get=_view)
