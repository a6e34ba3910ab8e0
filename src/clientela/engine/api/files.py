"""Files of records: GET and POST /<slug>/<id>/files (multipart), GET /files/<id>/content."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.api import bodies, documents, scope
from clientela.engine.api.endpoint import Answer, endpoint
from clientela.engine.api.problems import Problem
from clientela.engine.documents import files, serving
from clientela.engine.documents.contents import TooLarge
from clientela.engine.documents.models import File
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound
from clientela.engine.fields.link import Target


def _target(request: Request, slug: str, record: str, to: str) -> Target:
    entity = scope.entity(request, slug)
    if not entity.timeline:
        raise NotFound(slug)
    found = gate.get(request.actor, entity.model, bodies.record_id(record), to=to)
    return Target(entity.key, found.pk)


def _written(found: list[File]) -> dict[str, Any]:
    write = documents.writer(registry.get("file"))
    return {"items": [write(file) for file in found], "next": None}


def _list(request: Request, slug: str, record: str) -> Answer:
    return Answer(_written(files.of(request.actor, _target(request, slug, record, "view"))))


def _add(request: Request, slug: str, record: str) -> Answer:
    target = _target(request, slug, record, "change")
    if request.content_type != "multipart/form-data":
        raise Problem("unsupported-media-type", _("Send files as multipart/form-data, each named “file”."))
    sent = request.FILES.getlist("file")
    if not sent:
        raise Problem("bad-request", _("There is no part named “file” in the body."))
    try:
        made = files.upload(bodies.once(request), target, sent)
    except TooLarge as large:
        raise Problem("too-large", str(large)) from None
    return Answer(_written(made), 201)


def _content(request: Request, record: str) -> Answer:
    scope.need(request.actor, "file", "view")
    return Answer(serving.file(request, gate.get(request.actor, File, bodies.record_id(record))))


collection = endpoint(get=_list, post=_add)
content = endpoint(get=_content)
