"""What must hold for invoices, however they are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.contacts.models import Company
from clientela.domains.invoices import reckoning
from clientela.domains.invoices.models import Invoice, InvoiceLine, Issuer
from clientela.domains.orders.rules import keep_own_sums
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.fields.numbers import Amount, currencies
from clientela.engine.records.commands import context_of
from clientela.engine.records.draft import Draft

# What may still be said about an issued invoice: whose work it is, and what it has to do with.
FREE = frozenset({"owner", "branch", "deal"})
EARLIEST = dt.date(1990, 1, 1)
LONGEST_TERMS = 365
SUMS = ("net", "tax", "total", "payable", "paid", "credited", "open")


def title_of(invoice: Any) -> str:
    kind = _("Draft of a credit note") if invoice.kind == "credit" else _("Draft of an invoice")
    return " · ".join(filter(None, (invoice.number or kind, invoice.subject)))


def frozen(actor: Actor, drafts: list[Draft]) -> None:
    """An issued invoice never changes. What has to be put right is a credit note and a new invoice."""
    for draft in drafts:
        before: Any = draft.before
        if before is None or before.number is None:
            continue
        for key in [key for key in draft.values if key not in FREE and draft.changes(key)]:
            field = draft.entity.field(key)
            if not field.custom:
                draft.refuse(
                    key,
                    _("%s is issued and does not change any more; write a credit note instead.")
                    % before.number,
                )


def complete(actor: Actor, drafts: list[Draft]) -> None:
    """A new draft owes nothing yet; its currency and language are the customer's."""
    new = [draft for draft in drafts if draft.is_new]
    languages = _languages(actor, new)
    keep_own_sums(drafts)
    for draft in drafts:
        currency = (draft.get("currency") or context_of(actor).currency).upper()
        draft.set("currency", currency)
        if currency not in currencies():
            draft.refuse("currency", _("“%s” is not a currency; use a code such as EUR.") % currency[:20])
        if draft.is_new and not draft.errors.get("currency"):
            _begin(draft, currency, languages)
        if draft.get("kind") == "credit" and draft.get("corrects") is None:
            draft.refuse("corrects", _("A credit note takes back an invoice; say which one."))


def _begin(draft: Draft, currency: str, languages: dict[Any, str]) -> None:
    draft.set("state", "draft")
    for key in SUMS:
        if draft.get(key) is None:  # one that was issued elsewhere brings its total along
            draft.set(key, Amount(Decimal(0), currency))
    if not draft.get("language"):
        draft.set("language", languages.get(draft.get("company"), "en"))


def _languages(actor: Actor, drafts: Sequence[Draft]) -> dict[Any, str]:
    """The language of the customer's country, where we have one for it."""
    wanted = {draft.get("company") for draft in drafts} - {None}
    if not wanted:
        return {}
    rows = gate.visible(actor, Company).filter(pk__in=wanted).only("pk", "address")
    spoken = {"PL": "pl", "RU": "ru", "BY": "ru", "KZ": "ru", "TW": "zh-hant"}
    return {row.pk: spoken.get((row.address or {}).get("country") or "", "en") for row in rows}


def sensible_dates(actor: Actor, drafts: list[Draft]) -> None:
    latest = timezone.localdate() + dt.timedelta(3660)
    for draft in drafts:
        for key in ("issued_on", "due_on", "delivered_on", "period_from", "period_to"):
            day = draft.get(key)
            if day is not None and draft.changes(key) and not EARLIEST <= day <= latest:
                draft.refuse(key, _("This date cannot be right."))
        _in_order(draft, "issued_on", "due_on", _("An invoice cannot be due before it is issued."))
        _in_order(draft, "period_from", "period_to", _("The time ends before it begins."))
        terms = draft.get("terms_days")
        if terms is not None and not 0 <= terms <= LONGEST_TERMS:
            draft.refuse("terms_days", _("Days to pay: from 0 to %d.") % LONGEST_TERMS)


def _in_order(draft: Draft, first: str, second: str, words: str) -> None:
    earlier, later = draft.get(first), draft.get(second)
    if earlier is not None and later is not None and later < earlier:
        draft.refuse(second, words)


def count_again(actor: Actor, drafts: list[Draft]) -> None:
    """The sums follow what is said about the whole; prices in another currency would have to be found anew."""
    for draft in drafts:
        if draft.is_new:
            continue
        if draft.changes("currency") and _has_lines(draft.id):
            draft.refuse("currency", _("There are lines in the old currency; take them off first."))
        elif any(draft.changes(key) for key in ("currency", "inclusive", "discount", "rounding", "cash")):
            draft.after.append(_count)


def _has_lines(invoice_id: Any) -> bool:
    rows = gate.unrestricted(InvoiceLine, reason="who may change an invoice sees its lines")
    return rows.filter(invoice_id=invoice_id, deleted_at=None).exclude(price=None).exists()


def _count(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        reckoning.count(actor, gate.get(actor, Invoice, draft.id, to="change", lock=True))


def issued_stays(actor: Actor, invoices: Sequence[Any]) -> None:
    for invoice in invoices:
        if invoice.number is not None:
            raise Refused(_("%s is issued and stays; to take it back, write a credit note.") % invoice.number)


def one_issuer_each(actor: Actor, drafts: list[Draft]) -> None:
    changing = [draft for draft in drafts if draft.is_new or draft.changes("for_branch")]
    rows = gate.unrestricted(Issuer, reason="there is one for each branch, whoever sees it").filter(
        deleted_at=None
    )
    known: dict[Any, Any] = dict(rows.values_list("for_branch", "pk")) if changing else {}
    for draft in changing:
        if known.setdefault(draft.get("for_branch"), draft.id) != draft.id:
            draft.refuse("for_branch", _("There is an issuer for this already; change that one."))
