"""What surrounds every operation: method, caller, language, answer, and problems where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from clientela.engine.access.middleware import Request
from clientela.engine.api import auth, problems
from clientela.engine.api.problems import Problem


@dataclass(frozen=True)
class Answer:
    """A body that becomes JSON (None for none; a response goes out as it is), a status and headers."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Work = Callable[..., Answer]
ANY = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def endpoint(every: Work | None = None, /, **methods: Work) -> Callable[..., HttpResponse]:
    """A view of one address: what each method (get=, post=, patch=, delete=) does there.

    `every` takes any method, for addresses of which only the work itself knows what they allow.
    """
    works = {name.upper(): work for name, work in methods.items()}
    if every is not None:
        works |= dict.fromkeys(ANY, every)
    if "GET" in works:
        works["HEAD"] = works["GET"]
    allowed = ", ".join(sorted([*works, "OPTIONS"]))

    @csrf_exempt  # auth checks it where a session is what identifies the caller
    def view(request: HttpRequest, **where: str) -> HttpResponse:
        try:
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": allowed})
            work = works.get(request.method or "")
            if work is None:
                detail = _("Use one of: %s.") % allowed
                raise Problem("method-not-allowed", detail, headers={"Allow": allowed})
            return _done(cast(Request, request), work, where)
        except Exception as error:
            return problems.answer(request, error)

    return view


def _done(request: Request, work: Work, where: Mapping[str, str]) -> HttpResponse:
    request.actor = auth.identify(request)
    with _language(request):
        try:
            response = _response(request, work(request, **where))
        except Exception as error:
            response = problems.answer(request, error)
        response.headers["Content-Language"] = translation.get_language() or "en"
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    return response


def _language(request: Request) -> AbstractContextManager[None]:
    """Django has followed Accept-Language already; a caller who sent none gets their own language."""
    if "Accept-Language" in request.headers or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return nullcontext()
    return translation.override(request.actor.user.language)


def _response(request: Request, answer: Answer) -> HttpResponse:
    if isinstance(answer.body, HttpResponse):  # the contents of a file
        return answer.body
    if answer.body is None:
        return HttpResponse(status=answer.status, headers=dict(answer.headers))
    body = orjson.dumps(answer.body, default=str)
    headers = {"Content-Length": str(len(body)), **answer.headers}
    content = b"" if request.method == "HEAD" else body
    return HttpResponse(content, status=answer.status, content_type="application/json", headers=headers)


@csrf_exempt
def nowhere(request: HttpRequest, **_where: str) -> HttpResponse:
    """Any other address under /api."""
    detail = _("There is no such address; %s lists all of them.") % problems.DOCS
    if request.path.endswith("/"):
        detail = _("Addresses of the API do not end with a slash.")
    return problems.answer(request, Problem("not-found", detail))
