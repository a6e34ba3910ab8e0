"""What must hold for contracts, however they are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.contracts import calendar
from clientela.domains.contracts.choices import MONTHS
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.records.draft import Draft

# What both have signed. How it is renewed, billed and by whom it is looked after may still be set.
AGREED = (
    "company",
    "name",
    "value",
    "starts_on",
    "term_months",
    "subject_matter",
    "conditions",
    "quote",
    "order",
)
EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2200, 1, 1)


def begin(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.is_new:
            draft.set("state", "draft")
            draft.set("term", 1)
            if not draft.get("language"):
                draft.set("language", "en")


def agreed_stays(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        before: Any = draft.before
        if before is None or before.state in ("draft", "sent"):
            continue
        for key in AGREED:
            if draft.changes(key):
                draft.refuse(
                    key, _("The contract is signed; what was agreed does not change. Write a new one.")
                )


def sensible_dates(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        for key in ("starts_on", "ends_on", "signed_on", "next_billing_on"):
            day = draft.get(key)
            if day is not None and not EARLIEST <= day <= LATEST:
                draft.refuse(key, _("This date cannot be right."))
        _end(draft)
        _renewal(draft)
        _billing(draft)


def _end(draft: Draft) -> None:
    """The end follows from the beginning and the term, unless it is named."""
    start, months = draft.get("starts_on"), draft.get("term_months")
    moved = draft.changes("starts_on") or draft.changes("term_months")
    if start and months and moved and "ends_on" not in draft.values and not draft.errors.get("starts_on"):
        draft.set("ends_on", calendar.last_day(start, months))
    end = draft.get("ends_on")
    if start is not None and end is not None and end < start:
        draft.refuse("ends_on", _("The contract would end before it begins."))


def _renewal(draft: Draft) -> None:
    if not draft.get("auto_renews"):
        return
    if draft.get("ends_on") is None and not draft.errors:
        draft.refuse("ends_on", _("What renews itself needs a term, or an end."))
    if not (draft.get("renewal_months") or draft.get("term_months")):
        draft.refuse("renewal_months", _("Say for how many months it is renewed."))


def _billing(draft: Draft) -> None:
    billing = draft.get("billing")
    if not billing:
        return
    if draft.get("billing_amount") is None:
        draft.refuse("billing_amount", _("Say how much is invoiced each time."))
    elif draft.get("billing_amount").amount <= 0:
        draft.refuse("billing_amount", _("What is invoiced is more than nothing."))
    if draft.get("company") is None:
        draft.refuse("company", _("Say who gets the invoices."))
    if draft.get("starts_on") is None:
        draft.refuse("starts_on", _("Invoices begin with the contract; say when."))
    elif draft.get("next_billing_on") is None and (draft.is_new or draft.changes("billing")):
        draft.set("next_billing_on", draft.get("starts_on"))


def months_of(contract: Any) -> int:
    """How long one period of billing is; 0 for an invoice that is written once."""
    return MONTHS.get(contract.billing or "", 0)


def signed_stays(actor: Actor, contracts: Sequence[Any]) -> None:
    for contract in contracts:
        if contract.state not in ("draft", "sent"):
            raise Refused(_("“%s” is signed and stays; terminate it instead.") % contract.name)
