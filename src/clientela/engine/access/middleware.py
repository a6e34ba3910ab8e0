"""Puts the actor on the request and the person's language and time zone in force."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.entities import shape


class Request(HttpRequest):
    """What views receive: Django's request with an actor on it (None for a visitor who has not signed in)."""

    actor: Actor


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            return self.get_response(request)
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        request.actor = acting(user)  # type: ignore[attr-defined]  # declared by Request
        with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.timezone)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
            return response


def acting(user: User) -> Actor:
    """The person with the rights that were read when the session was recognised."""
    actor = Actor(user=user)
    known = getattr(user, "reach", None)
    if known is None:  # signed in by this very request
        shape.refresh()
    else:
        actor.__dict__["reach"] = known
    return actor
