"""/import/: choose files, and what was imported before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.imports import beginning, drafts, outcomes
from clientela.engine.imports.beginning import Standing
from clientela.engine.imports.drafts import Unread
from clientela.engine.imports.models import Import
from clientela.engine.imports.views import preview
from clientela.engine.screens.responses import screen, visit

MEGABYTE = 2**20
STATES = {"draft": "", "working": "live", "stopped": "bad", "done": "good", "undone": ""}


@dataclass
class Earlier:
    """An import in the list of those before; `told` are outcomes: word, rows, tone."""

    job: Import
    standing: Standing
    names: list[str]
    holds: list[str]
    told: list[tuple[str, int, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@screen
def index(request: Request) -> HttpResponseBase:
    entity = request.GET.get("as") or request.GET.get("entity", "")
    if request.method == "POST":
        return _upload(request, entity)
    return _page(request, entity)


def _upload(request: Request, entity: str) -> HttpResponseBase:
    uploads = request.FILES.getlist("files")
    if refusal := _refusal(uploads):
        return _page(request, entity, [refusal], status=413 if uploads else 422)
    job, unread = drafts.stage(request.actor, uploads, entity)
    if job is None:
        return _page(request, entity, unread, status=422)
    return visit(request, reverse("import-one", args=[job.pk]))


def _refusal(uploads: Sequence[Any]) -> Unread | None:
    """Why nothing is taken at all."""
    if not uploads:
        return _("No file"), _("Choose the file first, then send it.")
    if len(uploads) > drafts.MOST_FILES:
        return _("Too many files"), _(
            "At most %d files are imported together. Choose fewer."
        ) % drafts.MOST_FILES
    big = next((upload for upload in uploads if (upload.size or 0) > settings.UPLOAD_LIMIT), None)
    if big is not None:
        return str(big.name), too_big()
    return None


def too_big() -> str:
    limit = settings.UPLOAD_LIMIT // MEGABYTE
    return (
        _(
            "It is larger than %d MB. Split it, pack it with gzip, or import it on the server with “clientela import”."
        )
        % limit
    )


def _page(request: Request, entity: str, unread: Sequence[Unread] = (), status: int = 200) -> HttpResponse:
    importable = drafts.importable(request.actor)
    context = {
        "wanted": next((known for known in importable if known.key == entity), None),
        "unread": unread,
        "earlier": _earlier(request.actor),
        "states": STATES,
        "limit": settings.UPLOAD_LIMIT // MEGABYTE,
        "too_big": too_big(),
    }
    return render(request, "imports/start.html", context, status=status)


def _earlier(actor: Actor) -> list[Earlier]:
    return [_told(job) for job in drafts.recent(actor)]


def _told(job: Import) -> Earlier:
    files = list(job.files.all())
    counts: Counter[str] = sum((Counter(file.counts) for file in files), Counter())
    known = {entity.key: str(entity.label_plural) for entity in registry.every()}
    holds = list(dict.fromkeys(known[file.entity] for file in files if file.entity in known))
    told = [
        (str(label), counts[key], preview.TONES[key]) for key, label in outcomes.LABELS.items() if counts[key]
    ]
    return Earlier(job, beginning.standing(job), [file.name for file in files], holds, told)
