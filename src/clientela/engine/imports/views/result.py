"""/import/<id>/ once it has begun: how far it is, what came of every row, going on, taking back."""

from __future__ import annotations

import csv
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Min
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound
from clientela.engine.imports import beginning, drafts, outcomes, problems, results, run
from clientela.engine.imports.models import Import, ImportFile
from clientela.engine.imports.plan import FilePlan
from clientela.engine.imports.problems import Report
from clientela.engine.imports.reading.export_safe import neutralise
from clientela.engine.imports.views import draft, preview, worries
from clientela.engine.screens.responses import is_fragment, screen, visit


@require_safe
@screen
def show(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """The one page of an import, whatever it is at."""
    job = run.get(request.actor, import_id)
    if job.state == "planned":
        return draft.page(request, job)
    template = "imports/_result.html" if is_fragment(request) else "imports/result.html"
    return render(request, template, _context(request, job))


def _context(request: Request, job: Import) -> dict[str, Any]:
    files = list(job.files.all())
    file = next((each for each in files if str(each.pk) == request.GET.get("file")), files[0])
    status = request.GET.get("outcome", "") if request.GET.get("outcome") in outcomes.LABELS else ""
    return {
        "job": job,
        "name": beginning.name_of(job),
        "standing": beginning.standing(job),
        "files": files,
        "file": file,
        "labels": {entity.key: entity.label_plural for entity in registry.every()},
        "totals": _totals(sum((Counter(each.counts) for each in files), Counter())),
        "file_totals": _totals(Counter(file.counts)),
        "status": status,
        "part": preview.fates(request.actor, file, status, request.GET.get("after", "")),
        "worries": worries.groups(request.actor, FilePlan.of(file.plan), Report(file.report)),
        "here": reverse("import-one", args=[job.pk]),
        "did": any(_did_something(each) for each in files),
        "entity": registry.get(file.entity),
        "records": _records(job, file),
    }


def _records(job: Import, file: ImportFile) -> str:
    """The list of what this file created, or only changed, by who did it and when."""
    did = next((did for did in ("created", "updated") if file.counts.get(did)), "")
    begun = file.pieces.aggregate(at=Min("at"))["at"]
    if not did or job.state in ("undoing", "undone"):
        return ""
    narrowed = {"view": "all", f"{did}_at__gte": begun.isoformat()}
    if file.finished_at is not None:
        narrowed[f"{did}_at__lte"] = file.finished_at.isoformat()
    if job.by_id is not None:
        narrowed[f"{did}_by"] = str(job.by_id)
    return f"/{registry.get(file.entity).slug}/?{urlencode(narrowed)}"


def _did_something(file: ImportFile) -> bool:
    """Whether there is anything to undo."""
    made = {problems.CREATED_LINK, problems.ADDED_OPTION, problems.NEW_FIELD}
    return bool(
        file.counts.get(outcomes.CREATED)
        or file.counts.get(outcomes.UPDATED)
        or any(each[0] in made for each in file.report)
    )


def _totals(counts: Counter[str]) -> list[tuple[str, str, int, str]]:
    return [(s, str(label), counts[s], preview.TONES[s]) for s, label in outcomes.LABELS.items() if counts[s]]


@require_safe
@screen
def rows(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """More rows of the table."""
    return render(request, "imports/_rows.html", _context(request, _begun(request, import_id)))


def _begun(request: Request, import_id: uuid.UUID) -> Import:
    job = run.get(request.actor, import_id)
    if job.state == "planned":
        raise NotFound(f"import {import_id}")
    return job


@require_safe
@screen
def download(request: Request, import_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponseBase:
    """The file's own rows, each with its outcome, message and record."""
    file = drafts.file_of(_begun(request, import_id), file_id)
    lines = results.lines(request.actor, import_id, file.position)
    response = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(file)}"'
    return response


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv(lines: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for line in lines:
        yield writer.writerow([neutralise(cell) for cell in line])


def _file_name(file: ImportFile) -> str:
    """ASCII is what every browser takes in a header."""
    stem = file.name.rsplit(".", 1)[0].encode("ascii", "ignore").decode()
    plain = "".join(character if character.isalnum() or character in "-_" else "-" for character in stem)
    return f"{plain.strip('-') or 'import'}-result.csv"


@require_POST
@screen
def go_on(request: Request, import_id: uuid.UUID) -> HttpResponseBase:
    beginning.go_on(request.actor, import_id)
    return visit(request, reverse("import-one", args=[import_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@screen
def undo(request: Request, import_id: uuid.UUID) -> HttpResponseBase:
    """What undoing would take back, and doing it."""
    if request.method == "POST":
        beginning.take_back(request.actor, import_id)
        return visit(request, reverse("import-one", args=[import_id]))
    job = _begun(request, import_id)
    found = beginning.preview(request.actor, job)
    kept: Counter[str] = Counter(each.message for each in found.kept) if found else Counter()
    counts: Counter[str] = sum((Counter(each.counts) for each in job.files.all()), Counter())
    context = {
        "job": job,
        "found": found,
        "kept": kept.most_common(8),
        "counts": counts,
        "name": beginning.name_of(job),
    }
    return render(
        request, "imports/undo_panel.html" if is_fragment(request) else "imports/undo.html", context
    )
