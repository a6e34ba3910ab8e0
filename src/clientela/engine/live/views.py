from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.live import notices, presence
from clientela.engine.screens.responses import is_fragment, screen


@require_safe
@screen
def notifications(request: Request) -> HttpResponse:
    """The page of all; to the frame's bell, which asks again when there is news, only the number."""
    if is_fragment(request) and request.headers.get("HX-Target", "").endswith("#bell"):
        return render(request, "frame/bell.html")
    return _listed(request)


@require_safe
@screen
def notification(request: Request, notification_id: uuid.UUID) -> HttpResponseBase:
    """Go where the news points; following it is reading it."""
    return HttpResponseRedirect(notices.follow(request.actor, notification_id))


@require_safe
@screen
def here(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponse:
    """Who else has this record open."""
    record = gate.get(request.actor, registry.by_slug(slug).model, record_id)
    return render(request, "screens/record/_here.html", {"others": presence.others(request.actor, record.pk)})


@require_POST
@screen
def read(request: Request) -> HttpResponseBase:
    notices.mark_read(request.actor)
    return (
        _listed(request) if is_fragment(request) else HttpResponseRedirect(request.path.replace("read/", ""))
    )


def _listed(request: Request) -> HttpResponse:
    template = (
        "notifications/_notifications.html" if is_fragment(request) else "notifications/notifications.html"
    )
    return render(request, template, {"news": notices.recent(request.actor)})
