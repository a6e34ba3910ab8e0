"""Files on the pages of records: dropped, downloaded, shown small."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.documents import contents, files, serving, slots
from clientela.engine.documents.contents import TooLarge
from clientela.engine.documents.models import File
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound
from clientela.engine.fields.link import Target
from clientela.engine.screens.records import RecordPage
from clientela.engine.screens.responses import screen


@screen
@require_POST
def add(request: Request, entity: str, record_id: UUID) -> HttpResponseBase:
    """Files dropped on a record; the panel as it then is, and the timeline."""
    kind = registry.get(entity)
    record = gate.get(request.actor, kind.model, record_id, to="change")
    sent, problem, status = request.FILES.getlist("files"), "", 201
    try:
        files.upload(request.actor, Target(entity, record_id), sent)
    except TooLarge as large:
        problem, status = str(large), 413
    if not sent:
        problem, status = _("Choose a file first."), 422
    page = RecordPage(request.actor, kind, record)
    context = {"view": page, "slot": slots.shown(page.place, problem)}
    return render(request, "documents/_added.html", context, status=status)


@screen
@require_GET
def content(request: Request, file_id: UUID) -> HttpResponseBase:
    return serving.file(request, gate.get(request.actor, File, file_id))


@screen
@require_GET
def thumbnail(request: Request, file_id: UUID) -> HttpResponseBase:
    found = gate.get(request.actor, File, file_id)
    small = contents.thumbnail(found.content_id) if found.content_id else None
    if small is None:
        raise NotFound(f"{file_id} is no picture")
    response = HttpResponse(small, content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400"
    return response
