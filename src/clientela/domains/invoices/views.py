"""Pages of invoices beside those that every record has."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clientela.domains.invoices import (
    ageing,
    asked,
    commands,
    mailing,
    papers,
    payments,
    queries,
    recurring,
    reminding,
)
from clientela.domains.invoices.models import Invoice
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.documents import serving
from clientela.engine.errors import Invalid, NotFound, Refused
from clientela.engine.screens.responses import refusal, screen, told, visit


@screen
@require_GET
def owed(request: Request) -> HttpResponseBase:
    """Ageing: what is open by how long it is due."""
    gate.require(request.actor, Invoice, to="view")
    found = ageing.ageing(request.actor, timezone.localdate())
    return render(request, "invoices/ageing.html", {"found": found})


@screen
@require_GET
def electronic(request: Request, invoice_id: UUID, syntax: str) -> HttpResponseBase:
    """The invoice for machines: ubl or cii."""
    invoice = gate.get(request.actor, Invoice, invoice_id)
    writers = {"ubl": papers.ubl_xml, "cii": papers.cii_xml}
    if syntax not in writers:
        raise NotFound(syntax[:20])
    return serving.attachment(
        papers.file_name(invoice, f"{syntax}.xml"), writers[syntax](invoice), mailing.XML
    )


@screen
@require_POST
def issue(request: Request, invoice_id: UUID) -> HttpResponseBase:
    invoice = commands.issue(request.actor, invoice_id, on=asked.day(request.POST.get("on")))
    return _said(request, _("%s is issued") % invoice.number)


@screen
@require_POST
def pay(request: Request, invoice_id: UUID) -> HttpResponseBase:
    invoice = gate.get(request.actor, Invoice, invoice_id, to="change")
    payments.pay(request.actor, invoice_id, **asked.payment(request.POST))
    invoice.refresh_from_db()
    text = _("%s is paid") if not invoice.open else _("The payment of %s is written down")
    return _said(request, text % invoice.number)


@screen
@require_POST
def use_credit(request: Request, invoice_id: UUID, payment_id: UUID) -> HttpResponseBase:
    """Pay from what the customer paid too much before."""
    payments.use_credit(request.actor, payment_id, invoice_id)
    return _said(request, _("Paid from the customer's credit"))


@screen
@require_POST
def credit(request: Request, invoice_id: UUID) -> HttpResponseBase:
    """The draft of a credit note, of all or of some lines."""
    quantities = asked.quantities(request.POST)
    note = commands.credit(
        request.actor, invoice_id, reason=request.POST.get("reason", ""), quantities=quantities
    )
    return visit(request, f"/invoices/{note.pk}/")


@screen
@require_http_methods(["GET", "POST"])
def send(request: Request, invoice_id: UUID) -> HttpResponseBase:
    """The mail that brings the invoice: written, then sent."""
    if request.method == "GET":
        return render(request, "invoices/_send.html", queries.mail(request.actor, invoice_id))
    return _mailed(request, invoice_id, mailing.send, queries.mail, _("%(number)s sent to %(to)s"))


@screen
@require_http_methods(["GET", "POST"])
def remind(request: Request, invoice_id: UUID) -> HttpResponseBase:
    if request.method == "GET":
        return render(request, "invoices/_send.html", queries.reminder(request.actor, invoice_id))
    return _mailed(request, invoice_id, reminding.remind, queries.reminder, _("Reminder of %(number)s sent"))


def _mailed(request: Request, invoice_id: UUID, send: Any, again: Any, text: str) -> HttpResponse:
    """What was typed stays when the mail could not be sent."""
    typed = {key: request.POST.get(key, "") for key in ("to", "subject", "message")}
    try:
        invoice = send(request.actor, invoice_id, **typed)
    except (Invalid, Refused) as wrong:
        shown = {**again(request.actor, invoice_id), "typed": typed, "problem": refusal(wrong).text}
        return render(request, "invoices/_send.html", shown, status=422)
    return _said(request, text % {"number": invoice.number, "to": invoice.sent_to})


@screen
@require_POST
def from_order(request: Request, order_id: UUID) -> HttpResponseBase:
    delivery = asked.one_id(request.POST.get("delivery"))
    made = commands.from_order(request.actor, order_id, delivery_id=delivery)
    return visit(request, f"/invoices/{made.pk}/")


@screen
@require_POST
def from_contract(request: Request, contract_id: UUID) -> HttpResponseBase:
    made = recurring.bill(request.actor, contract_id)
    return visit(request, f"/invoices/{made.pk}/")


def _said(request: Request, text: str) -> HttpResponse:
    return told(render(request, "screens/toast.html", {"text": text, "undo": None}), saved={})
