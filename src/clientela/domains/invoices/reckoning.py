"""What an invoice comes to, and what of it is still open."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clientela.domains.invoices.models import Invoice, InvoiceLine, Payment
from clientela.domains.invoices.states import state_of
from clientela.domains.orders import writing
from clientela.domains.pricing import totals
from clientela.domains.pricing.models import TaxRate
from clientela.domains.pricing.totals import Totals
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields.numbers import Amount

ZERO = Decimal(0)


def lines_of(invoice: Any) -> list[InvoiceLine]:
    return writing.stored(invoice, "invoiceline", "invoice")


def items(lines: Sequence[Any]) -> list[Any]:
    """Lines with a figure: without the headings between them."""
    return [line for line in lines if line.kind == "item"]


def summed(invoice: Any, lines: Sequence[Any]) -> Totals:
    """Raises Refused for figures that make no invoice."""
    return totals.add_up(
        [
            totals.Line(
                quantity=line.quantity,
                price=line.price or ZERO,
                discount=line.discount or ZERO,
                rate=line.tax_percent or ZERO,
                tax=line.tax_category or "",
                counts=line.counts,
            )
            for line in items(lines)
        ],
        invoice.currency,
        inclusive=invoice.inclusive,
        discount=invoice.discount or ZERO,
        rounding=invoice.rounding,
        cash=invoice.cash,
    )


def count(actor: Actor, invoice: Any) -> Totals:
    """Set what a draft comes to, from its lines. The caller has locked it and asked permission."""
    lines = lines_of(invoice)
    found = summed(invoice, lines)
    reasons = _reasons(lines)
    rows = gate.unrestricted(Invoice, reason="the caller has asked permission")
    rows.filter(pk=invoice.pk).update(taxes=[_tax(group, reasons) for group in found.taxes])
    sums = {"net": found.net, "tax": found.tax, "total": found.total, "payable": found.payable}
    writing.put(actor, invoice, **_money(invoice.currency, **sums, open=found.payable))
    return found


def _reasons(lines: Sequence[Any]) -> dict[str, str]:
    """Why a category has no tax, in the words of the first tax rate that says so."""
    wanted = {line.tax_rate_id for line in lines if line.tax_rate_id}
    if not wanted:
        return {}
    rates = gate.unrestricted(TaxRate, reason="a tax is no secret").filter(pk__in=wanted)
    return {rate.category: rate.reason for rate in rates if rate.reason}


def _tax(group: totals.TaxTotal, reasons: dict[str, str]) -> dict[str, str]:
    return {
        "category": group.key or ("S" if group.rate else "Z"),
        "rate": format(group.rate, "f"),
        "lines": str(group.lines),
        "discount": str(group.discount),
        "base": str(group.base),
        "tax": str(group.tax),
        "reason": reasons.get(group.key, ""),
    }


def settle(actor: Actor, invoice: Any) -> None:
    """Set what is paid, credited and open of an issued invoice and of the credit notes on it.

    A credit note first pays off what is still owed; the rest of it is what we owe the customer.
    """
    root = _locked(invoice.corrects_id) if invoice.corrects_id else invoice
    notes = _notes(root)
    paid = {one.pk: _paid(one) for one in (root, *notes)}
    owed = root.payable - paid[root.pk]
    for note in notes:
        share = max(ZERO, min(note.payable - paid[note.pk], owed))
        owed -= share
        _put(actor, note, paid[note.pk], share)
    _put(actor, root, paid[root.pk], root.payable - paid[root.pk] - owed)
    if invoice is not root:
        invoice.refresh_from_db()


def _locked(invoice_id: Any) -> Any:
    rows = gate.unrestricted(Invoice, reason="a payment of a credit note concerns its invoice too")
    return rows.select_for_update(of=("self",)).get(pk=invoice_id)


def _notes(root: Any) -> list[Any]:
    rows = gate.unrestricted(Invoice, reason="what is open of an invoice depends on all credit notes on it")
    found = rows.filter(corrects=root, deleted_at=None, number__isnull=False).order_by("issued_at", "pk")
    return list(found.select_for_update(of=("self",)))


def _payments(invoice: Any) -> Any:
    rows = gate.unrestricted(Payment, reason="what is open depends on all payments")
    return rows.filter(invoice=invoice, deleted_at=None)


def _paid(invoice: Any) -> Decimal:
    return sum(_payments(invoice).values_list("amount", flat=True), ZERO)


def _put(actor: Actor, invoice: Any, paid: Decimal, credited: Decimal) -> None:
    invoice.paid, invoice.credited = paid, credited
    invoice.open = invoice.payable - paid - credited
    state = state_of(invoice, timezone.localdate())
    last = _payments(invoice).order_by("-paid_on").values_list("paid_on", flat=True).first()
    still = invoice.open
    money = _money(invoice.currency, paid=paid, credited=credited, open=still)
    invoice.refresh_from_db()
    writing.put(actor, invoice, **money, state=state, paid_on=None if still else last)


def _money(currency: str, **amounts: Decimal) -> dict[str, Any]:
    return {key: Amount(value, currency) for key, value in amounts.items()}
