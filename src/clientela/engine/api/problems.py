"""What the API answers instead of a result: RFC 9457 problem documents, each naming the place and the remedy."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.engine.changes.log import BadCursor as BadPosition
from clientela.engine.errors import Conflict, Denied, Invalid, NotFound, Refused
from clientela.engine.fields.base import BadValue
from clientela.engine.query.filters import BadFilter
from clientela.engine.query.paging import BadCursor

MEDIA_TYPE = "application/problem+json"
DOCS = "/api/docs"
log = logging.getLogger(__name__)

# The name that ends the type URI → (status, title).
KINDS: dict[str, tuple[int, Any]] = {
    "bad-request": (400, lazy("The request cannot be understood")),
    "unauthenticated": (401, lazy("Say who you are")),
    "forbidden": (403, lazy("You may not do that")),
    "not-found": (404, lazy("There is nothing here")),
    "method-not-allowed": (405, lazy("That cannot be done here")),
    "refused": (409, lazy("That is not possible")),
    "changed-meanwhile": (412, lazy("Changed meanwhile")),
    "too-large": (413, lazy("Too much at once")),
    "unsupported-media-type": (415, lazy("Wrong content type")),
    "invalid": (422, lazy("These values cannot be saved")),
    "too-many-requests": (429, lazy("Too many requests")),
    "failed": (500, lazy("The server made a mistake")),
    "unavailable": (503, lazy("Not just now")),
}


@dataclass
class Problem(Exception):
    """`errors` name the bad places: {"pointer": JSON pointer into the body} or {"parameter": name}, and "detail"."""

    kind: str
    detail: str
    errors: Sequence[Mapping[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return KINDS[self.kind][0]

    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "type": f"{DOCS}#{self.kind}",
            "title": str(KINDS[self.kind][1]),
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            found["errors"] = list(self.errors)
        return {**found, **self.more}

    def response(self) -> HttpResponse:
        body = orjson.dumps(self.document(), default=str)
        return HttpResponse(body, status=self.status, content_type=MEDIA_TYPE, headers=dict(self.headers))


def pointer(key: str) -> str:
    """A field key as a JSON pointer (RFC 6901): address.city → /address/city."""
    return "".join(map(step, key.split("."))) if key else ""


def step(name: str) -> str:
    """One step of a JSON pointer."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def field_errors(errors: Mapping[str, Sequence[str]], at: str = "") -> list[dict[str, str]]:
    return [
        {"pointer": at + pointer(key), "detail": message}
        for key, messages in errors.items()
        for message in messages
    ]


def parameter(name: str, detail: str) -> Problem:
    """A query parameter that makes no sense."""
    return Problem("bad-request", detail, [{"parameter": name, "detail": detail}])


def only(given: Iterable[str], *known: str) -> None:
    """Refuse parameters that nobody reads: a misspelt one would be taken for an answer to it."""
    for name in given:
        if name not in known:
            raise parameter(name[:60], _("There is no such parameter."))


def place(at: str, detail: str, kind: str = "invalid") -> Problem:
    """A place in the body that makes no sense."""
    return Problem(kind, detail, [{"pointer": at, "detail": detail}])


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """The response to any exception; one that nothing here knows is the server's mistake and is logged."""
    problem = error if isinstance(error, Problem) else _known(error)
    if problem is None:
        log.exception("%s %s failed", request.method, request.path)
        got_request_exception.send(sender=None, request=request)
        problem = Problem("failed", _("It is in the server's log. Nothing was half saved; try again later."))
    return problem.response()


def _known(error: Exception) -> Problem | None:
    for kind, words in WORDS.items():
        if isinstance(error, kind):
            return words(error)
    return None


def _invalid(error: Invalid) -> Problem:
    errors = field_errors(error.errors)
    return Problem("invalid", " ".join(found["detail"] for found in errors), errors)


def _filter(error: BadFilter) -> Problem:
    return parameter(error.where or "filter", error.message)


def _missing(_error: NotFound) -> Problem:
    return Problem("not-found", _("It was deleted, it never was, or you may not see it."))


def _denied(_error: Denied) -> Problem:
    return Problem(
        "forbidden", _("Your role does not let you do this. Ask the record's owner or an administrator.")
    )


def conflict(**more: Any) -> Problem:
    detail = _("Somebody else changed this record. Read it again, then repeat your change.")
    return Problem("changed-meanwhile", detail, **more)


def _changed(_error: Conflict) -> Problem:
    return conflict()


def _broken_off(_error: UnreadablePostError) -> Problem:
    return Problem("bad-request", _("The body broke off."))


def _too_big(_error: RequestDataTooBig) -> Problem:
    return Problem("too-large", _("The body is too large. Send fewer records at once."))


def _busy(_error: OperationalError) -> Problem:
    log.warning("the database did not answer", exc_info=True)
    detail = _("The database does not answer at the moment. Nothing was half saved; repeat the request.")
    return Problem("unavailable", detail, headers={"Retry-After": "1"})


# In this order: an exception may be of several kinds.
WORDS: dict[type[Exception], Callable[[Any], Problem]] = {
    Invalid: _invalid,
    NotFound: _missing,
    Denied: _denied,
    Conflict: _changed,
    Refused: lambda error: Problem("refused", str(error)),
    BadFilter: _filter,
    BadCursor: lambda error: parameter("after", str(error)),
    BadPosition: lambda error: parameter("after", str(error)),
    BadValue: lambda error: Problem("bad-request", str(error)),
    RequestDataTooBig: _too_big,
    SuspiciousOperation: lambda error: Problem("bad-request", str(error)),
    UnreadablePostError: _broken_off,
    OperationalError: _busy,
}
