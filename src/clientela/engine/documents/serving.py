"""Files as responses: never shown as a page of ours, whatever is in them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from clientela.engine.documents import contents
from clientela.engine.documents.models import File
from clientela.engine.errors import NotFound

PDF = "application/pdf"
# Even a file that a browser insists on opening may load, run and send nothing.
LOCKED = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def attachment(
    name: str, data: bytes, media_type: str, *, tag: str = "", inline: bool = False
) -> HttpResponse:
    """`inline` is for documents that we have made ourselves."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED
    response["Cache-Control"] = "private, no-cache"
    if tag:
        response["ETag"] = f'"{tag}"'
    return response


def file(request: HttpRequest, found: File) -> HttpResponse:
    """The contents of a file that the gate gave out."""
    if found.content_id is None:
        raise NotFound(f"{found.pk} is a link")
    if request.headers.get("If-None-Match") == f'"{found.content_id}"':
        return HttpResponse(status=304)
    data = contents.load(found.content_id)
    return attachment(found.name, data, found.media_type or "", tag=found.content_id)
