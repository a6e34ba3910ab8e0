from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clientela.engine.access.middleware import Request
from clientela.engine.jobs import outputs, progress
from clientela.engine.screens.responses import is_fragment, screen, visit


@require_safe
@screen
def jobs(request: Request) -> HttpResponse:
    """The page of all; to the frame, which asks again and again, only what is under way."""
    if is_fragment(request) and request.headers.get("HX-Target", "").endswith("#jobs"):
        return render(request, "frame/jobs.html", {"ended": progress.just_ended(request.actor)})
    recent = progress.recent(request.actor)
    people = progress.people(recent) if request.actor.is_admin else {}
    template = "jobs/_jobs.html" if is_fragment(request) else "jobs/jobs.html"
    return render(
        request, template, {"recent": recent, "people": people, "shows_people": request.actor.is_admin}
    )


@require_safe
@screen
def job(request: Request, job_id: uuid.UUID) -> HttpResponse:
    template = "jobs/_job.html" if is_fragment(request) else "jobs/job.html"
    found = progress.get(request.actor, job_id)
    return render(request, template, {"job": found, "file": outputs.of(request.actor, found)})


@require_POST
@screen
def cancel(request: Request, job_id: uuid.UUID) -> HttpResponseBase:
    cancelled = progress.cancel(request.actor, job_id)
    if is_fragment(request):
        return render(
            request, "jobs/_cancelled.html", {"job": cancelled, "told": _("It is being cancelled.")}
        )
    return visit(request, cancelled.href)
