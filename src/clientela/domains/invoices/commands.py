"""What people do with invoices: write them from orders, issue them, take them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.invoices import billable, closing, parties, reckoning
from clientela.domains.invoices.models import Invoice
from clientela.domains.orders import writing
from clientela.domains.orders.models import Order
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Conflict, Refused
from clientela.engine.numbering import ranges
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

TERMS_DAYS = 14
# An invoice for next month is written ahead; one for next year is a slip of the pen.
AHEAD = dt.timedelta(31)


@command("invoice.from_order")
def from_order(
    actor: Actor,
    order_id: UUID,
    *,
    delivery_id: UUID | None = None,
    quantities: Mapping[UUID, Decimal] | None = None,
) -> Invoice:
    """Draft an invoice of what is not invoiced yet: of the whole order, of a delivery, or so much of each line.

    Raises Refused when there is nothing left, or less than asked for.
    """
    order = gate.get(actor, Order, order_id, lock=True)
    gate.require(actor, Invoice, to="create")
    if order.is_closed:
        raise Refused(_("%s is cancelled; there is nothing to invoice.") % order.number)
    parts = billable.parts(actor, order, delivery_id, quantities)
    invoice = cast(Invoice, records.create(actor, "invoice", billable.head(order, delivery_id)))
    invoice = gate.get(actor, Invoice, invoice.pk, to="change", lock=True)
    billable.write(actor, invoice, billable.rows(parts))
    reckoning.count(actor, invoice)
    return invoice


@command("invoice.save_lines")
def save_lines(
    actor: Actor,
    invoice_id: UUID,
    rows: writing.Rows,
    *,
    discount: str | None = None,
    version: int | None = None,
) -> Invoice:
    """Make these the lines of a draft. Raises Invalid with "<key>.<field>" for what is wrong, Conflict."""
    invoice = _draft(actor, invoice_id)
    if version is not None and version != invoice.version:
        raise Conflict(invoice)
    if discount is not None:
        records.update(actor, "invoice", invoice.pk, {"discount": discount.strip() or None})
        invoice = _draft(actor, invoice_id)
    writing.write(actor, invoice, "invoiceline", "invoice", rows)
    reckoning.count(actor, invoice)
    return invoice


def _draft(actor: Actor, invoice_id: UUID) -> Invoice:
    invoice = gate.get(actor, Invoice, invoice_id, to="change", lock=True)
    if invoice.number is not None:
        raise Refused(_("%s is issued already.") % invoice.number)
    return invoice


@command("invoice.issue")
def issue(actor: Actor, invoice_id: UUID, *, on: dt.date | None = None) -> Invoice:
    """Give a draft its number and freeze it for ever. Raises Refused where something is missing or the month is closed."""
    invoice = _draft(actor, invoice_id)
    day = on or invoice.issued_on or timezone.localdate()
    if day > timezone.localdate() + AHEAD:
        raise Refused(_("An invoice is dated at most %d days ahead.") % AHEAD.days)
    closing.require_open(day)
    found = reckoning.count(actor, invoice)
    _require_content(actor, invoice, found.payable)
    _require_no_more_than_given(invoice)
    issuer = parties.issuer_of(invoice)
    _freeze_parties(actor, invoice, issuer)
    days = invoice.terms_days if invoice.terms_days is not None else issuer.terms_days
    due = invoice.due_on or day + dt.timedelta(int(TERMS_DAYS if days is None else days))
    if due < day:
        raise Refused(_("It would be due before it is issued; change the day on which it is due."))
    writing.put(actor, invoice, issued_on=day, due_on=due, issued_at=timezone.now())
    # The number is taken last: the next invoice waits from here until this one is committed.
    writing.put(actor, invoice, number=_number(invoice, day), state="issued")
    reckoning.settle(actor, invoice)
    invoice.refresh_from_db()
    return invoice


def _require_content(actor: Actor, invoice: Invoice, payable: Decimal) -> None:
    if not any(line.counts for line in reckoning.items(reckoning.lines_of(invoice))):
        raise Refused(_("There is no line on this invoice yet."))
    if payable < 0:
        raise Refused(_("This comes to less than nothing; what you give back is a credit note."))
    if invoice.company_id is None and invoice.person_id is None:
        raise Refused(_("Say who gets this invoice: a company or a person."))


def _require_no_more_than_given(invoice: Invoice) -> None:
    """A credit note takes back at most what the invoice and earlier credit notes leave of each line."""
    if invoice.kind == "credit":
        billable.require_creditable(invoice)


def _freeze_parties(actor: Actor, invoice: Invoice, issuer: Any) -> None:
    rows = gate.unrestricted(Invoice, reason="the draft was locked and allowed above")
    rows.filter(pk=invoice.pk).update(parties=parties.frozen(invoice, issuer))
    invoice.refresh_from_db()


def _number(invoice: Invoice, day: dt.date) -> str:
    number = invoice.foreign_number
    if number is None:
        kind = "creditnote" if invoice.kind == "credit" else "invoice"
        number = ranges.take(kind, on=day, branch=invoice.branch_id)
    rows = gate.unrestricted(Invoice, reason="a number is taken whoever may see its invoice")
    if rows.filter(number=number).exists():
        raise Refused(
            _("The number %s is taken. An administrator can change the pattern under Settings, Number ranges.") % number
        )  # fmt: skip
    return number


@command("invoice.credit")
def credit(
    actor: Actor, invoice_id: UUID, *, reason: str, quantities: Mapping[UUID, Decimal] | None = None
) -> Invoice:
    """Draft a credit note that takes back an issued invoice: all that is left of it, or so much of each line."""
    invoice = gate.get(actor, Invoice, invoice_id, to="change", lock=True)
    if invoice.number is None:
        raise Refused(_("This is a draft; change or delete it."))
    if invoice.kind == "credit":
        raise Refused(_("A credit note is not taken back; write an invoice instead."))
    if not reason.strip():
        raise Refused(_("Say why %s is taken back; the customer reads it.") % invoice.number)
    rows = billable.credit_rows(invoice, quantities)
    note = cast(Invoice, records.create(actor, "invoice", billable.credit_head(invoice, reason.strip())))
    note = gate.get(actor, Invoice, note.pk, to="change", lock=True)
    billable.write(actor, note, rows)
    reckoning.count(actor, note)
    return note
