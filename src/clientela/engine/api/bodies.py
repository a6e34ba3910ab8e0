"""Reading what a caller sent: content type, size, JSON with the place of a mistake, headers that carry conditions."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.api import problems
from clientela.engine.api.problems import Problem
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import NotFound
from clientela.engine.fields.base import Field

JSON = ("application/json",)
PATCH = ("application/merge-patch+json", "application/json")
LIMIT = 8 * 2**20

Current = Callable[[], Any]


def read(request: HttpRequest, kinds: tuple[str, ...] = JSON) -> dict[str, Any]:
    """The body, a JSON object. Raises 400, 413, 415 and 422 problems."""
    if (
        request.content_type not in kinds
        or (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8"
    ):
        detail = _("Send the body as “%s”, in UTF-8.") % kinds[0]
        name = "Accept-Patch" if kinds is PATCH else "Accept-Post"
        raise Problem("unsupported-media-type", detail, headers={name: ", ".join(kinds)})
    if _length(request) > LIMIT:
        detail = _("At most %d MB can be sent at once; send fewer records.") % (LIMIT // 2**20)
        raise Problem("too-large", detail)
    return _object(request.body)


def _length(request: HttpRequest) -> int:
    declared = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(declared) if declared.isdigit() else 0


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as bad:
        where = {"line": bad.lineno, "column": bad.colno, "reason": bad.msg}
        detail = _("The body is not valid JSON: line %(line)d, column %(column)d: %(reason)s.") % where
        raise problems.place("", detail, "bad-request") from None
    if not isinstance(body, dict):
        raise problems.place("", _("Expected a JSON object."))
    return body


def record_id(text: str) -> uuid.UUID:
    """The id in an address; what is no id is the address of nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound(text) from None


def once(request: Request) -> Actor:
    """The actor, whose next command is done at most once when the request has an Idempotency-Key."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return request.actor
    if not re.fullmatch(r"[!-~]{1,150}", key):
        raise Problem(
            "bad-request", _("An Idempotency-Key is 1 to 150 printable ASCII characters without spaces.")
        )
    return request.actor.once(key)


def if_match(request: HttpRequest) -> int | None:
    """The version that the caller's change is based on, None for any.

    A weak tag counts as well: compressing proxies weaken our tags, and the tag is the row's version either way.
    """
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"(\d{1,9})"', given)
    if not found:
        raise Problem("bad-request", _('If-Match takes the one ETag you were given, such as "7", or *.'))
    return int(found[1])


def unchanged(request: HttpRequest, version: int) -> bool:
    """Whether the caller says to have this version already."""
    given = request.headers.get("If-None-Match", "")
    return str(version) in re.findall(r'"(\d+)"', given) or given.strip() == "*"


# -- from a body to values by field key ------------------------------------------------------------------------------
def values(
    entity: Entity, body: Mapping[str, Any], current: Current | None = None, at: str = ""
) -> dict[str, Any]:
    """A body as what commands take. With `current`, which gives the stored record, it is a JSON Merge Patch (RFC 7396).

    The parts of a compound value become values of their own (address.city), so that the command merges them.
    """
    found: dict[str, Any] = {}
    for key, value in body.items():
        if "." in key:
            detail = _(
                "Names of fields have no point in them; write the parts of a value as an object of their own."
            )
            raise problems.place(at + problems.step(key), detail)
        if isinstance(value, dict) and key != "id" and entity.has(key):
            found.update(_object_value(entity.field(key), value, current))
        else:
            found[key] = value
    return found


def _object_value(field: Field, value: dict[str, Any], current: Current | None) -> dict[str, Any]:
    parts = field.parts()
    if parts and not any(part.read_only for part in parts.values()):
        return {f"{field.key}.{part}": text for part, text in value.items()}
    lacking = set(field.schema().get("required", ())) - set(value)
    record = current() if current is not None and lacking else None
    stored = field.to_json(field.load(record)) if record is not None else None
    return {field.key: {**(stored or {}), **value}}
