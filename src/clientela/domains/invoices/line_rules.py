"""Lines are written on drafts only, and the invoice follows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.invoices import reckoning
from clientela.domains.invoices.models import Invoice
from clientela.domains.orders import reckoning as prices
from clientela.domains.orders import writing
from clientela.domains.orders.reckoning import Head
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.records.draft import Draft


def on_drafts_only(actor: Actor, drafts: list[Draft]) -> None:
    """Prices, taxes and totals of lines; afterwards the invoice's sums."""
    found = _locked(actor, {draft.get("invoice") for draft in drafts} | {d.was("invoice") for d in drafts})
    for invoice_id, some in writing.by_parent(drafts, "invoice").items():
        invoice = found.get(invoice_id)
        if (
            invoice is None
            or invoice.number is not None
            or any(d.changes("invoice") for d in some if d.before)
        ):
            _refuse(some, invoice)
            continue
        prices.complete(actor, Head.of(invoice), some)
        for draft in some:
            draft.after.append(_count)


def _refuse(drafts: Sequence[Draft], invoice: Any) -> None:
    for draft in drafts:
        if invoice is not None and invoice.number is not None:
            draft.refuse("invoice", _("%s is issued; its lines do not change any more.") % invoice.number)
        else:
            draft.refuse("invoice", _("You may not change this invoice."))


def _locked(actor: Actor, ids: set[Any]) -> dict[Any, Any]:
    rows = gate.visible(actor, Invoice, "change").filter(pk__in=ids - {None}).order_by("pk")
    return {invoice.pk: invoice for invoice in rows.select_for_update(of=("self",))}


def _count(actor: Actor, drafts: list[Draft]) -> None:
    for invoice in _locked(actor, {draft.get("invoice") for draft in drafts}).values():
        reckoning.count(actor, invoice)


def count_again(actor: Actor, lines: Sequence[Any]) -> None:
    """Lines went into the recycle bin or came back."""
    for invoice in _locked(actor, {line.invoice_id for line in lines}).values():
        if invoice.number is not None:
            raise Refused(_("%s is issued; its lines do not change any more.") % invoice.number)
        reckoning.count(actor, invoice)
