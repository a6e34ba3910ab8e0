"""Who calls: a program with a bearer token, or a page of ours with the session of the person in front of it."""

from __future__ import annotations

import uuid
from typing import Any, cast

import orjson
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from clientela.engine.access.actor import REACH, Actor, Reach
from clientela.engine.access.models import ApiToken, User
from clientela.engine.api.limits import Limit
from clientela.engine.api.problems import Problem
from clientela.engine.entities import shape
from clientela.engine.postgresql.base import hot

CHALLENGE = 'Bearer realm="Clientela"'
NEEDED = (
    "id",
    "email",
    "name",
    "team_id",
    "branch_id",
    "is_active",
    "language",
    "timezone",
    "currency",
    "preferences",
)
# In the model's own order, which from_db() relies on.
PERSON = tuple(field.attname for field in User._meta.concrete_fields if field.attname in NEEDED)

# One round trip: the token, whose it is, how far their rights stretch, and the version of the system's shape.
SIGN_IN = f"""
SELECT token.id, token.scopes,
    token.revoked_at IS NULL AND coalesce(token.expires_at > now(), true) AND person.is_active AND person.deleted_at IS NULL,
    token.last_used_at IS NULL OR token.last_used_at < now() - interval '1 minute',
    (SELECT number FROM entities_shapeversion),
    reach.colleagues, reach.branches, reach.teams, reach.roles,
    {", ".join(f"person.{name}" for name in PERSON)}
FROM access_apitoken token
JOIN access_user person ON person.id = token.user_id
CROSS JOIN LATERAL ({REACH.replace("%(user)s", "token.user_id")}) AS reach (colleagues, branches, teams, roles)
WHERE token.digest = %s
"""  # noqa: S608  # names of our own columns

limit = Limit(settings.API_REQUESTS_PER_MINUTE)


def identify(request: HttpRequest) -> Actor:
    """Who makes this request. Raises a 401, 403 or 429 problem."""
    header = request.headers.get("Authorization", "")
    if header:
        return _by_token(header)
    if request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        return _by_session(request)
    raise _unknown(_("Send “Authorization: Bearer clt_…” with a token of yours."))


def _unknown(detail: str, error: str = "") -> Problem:
    return Problem("unauthenticated", detail, headers={"WWW-Authenticate": CHALLENGE + error})


def _by_token(header: str) -> Actor:
    scheme, _space, key = header.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise _unknown(_("Only “Authorization: Bearer clt_…” is taken."))
    with hot() as cursor:
        cursor.execute(SIGN_IN, [ApiToken.digest_of(key.strip())])
        row = cursor.fetchone()
    if row is None or not row[2]:
        raise _unknown(_("This token is unknown, has expired or was revoked."), ', error="invalid_token"')
    token_id, scopes, _valid, stale, version, *rest = row
    _slow_down(token_id)
    if stale:
        _note_use(token_id)
    shape.adopt(version)
    return _actor(_json(scopes), Reach.of(*rest[:4]), rest[4:])


def _slow_down(token_id: uuid.UUID) -> None:
    seconds = limit.wait(token_id)
    if seconds:
        detail = _("This token makes more requests than it may; wait %d s.") % seconds
        raise Problem("too-many-requests", detail, headers={"Retry-After": str(seconds)})


def _note_use(token_id: uuid.UUID) -> None:
    """At most once a minute; somebody who looks for unused tokens needs no more."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_apitoken SET last_used_at = now() WHERE id = %s", [token_id])


def _actor(scopes: list[str], reach: Reach, person: list[Any]) -> Actor:
    person[PERSON.index("preferences")] = _json(person[PERSON.index("preferences")])
    user = User.from_db("default", PERSON, person)
    actor = Actor(user, source="api", scopes=frozenset(scopes) if scopes else None)
    actor.__dict__["reach"] = reach
    return actor


def _json(stored: Any) -> Any:
    """Django leaves jsonb to its own field; a plain cursor hands it over as text."""
    return orjson.loads(stored) if isinstance(stored, (str, bytes)) else stored


class _Csrf(CsrfViewMiddleware):
    """Says why instead of answering with a page."""

    def _reject(self, _request: HttpRequest, reason: str) -> Any:
        return reason


def _nothing(_request: HttpRequest) -> HttpResponse:
    """The view that Django's check asks for; only the check itself is wanted."""
    return HttpResponse()


def _by_session(request: HttpRequest) -> Actor:
    user = cast(User, request.user)
    if not user.is_authenticated or user.deleted_at is not None:
        raise _unknown(_("Your session has ended; sign in again, or send a token."))
    check = _Csrf(_nothing)
    check.process_request(request)
    reason = check.process_view(request, _nothing, (), {})
    if reason:
        raise Problem("forbidden", _("The X-CSRFToken header is missing or old: %s") % reason)
    shape.refresh()
    return Actor(user)
