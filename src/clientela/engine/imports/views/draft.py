"""/import/<id>/ before it begins: what was guessed, what would happen, and every way to change it."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import Refused
from clientela.engine.fields.numbers import currencies
from clientela.engine.imports import beginning, drafts, outcomes, trial
from clientela.engine.imports.drafts import Draft, DraftFile
from clientela.engine.imports.models import Import
from clientela.engine.imports.plan import Options
from clientela.engine.imports.trial import Trial
from clientela.engine.imports.views import columns, fields, given, preview, reading, worries
from clientela.engine.screens.responses import is_fragment, screen, visit


def page(request: Request, job: Import) -> HttpResponse:
    """The draft; to itself, when something was changed or tried, only its content."""
    try:
        draft = drafts.read(request.actor, job)
    except drafts.Expired:
        return render(
            request, "imports/expired.html", {"job": job, "name": beginning.name_of(job)}, status=410
        )
    return answer(request, draft, request.GET.get("file", ""))


def answer(request: Request, draft: Draft, file_id: str) -> HttpResponse:
    template = "imports/_draft.html" if is_fragment(request) else "imports/draft.html"
    return render(request, template, _context(request, draft, draft.file(file_id)))


def _context(request: Request, draft: Draft, file: DraftFile) -> dict[str, Any]:
    tried = _tried(request, draft)
    return {
        "job": draft.job,
        "name": beginning.name_of(draft.job),
        "draft": draft,
        "tried": tried,
        "totals": _totals(tried.counts),
        "work": beginning.standing(draft.job).work,
        "unread": draft.job.given.get("unread", []),
        "obstacles": drafts.obstacles(request.actor, draft),
        "labels": {entity.key: entity.label_plural for entity in registry.every()},
        "importable": drafts.importable(request.actor),
        "file": file,
        "here": f"{reverse('import-one', args=[draft.job.pk])}?file={file.stored.pk}",
        **(_of_file(request, file, draft.options, tried) if file.plan else {}),
        **_option_choices(),
    }


def _tried(request: Request, draft: Draft) -> Trial:
    """What was tried of this very plan; if nothing was, the first rows now and all of them in the background."""
    found = trial.known(draft)
    if found is None:
        found = trial.quick(request.actor, draft)
        if not found.whole:
            beginning.try_all(request.actor, draft)
    return found


def _totals(counts: Counter[str]) -> list[tuple[str, str, int, str]]:
    """(outcome, words, rows, tone): what will be created is always told, the rest when there is any."""
    shown = [
        status
        for status in outcomes.LABELS
        if counts[status] or status in (outcomes.CREATED, outcomes.UPDATED)
    ]
    return [(status, str(preview.WILL_BE[status]), counts[status], preview.TONES[status]) for status in shown]


def _of_file(request: Request, file: DraftFile, options: Options, tried: Trial) -> dict[str, Any]:
    plan = file.plan
    assert plan is not None
    found = tried.file(file.stored.pk)
    headings, lines = preview.first(request.actor, plan, options, found.first)
    entity = registry.get(plan.entity)
    return {
        "plan": plan,
        "entity": entity,
        "columns": columns.shown(request.actor, plan),
        "choices": fields.choices(request.actor, entity),
        "found": found,
        "file_totals": _totals(found.counts),
        "worries": worries.groups(request.actor, plan, found.report),
        "headings": headings,
        "lines": lines,
        "keys": given.keys(plan),
        "read_as": reading.shown(plan),
    }


def _option_choices() -> dict[str, Any]:
    country = reading.countries()
    return {"currencies": [(code, code) for code in sorted(currencies())], "countries": [("", "–"), *country]}


# -- changing ----------------------------------------------------------------------------------------------------------
@require_POST
@screen
def change_file(request: Request, import_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponseBase:
    """What a person says of one file."""
    job = drafts.get(request.actor, import_id)
    file = drafts.file_of(job, file_id)
    drafts.tell(job, file.name, **given.of_file(job, file, request.POST))
    return _changed(request, job, file_id)


@require_POST
@screen
def change_options(request: Request, import_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponseBase:
    """What holds for all files of the import."""
    job = drafts.get(request.actor, import_id)
    job.options = given.options(request.actor, job, request.POST).to_json()
    return _changed(request, job, file_id)


@require_POST
@screen
def leave_out(request: Request, import_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponseBase:
    job = drafts.get(request.actor, import_id)
    drafts.leave_out(job, drafts.file_of(job, file_id))
    return visit(request, reverse("import-one", args=[job.pk]))


def _changed(request: Request, job: Import, file_id: uuid.UUID) -> HttpResponseBase:
    try:
        draft = drafts.read_anew(request.actor, job)
    except drafts.Expired:
        raise Refused(_("The files of this import are not here any more. Choose them again.")) from None
    if draft.reset:
        raise Refused(_("That does not fit this file, so nothing was changed."))
    drafts.save(draft)
    if not is_fragment(request):
        return visit(request, f"{reverse('import-one', args=[job.pk])}?file={file_id}")
    return answer(request, draft, str(file_id))


@require_POST
@screen
def begin(request: Request, import_id: uuid.UUID) -> HttpResponseBase:
    try:
        beginning.begin(request.actor, drafts.get(request.actor, import_id))
    except drafts.Expired:
        raise Refused(_("The files of this import are not here any more. Choose them again.")) from None
    beginning.await_small(request.actor, import_id)
    return visit(request, reverse("import-one", args=[import_id]))


@require_POST
@screen
def discard(request: Request, import_id: uuid.UUID) -> HttpResponseBase:
    job = drafts.get(request.actor, import_id)
    beginning.stop_trying(request.actor, job)
    drafts.discard(job)
    return visit(request, reverse("import"))
