from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clientela.domains.deals import commands, entering
from clientela.domains.deals.models import Deal, Stage
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.errors import Invalid, NotFound, Refused
from clientela.engine.fields.base import Field
from clientela.engine.screens import undo, widgets
from clientela.engine.screens.responses import screen, told


@screen
@require_POST
def enter_stage(request: Request, deal_id: UUID) -> HttpResponse:
    """To another stage, from the bar on the deal's page; what the stage asks for first is asked in a small form."""
    stage = gate.get(request.actor, Stage, _uuid(request.POST.get("stage", "")))
    return _entered(request, deal_id, stage, _("“%(deal)s” is in “%(stage)s”"))


@screen
@require_POST
def close(request: Request, deal_id: UUID) -> HttpResponse:
    """Won, perhaps with a reason, or lost with one."""
    kind = "won" if request.POST.get("result") == "won" else "lost"
    reason = request.POST.get("reason", "")
    deal = gate.get(request.actor, Deal, deal_id, to="change")
    if kind == "lost" and not (reason or request.POST.get("loss_reason")):
        raise Refused(_("Say why “%s” was lost.") % deal.name)
    said = _("“%(deal)s” is won") if kind == "won" else _("“%(deal)s” is lost")
    given = {"win_reason" if kind == "won" else "loss_reason": reason} if reason else {}
    return _entered(request, deal_id, commands.closing_stage(request.actor, deal, kind), said, given)


@screen
@require_POST
def reopen(request: Request, deal_id: UUID) -> HttpResponse:
    deal = gate.get(request.actor, Deal, deal_id, to="change")
    stage = commands.closing_stage(request.actor, deal, "open")
    return _entered(request, deal_id, stage, _("“%(deal)s” is open again"))


def _entered(
    request: Request, deal_id: UUID, stage: Stage, said: str, given: Mapping[str, Any] = commands.NOTHING
) -> HttpResponse:
    """Move the deal; where the stage asks for something that neither the deal nor the form says, ask."""
    deal = gate.get(request.actor, Deal, deal_id, to="change")
    asked = [field for field in entering.missing(stage, deal) if field.key not in given]
    sent = {field.key: widgets.raw_value(field, request.POST) for field in asked}
    if any(not value for value in sent.values()):
        return _ask(request, deal, stage, asked, given)
    try:
        with undo.undoable() as mark:
            deal = commands.move(request.actor, deal_id, stage.pk, values={**given, **sent})
    except Invalid as invalid:
        if not asked or set(invalid.errors) - {field.key for field in asked}:
            raise
        return _ask(request, deal, stage, asked, given, invalid.errors)
    return _said(request, said % {"deal": deal, "stage": stage}, mark, is_form=bool(asked))


def _ask(
    request: Request,
    deal: Deal,
    stage: Stage,
    asked: Sequence[Field],
    given: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]] | None = None,
) -> HttpResponse:
    was_asked = any(widgets.is_posted(field, request.POST) for field in asked)
    empty = [field.key for field in asked if was_asked and not widgets.raw_value(field, request.POST)]
    missing = {key: [_("Please fill this in.")] for key in empty}
    posted = request.POST if was_asked else None
    context = {
        "controls": widgets.controls(request.actor, asked, {}, posted=posted, errors=errors or missing),
        "deal": deal,
        "stage": stage,
        "keep": given,
        "is_dialog": was_asked,
    }
    return render(request, "deals/ask.html", context, status=422)


def _said(request: Request, text: str, mark: undo.Mark, *, is_form: bool = False) -> HttpResponse:
    response = render(request, "screens/toast.html", {"text": text, "undo": mark.url})
    return told(response, saved=True) if is_form else told(response, refresh={})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(text[:60]) from None
