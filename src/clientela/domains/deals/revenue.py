"""What a deal brings every month. The total over its term is a column that PostgreSQL keeps by itself."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.records.draft import Draft

# A month of revenue without a term is worth a year, until somebody says otherwise.
USUAL_TERM = Decimal(12)


def settle(actor: Actor, drafts: list[Draft]) -> None:
    """Revenue has a term and the currency of the amount, else there would be no sum of the two."""
    for draft in drafts:
        monthly, once = draft.get("recurring"), draft.get("amount")
        if monthly is None:
            continue
        if draft.changes("recurring") and monthly.amount < 0:
            draft.refuse("recurring", _("What comes in every month cannot be less than nothing."))
        if draft.get("term_months") is None:
            draft.set("term_months", USUAL_TERM)
        if once is not None and once.currency != monthly.currency:
            _refuse_two_currencies(draft, once.currency, monthly.currency)


def _refuse_two_currencies(draft: Draft, once: str, monthly: str) -> None:
    key = "recurring" if draft.changes("recurring") else "amount"
    if draft.changes(key):
        text = _(
            "The amount is in %(once)s and the monthly revenue in %(monthly)s; use one currency for both."
        )
        draft.refuse(key, text % {"once": once, "monthly": monthly})
