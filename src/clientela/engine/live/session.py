"""Who is behind a session cookie. Asked again all the while, so that a stream ends when the session does."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User


def key_in(cookies: str) -> str:
    """The session key in a Cookie header, or ""."""
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def actor_of(session_key: str) -> Actor | None:
    """None when nobody is signed in there (any more), or the person may not sign in any more."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active or user.deleted_at is not None:
        return None
    return Actor(user=user)
