from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clientela.domains.deals import commands, queries
from clientela.domains.deals.models import Stage
from clientela.engine.access import commands as access
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.errors import NotFound
from clientela.engine.screens import undo
from clientela.engine.screens.responses import screen, told


def home(request: HttpRequest) -> HttpResponseBase:
    """The address itself: my day, or the first administrator's form on an empty system."""
    if getattr(request, "actor", None) is None and access.is_new():
        return HttpResponseRedirect("/setup/")
    return today(request)


@screen
def today(request: Request) -> HttpResponse:
    day = queries.today(request.actor)
    return render(request, "deals/today.html", {"day": day, "date": timezone.localdate()})


@screen
@require_POST
def enter_stage(request: Request, deal_id: UUID) -> HttpResponse:
    """To another stage, from the bar on the deal's page."""
    stage = gate.get(request.actor, Stage, _uuid(request.POST.get("stage", "")))
    with undo.undoable() as mark:
        deal = commands.move(request.actor, deal_id, stage.pk)
    return _said(request, _("“%(deal)s” is in “%(stage)s”") % {"deal": deal, "stage": stage}, mark)


@screen
@require_POST
def close(request: Request, deal_id: UUID) -> HttpResponse:
    """Won, or lost with a reason."""
    with undo.undoable() as mark:
        if request.POST.get("result") == "won":
            deal, words = commands.win(request.actor, deal_id), _("“%s” is won")
        else:
            deal, words = (
                commands.lose(request.actor, deal_id, reason=request.POST.get("reason", "")),
                _("“%s” is lost"),
            )
    return _said(request, words % deal, mark)


@screen
@require_POST
def reopen(request: Request, deal_id: UUID) -> HttpResponse:
    with undo.undoable() as mark:
        deal = commands.reopen(request.actor, deal_id)
    return _said(request, _("“%s” is open again") % deal, mark)


def _said(request: Request, text: str, mark: undo.Mark) -> HttpResponse:
    return told(render(request, "screens/toast.html", {"text": text, "undo": mark.url}), refresh={})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(text[:60]) from None
