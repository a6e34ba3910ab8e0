"""Puts the actor on the request and the person's language and time zone in force."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from clientela.engine.access.actor import Actor
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
        shape.refresh()
        request.actor = Actor(user=user)  # type: ignore[attr-defined]  # declared by Request
        with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.timezone)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
            return response
