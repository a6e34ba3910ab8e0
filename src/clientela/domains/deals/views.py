from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from clientela.domains.deals import queries
from clientela.engine.access import commands as access
from clientela.engine.access.middleware import Request
from clientela.engine.screens.responses import screen


def home(request: HttpRequest) -> HttpResponseBase:
    """The address itself: my day, or the first administrator's form on an empty system."""
    if getattr(request, "actor", None) is None and access.is_new():
        return HttpResponseRedirect("/setup/")
    return today(request)


@screen
def today(request: Request) -> HttpResponse:
    day = queries.today(request.actor)
    return render(request, "deals/today.html", {"day": day, "date": timezone.localdate()})
