"""What a screen answers when a command or query raises: the same sentence as a page, or as a toast beside a fragment.

Views are wrapped in @screen. A page is answered by the frame with the refusal in it; a fragment (htmx, but not a followed
link) by a toast alone, which swaps nothing else, so that what a person typed stays where it is.
"""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from clientela.engine.access.middleware import Request
from clientela.engine.errors import Conflict, Denied, Invalid, NotFound, Refused
from clientela.engine.fields.base import BadValue

P = ParamSpec("P")
FAILURES = (NotFound, Denied, Invalid, Conflict, Refused, BadValue, Http404)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """Status, what happened, and what to do about it."""

    status: int
    title: str
    text: str
    icon: str = "circle-alert"


def screen(
    view: Callable[Concatenate[Request, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view for people who have signed in, whose errors are answered in words."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "actor", None) is None:
            return redirect_to_login(request.get_full_path())
        try:
            return view(cast(Request, request), *args, **kwargs)
        except FAILURES as failure:
            return refused(request, failure)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], answer)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked for a part of the page; a followed link asks for the whole sheet."""
    headers = request.headers
    whole = headers.get("HX-Target") == "main#sheet" or "HX-History-Restore-Request" in headers
    return headers.get("HX-Request") == "true" and not whole


def refused(request: HttpRequest, failure: BaseException) -> HttpResponse:
    """The answer to one of FAILURES."""
    found = refusal(failure)
    if is_fragment(request):
        return render(request, "screens/refused.html", {"refusal": found}, status=found.status)
    context = {"title": found.title, "text": found.text, "icon_name": found.icon}
    return render(request, "refusal.html", context, status=found.status)


def refusal(failure: BaseException) -> Refusal:
    for kind, words in WORDS.items():
        if isinstance(failure, kind):
            return words(failure)
    raise TypeError(f"{type(failure).__name__} is no refusal")


def _missing(_failure: Any) -> Refusal:
    text = _("It was deleted, it never was, or you may not see it. The recycle bin keeps what was deleted.")
    return Refusal(404, _("There is nothing here"), text, "unplug")


def _denied(_failure: Any) -> Refusal:
    text = _("Your role does not let you do this. Ask the owner of the record or an administrator.")
    return Refusal(403, _("You may not do that"), text, "lock")


def _invalid(failure: Invalid) -> Refusal:
    text = " ".join(message for messages in failure.errors.values() for message in messages)
    return Refusal(422, _("This cannot be saved"), text)


def _conflict(_failure: Any) -> Refusal:
    text = _("Somebody else changed this record while you worked. Look at it again, then repeat your change.")
    return Refusal(412, _("Changed meanwhile"), text)


def _refused(failure: Refused) -> Refusal:
    return Refusal(409, _("That is not possible"), str(failure))


def _bad(failure: BadValue) -> Refusal:
    return Refusal(400, _("This address does not make sense"), str(failure))


WORDS: dict[type[BaseException], Callable[[Any], Refusal]] = {
    NotFound: _missing,
    Http404: _missing,
    Denied: _denied,
    Invalid: _invalid,
    Conflict: _conflict,
    Refused: _refused,
    BadValue: _bad,
}


def visit(request: HttpRequest, href: str, trigger: dict[str, Any] | None = None) -> HttpResponse:
    """Go to another page: by an event where htmx asked (see islands/travel.ts), else by a redirect."""
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(href)
    return told(**{"visit": {"href": href}, **(trigger or {})})


def told(response: HttpResponse | None = None, /, **events: Any) -> HttpResponse:
    """A response that tells the page of events (refresh, saved, visit …); empty unless one is given."""
    answer = response or HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps(events)
    return answer


# -- what Django itself answers (handler400 … in config/urls) --------------------------------------------------------
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # Django passes it
    text = _("The browser sent something that cannot be understood. Go back and try again.")
    return _page(request, Refusal(400, _("This does not make sense"), text))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, _denied(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # Django passes it
    text = _(
        "This page was open for too long, or came from elsewhere. Load it again and repeat what you did."
    )
    return _page(request, Refusal(403, _("The page has expired"), text))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, _missing(exception))


def failed(request: HttpRequest) -> HttpResponse:
    text = _("The server made a mistake; it is in the log. Nothing was half saved. Go back and try again.")
    return _page(request, Refusal(500, _("That did not work"), text, "unplug"))


def _page(request: HttpRequest, found: Refusal) -> HttpResponse:
    """The refusal in the frame; in bare words where even the frame cannot be drawn (no database, a broken template)."""
    try:
        context = {"title": found.title, "text": found.text, "icon_name": found.icon}
        return render(request, "refusal.html", context, status=found.status)
    except Exception:
        log.exception("the page for status %s could not be drawn", found.status)
        words = f"{found.title}\n{found.text}\n"
        return HttpResponse(words, status=found.status, content_type="text/plain; charset=utf-8")
