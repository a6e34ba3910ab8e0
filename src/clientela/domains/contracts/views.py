"""Pages of contracts beside those that every record has."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clientela.domains.contracts import commands
from clientela.domains.contracts.models import Contract
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.documents import docx, rendering, serving
from clientela.engine.fields.base import PLAIN
from clientela.engine.fields.moments import Date
from clientela.engine.screens.responses import screen, told, visit


@screen
@require_GET
def word(request: Request, contract_id: UUID) -> HttpResponseBase:
    """The contract as a Word file, to be changed by hand."""
    contract = gate.get(request.actor, Contract, contract_id)
    made = rendering.of_record(request.actor, "contract-word", contract_id, contract.language)
    return serving.attachment(f"{contract.number or 'contract'}.docx", made, docx.DOCX)


@screen
@require_GET
def paper(request: Request, contract_id: UUID) -> HttpResponseBase:
    contract = gate.get(request.actor, Contract, contract_id)
    made = rendering.of_record(request.actor, "contract", contract_id, contract.language)
    return serving.attachment(f"{contract.number or 'contract'}.pdf", made, serving.PDF, inline=True)


@screen
@require_POST
def send(request: Request, contract_id: UUID) -> HttpResponseBase:
    contract = commands.send(request.actor, contract_id)
    return _said(request, _("Contract %s is with the customer") % contract.number)


@screen
@require_POST
def sign(request: Request, contract_id: UUID) -> HttpResponseBase:
    day = Date(key="on", label=_("Signed on")).clean(request.POST.get("on"), PLAIN)
    contract = commands.sign(request.actor, contract_id, on=day, by=request.POST.get("by"))
    return _said(request, _("Contract %s is signed") % contract.number)


@screen
@require_POST
def terminate(request: Request, contract_id: UUID) -> HttpResponseBase:
    day = Date(key="on", label=_("On")).clean(request.POST.get("on"), PLAIN)
    contract = commands.terminate(request.actor, contract_id, reason=request.POST.get("reason", ""), on=day)
    return _said(request, _("Contract %s is terminated") % contract.number)


@screen
@require_POST
def from_order(request: Request, order_id: UUID) -> HttpResponseBase:
    made = commands.from_order(request.actor, order_id)
    return visit(request, f"/contracts/{made.pk}/")


def _said(request: Request, text: str) -> HttpResponse:
    return told(render(request, "screens/toast.html", {"text": text, "undo": None}), refresh={})
