"""What must hold for payments: an issued invoice in the same currency, not more than is open, no closed month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.invoices import closing, reckoning
from clientela.domains.invoices.models import Invoice
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.fields import formats
from clientela.engine.records.draft import Draft


def title_of(payment: Any) -> str:
    money = formats.money(payment.amount, payment.amount_currency) if payment.amount is not None else ""
    return " · ".join(filter(None, (money, formats.date(payment.paid_on) if payment.paid_on else "")))


def fits(actor: Actor, drafts: list[Draft]) -> None:
    found = _locked(actor, {d.get("invoice") for d in drafts} | {d.was("invoice") for d in drafts})
    for draft in drafts:
        if draft.is_new and draft.get("paid_on") is None:
            draft.set("paid_on", timezone.localdate())
        _day(draft)
        _amount(draft)
        if draft.get("invoice") is not None:
            _towards(draft, found.get(draft.get("invoice")))
        elif draft.get("company") is None:
            draft.refuse("invoice", _("Say which invoice this pays, or whose credit it is."))
        if draft.is_new or any(draft.changes(key) for key in ("amount", "invoice", "paid_on")):
            draft.after.append(_settle)


def _locked(actor: Actor, ids: set[Any]) -> dict[Any, Any]:
    rows = gate.visible(actor, Invoice, "change").filter(pk__in=ids - {None}).order_by("pk")
    return {invoice.pk: invoice for invoice in rows.select_for_update(of=("self",))}


def _day(draft: Draft) -> None:
    day = draft.get("paid_on")
    if day is not None and draft.changes("paid_on") and day > timezone.localdate():
        draft.refuse(
            "paid_on", _("This day has not come yet; write the payment down when the money is there.")
        )
    if draft.is_new or any(draft.changes(key) for key in ("amount", "invoice", "paid_on")):
        try:
            closing.require_open(day, draft.was("paid_on"))
        except Refused as closed:
            draft.refuse("paid_on", str(closed))


def _amount(draft: Draft) -> None:
    amount = draft.get("amount")
    if amount is not None and amount.amount <= 0:
        draft.refuse(
            "amount", _("A payment is more than nothing; money given back is paid on the credit note.")
        )


def _towards(draft: Draft, invoice: Any) -> None:
    amount = draft.get("amount")
    if invoice is None:
        draft.refuse("invoice", _("There is no such invoice, or you may not change it."))
    elif invoice.number is None:
        draft.refuse("invoice", _("This invoice is a draft; issue it before it is paid."))
    elif amount is not None and amount.currency != invoice.currency:
        draft.refuse("amount", _("%(number)s is in %(currency)s; so is what pays it.") % {"number": invoice.number, "currency": invoice.currency})  # fmt: skip
    else:
        if draft.get("company") is None:
            draft.set("company", invoice.company_id)
        if amount is not None and not draft.errors:
            _not_too_much(draft, invoice)


def _not_too_much(draft: Draft, invoice: Any) -> None:
    before = draft.was("amount") if draft.was("invoice") == invoice.pk else None
    still = invoice.open + (before.amount if before else 0)
    if draft.get("amount").amount > still:
        draft.refuse(
            "amount",
            _(
                "Only %(open)s are open on %(number)s. Pay that much, and keep the rest as the customer's credit."
            )
            % {"open": formats.money(still, invoice.currency), "number": invoice.number},
        )


def _settle(actor: Actor, drafts: list[Draft]) -> None:
    # Settling reads all payments of an invoice, so one that several drafts pay is settled once, after all of them.
    ids = {draft.get("invoice") for draft in drafts} | {draft.was("invoice") for draft in drafts}
    for invoice in _locked(actor, ids).values():
        reckoning.settle(actor, invoice)
        if invoice.open < 0:
            raise Refused(_("Together these payments are more than is open on %s.") % invoice.number)


def taken_back(actor: Actor, payments: Sequence[Any]) -> None:
    """Payments went into the recycle bin or came back."""
    closing.require_open(*(payment.paid_on for payment in payments))
    for invoice in _locked(actor, {payment.invoice_id for payment in payments}).values():
        reckoning.settle(actor, invoice)
        if invoice.open < 0:
            raise Refused(
                _("%s has been paid otherwise meanwhile; this payment would be too much.") % invoice.number
            )
