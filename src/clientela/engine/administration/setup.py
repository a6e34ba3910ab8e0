"""The first visit to an empty system: who is the administrator?"""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from clientela.engine.access import commands
from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import Invalid, Refused

BACKEND = "clientela.engine.access.backend.Backend"


def setup(request: HttpRequest) -> HttpResponse:
    """Asks for the first administrator; from then on it leads to signing in."""
    if not commands.is_new():
        return HttpResponseRedirect("/account/login/")
    given = {key: request.POST.get(key, "").strip() for key in ("name", "email")}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            user = commands.create_first_administrator(
                SYSTEM, **given, password=request.POST.get("password", "")
            )
        except Invalid as invalid:
            errors = invalid.errors
        except Refused:
            return HttpResponseRedirect("/account/login/")
        else:
            login(request, user, backend=BACKEND)
            return HttpResponseRedirect("/")
    return render(
        request,
        "administration/setup.html",
        {"given": given, "errors": errors},
        status=422 if errors else 200,
    )
