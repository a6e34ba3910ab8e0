"""What pages show of invoices, and what happened with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from clientela.domains.invoices import billable, mailing, reckoning, reminding, states
from clientela.domains.invoices.models import Invoice, Payment
from clientela.domains.orders.models import Delivery, Order
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry

MOST = 60
PARENTS = ("company", "person", "deal", "order", "contract")


@dataclass(frozen=True)
class Event:
    """A step of an invoice: `verb` is issued, sent, reminded or paid."""

    at: dt.datetime
    verb: str
    record: Any
    amount: Any = None
    currency: str = ""

    @property
    def path(self) -> str:
        return registry.of(self.record).path(self.record.pk)


def events(actor: Actor, entity: str, record_id: UUID, before: dt.datetime | None, limit: int) -> list[Event]:
    """What became of the invoices of a company, person, deal, order, contract or of one invoice; newest first."""
    if entity not in (*PARENTS, "invoice"):
        return []
    where = Q(pk=record_id) if entity == "invoice" else Q(**{f"{entity}_id": record_id})
    rows = (
        gate.visible(actor, Invoice).filter(where, number__isnull=False).order_by("-issued_at", "-pk")[:MOST]
    )
    invoices = {invoice.pk: invoice for invoice in rows}
    found = [event for invoice in invoices.values() for event in _of_invoice(invoice)]
    payments = (
        gate.visible(actor, Payment).filter(invoice__in=list(invoices)).order_by("-created_at")[: 2 * MOST]
    )
    found += [
        Event(one.created_at, "paid", invoices[one.invoice_id], one.amount, one.amount_currency or "")
        for one in payments
        if one.invoice_id
    ]
    kept = [event for event in found if before is None or event.at < before]
    return sorted(kept, key=lambda event: event.at, reverse=True)[:limit]


def _of_invoice(invoice: Invoice) -> Iterator[Event]:
    if invoice.issued_at:
        yield Event(invoice.issued_at, "issued", invoice, invoice.payable, invoice.currency)
    if invoice.sent_at:
        yield Event(invoice.sent_at, "sent", invoice)
    if invoice.reminded_on:
        at = dt.datetime.combine(invoice.reminded_on, dt.time(12), tzinfo=timezone.get_current_timezone())
        yield Event(at, "reminded", invoice)


def of(actor: Actor, by: str, record_id: UUID) -> list[Invoice]:
    rows = gate.visible(actor, Invoice).filter(**{f"{by}_id": record_id})
    return list(rows.order_by("-created_at", "-pk")[:6])


def bar(actor: Actor, invoice: Invoice) -> dict[str, Any]:
    """What can be done with an invoice, and how late it is."""
    today = timezone.localdate()
    corrected = None
    if invoice.corrects_id:
        corrected = gate.visible(actor, Invoice).filter(pk=invoice.corrects_id).first()
    return {
        "invoice": invoice,
        "late": states.days_late(invoice, today),
        "corrected": corrected,
        "lines": reckoning.items(reckoning.lines_of(invoice)),
        "today": today,
        "credits": _credits(actor, invoice),
    }


def _credits(actor: Actor, invoice: Invoice) -> list[Payment]:
    """What the customer paid too much, that could pay what is open on the invoice; the oldest first."""
    if invoice.kind != "invoice" or not invoice.number or not invoice.open or not invoice.company_id:
        return []
    rows = gate.visible(actor, Payment).filter(invoice=None, company_id=invoice.company_id)
    return list(rows.filter(amount_currency=invoice.currency).order_by("paid_on", "pk")[:5])


def to_bill(actor: Actor, order: Order) -> dict[str, Any]:
    """What of an order is not invoiced yet, in all and by delivery."""
    left = billable.open_quantities(order)
    deliveries = gate.visible(actor, Delivery).filter(order_id=order.pk).order_by("-delivered_on", "-pk")[:20]
    return {"order": order, "is_open": bool(left), "deliveries": list(deliveries) if left else []}


def mail(actor: Actor, invoice_id: UUID) -> dict[str, Any]:
    """The mail that would bring an invoice."""
    invoice = gate.get(actor, Invoice, invoice_id, to="change")
    typed = {
        "to": invoice.sent_to or mailing.recipient(invoice),
        "subject": mailing.subject_of(invoice),
        "message": mailing.message_of(invoice, str(actor.user or "")),
    }
    return {"invoice": invoice, "typed": typed, "verb": "sending", "problem": ""}


def reminder(actor: Actor, invoice_id: UUID) -> dict[str, Any]:
    """The mail that would remind of one."""
    invoice = gate.get(actor, Invoice, invoice_id, to="change")
    following = [
        one for one in reminding.levels(invoice.language) if one.number > int(invoice.reminder_level)
    ]
    subject, message = (
        reminding.written(invoice, following[0], timezone.localdate()) if following else ("", "")
    )
    typed = {"to": invoice.sent_to or mailing.recipient(invoice), "subject": subject, "message": message}
    return {"invoice": invoice, "typed": typed, "verb": "reminder", "problem": ""}
