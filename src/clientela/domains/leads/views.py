from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clientela.domains.leads import checklists, commands, converting, forms, planning, queries
from clientela.domains.leads.models import Lead
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid, Refused
from clientela.engine.records.models import uuid7
from clientela.engine.screens import undo
from clientela.engine.screens.responses import screen, told, visit
from clientela.engine.screens.widgets import controls


@screen
@require_safe
def known(request: Request, lead_id: UUID) -> HttpResponse:
    """People and companies that this lead may be, for the notice above the timeline."""
    lead = gate.get(request.actor, Lead, lead_id)
    found = (
        [one for key in ("person", "company") for one in planning.known(request.actor, lead, key)[:3]]
        if lead.is_open
        else []
    )
    return render(request, "leads/_known.html", {"lead": lead, "found": found})


@screen
@require_POST
def tick(request: Request, lead_id: UUID, item_id: UUID) -> HttpResponse:
    commands.tick(request.actor, lead_id, item_id, done=bool(request.POST.get("done")))
    return told(refresh={})


@screen
@require_http_methods(["GET", "POST"])
def convert(request: Request, lead_id: UUID) -> HttpResponse:
    """GET: what it would become; POST: it becomes that, and leads to the deal."""
    if request.method == "GET":
        return _preview(request, lead_id)
    once = request.actor.once(request.POST.get("key") or None)
    try:
        lead = converting.convert(once, lead_id, forms.choices(request.POST))
    except Invalid as invalid:
        return _preview(request, lead_id, invalid, 422)
    except Refused:
        if not checklists.open_lines(request.actor, gate.get(request.actor, Lead, lead_id)):
            raise
        return _preview(request, lead_id, status=409)
    done = f"/deals/{lead.deal_id}/" if lead.deal_id else f"/leads/{lead.pk}/"
    return visit(request, done)


def _preview(
    request: Request, lead_id: UUID, invalid: Invalid | None = None, status: int = 200
) -> HttpResponse:
    lead = gate.get(request.actor, Lead, lead_id, to="change")
    sent = request.POST if request.method == "POST" else request.GET
    plan = planning.plan(request.actor, lead, forms.choices(sent))
    deal = registry.get("deal")
    wanted = [deal.field(key) for key in ("pipeline", "expected_close")]
    context = {
        "lead": lead, "plan": plan, "key": sent.get("key") or str(uuid7()),
        "controls": controls(request.actor, wanted, {"pipeline": plan.given.get("pipeline")}),
        "errors": [text for texts in invalid.errors.values() for text in texts] if invalid else [],
        "sent": sent, "needed": checklists.open_lines(request.actor, lead),
    }  # fmt: skip
    template = (
        "leads/_conversion.html"
        if request.headers.get("HX-Target") == "form#conversion"
        else "leads/conversion.html"
    )
    return render(request, template, context, status=status)


@screen
@require_POST
def unconvert(request: Request, lead_id: UUID) -> HttpResponse:
    lead = converting.unconvert(request.actor, lead_id)
    became = queries.conversion(lead)
    kept = len(became.conversion.kept) if became else 0
    text = _("“%s” is a lead again") % lead.name
    if kept:
        text += ". " + ngettext(
            "%(n)d thing was changed since and stays.", "%(n)d things were changed since and stay.", kept
        ) % {"n": kept}
    return told(render(request, "screens/toast.html", {"text": text, "undo": None}), refresh={})


@screen
@require_POST
def disqualify(request: Request, lead_id: UUID) -> HttpResponse:
    with undo.undoable() as mark:
        lead = commands.disqualify(
            request.actor,
            lead_id,
            reason=request.POST.get("reason", ""),
            recycle_on=_day(request.POST.get("recycle_on", "")),
        )
    return _said(request, _("“%s” is disqualified") % lead.name, mark)


@screen
@require_POST
def reopen(request: Request, lead_id: UUID) -> HttpResponse:
    with undo.undoable() as mark:
        lead = commands.reopen(request.actor, lead_id)
    return _said(request, _("“%s” is open again") % lead.name, mark)


def _said(request: Request, text: str, mark: undo.Mark) -> HttpResponse:
    return told(render(request, "screens/toast.html", {"text": text, "undo": mark.url}), refresh={})


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid({"recycle_on": [_("“%s” is not a date.") % text[:20]]}) from None
