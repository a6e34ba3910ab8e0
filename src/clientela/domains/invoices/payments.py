"""Money comes in: for an invoice, in part or in full; what is too much stays as the customer's credit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.invoices.models import Invoice, Payment
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.fields.numbers import Amount
from clientela.engine.records import commands as records
from clientela.engine.records.command import command


@command("invoice.pay")
def pay(
    actor: Actor,
    invoice_id: UUID,
    *,
    amount: Decimal | None = None,
    on: dt.date | None = None,
    means: str | None = None,
    reference: str | None = None,
    keep_rest: bool = False,
) -> Payment:
    """Write down that an invoice was paid: all that is open, or `amount` of it.

    More than is open is refused, unless the rest is to be kept as the customer's credit. Raises Refused, Invalid.
    """
    invoice = gate.get(actor, Invoice, invoice_id, to="change", lock=True)
    if not invoice.open and invoice.number is not None:
        raise Refused(_("Nothing is open on %s.") % invoice.number)
    given = invoice.open if amount is None else amount
    rest = given - invoice.open
    values = {"paid_on": on or timezone.localdate(), "means": means, "reference": reference}
    if rest > 0 and keep_rest:
        given = invoice.open
        _write(actor, invoice, rest, {**values, "company": invoice.company_id})
    return _write(actor, invoice, given, {**values, "invoice": invoice.pk})


def _write(actor: Actor, invoice: Invoice, amount: Decimal, values: dict[str, Any]) -> Payment:
    plain = {key: value for key, value in values.items() if value is not None}
    return cast(
        Payment, records.create(actor, "payment", {"amount": Amount(amount, invoice.currency), **plain})
    )


@command("invoice.use_credit")
def use_credit(actor: Actor, payment_id: UUID, invoice_id: UUID) -> Payment:
    """Pay an invoice from a customer's credit; what the invoice does not need stays credit."""
    invoice = gate.get(actor, Invoice, invoice_id, to="change", lock=True)
    credit = gate.get(actor, Payment, payment_id, to="change", lock=True)
    if credit.invoice_id is not None or credit.company_id != invoice.company_id:
        raise Refused(_("This is no credit of this customer."))
    if credit.amount_currency != invoice.currency:
        raise Refused(_("The credit is in %s, the invoice is not.") % credit.amount_currency)
    rest = (credit.amount or Decimal(0)) - (invoice.open or Decimal(0))
    if not invoice.open:
        raise Refused(_("Nothing is open on %s.") % invoice.number)
    if rest > 0:
        kept = {"company": credit.company_id, "paid_on": credit.paid_on, "means": credit.means}
        _write(actor, invoice, rest, {**kept, "reference": credit.reference})
        records.update(actor, "payment", credit.pk, {"amount": Amount(invoice.open, invoice.currency)})
    records.update(actor, "payment", credit.pk, {"invoice": invoice.pk})
    return gate.get(actor, Payment, credit.pk)
