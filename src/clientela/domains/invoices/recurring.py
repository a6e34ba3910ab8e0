"""Invoices from contracts: the next one is drafted when its day comes, once, whoever asks and however often."""

from __future__ import annotations

import datetime as dt
from typing import cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.contracts import calendar, rules
from clientela.domains.contracts.choices import RUNNING
from clientela.domains.contracts.models import Contract
from clientela.domains.invoices import reckoning
from clientela.domains.invoices.models import Invoice
from clientela.domains.orders import writing
from clientela.domains.orders.models import OrderLine
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.errors import Refused
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

# A contract that was forgotten for years is caught up on with care: so many drafts a day at most.
MOST = 24


def bill_all(today: dt.date | None = None) -> int:
    """Draft every invoice whose day has come; how many. A crash in between loses and doubles none."""
    day = today or timezone.localdate()
    rows = gate.unrestricted(Contract, reason="the calendar acts for everybody")
    due = rows.filter(deleted_at=None, state__in=RUNNING, next_billing_on__lte=day).order_by("pk")
    made = 0
    for contract_id in list(due.values_list("pk", flat=True)):
        for _turn in range(MOST):
            if bill_if_due(SYSTEM, contract_id, day) is None:
                break
            made += 1
    return made


@command("contract.bill_if_due")
def bill_if_due(actor: Actor, contract_id: UUID, today: dt.date) -> Invoice | None:
    contract = gate.get(actor, Contract, contract_id, lock=True)
    if contract.next_billing_on is None or contract.next_billing_on > today or contract.state not in RUNNING:
        return None
    return _bill(actor, contract)


@command("contract.bill")
def bill(actor: Actor, contract_id: UUID) -> Invoice:
    """Draft the next invoice of a contract ahead of its day. Raises Refused when there is nothing to invoice."""
    contract = gate.get(actor, Contract, contract_id, to="change", lock=True)
    gate.require(actor, Invoice, to="create")
    if contract.state not in RUNNING:
        raise Refused(_("Only a signed contract is invoiced."))
    if contract.next_billing_on is None:
        raise Refused(_("Nothing more is to be invoiced by this contract."))
    made = _bill(actor, contract)
    if made is None:
        raise Refused(_("Nothing more is to be invoiced by this contract."))
    return made


def _bill(actor: Actor, contract: Contract) -> Invoice | None:
    """The caller holds the lock on the contract, so that its next day is read and moved on by one at a time."""
    start = contract.next_billing_on
    assert start is not None
    if contract.ends_on is not None and start > contract.ends_on and not contract.auto_renews:
        writing.put(actor, contract, next_billing_on=None)
        return None
    months = rules.months_of(contract)
    end = calendar.last_day(start, months) if months else contract.ends_on
    if end is not None and contract.ends_on is not None and not contract.auto_renews:
        end = min(end, contract.ends_on)
    invoice = cast(Invoice, records.create(SYSTEM, "invoice", _head(contract, start, end)))
    invoice = gate.get(SYSTEM, Invoice, invoice.pk, to="change", lock=True)
    writing.write(SYSTEM, invoice, "invoiceline", "invoice", [("new0", _line(contract))])
    reckoning.count(SYSTEM, invoice)
    writing.put(actor, contract, next_billing_on=_following(contract, start, months))
    return invoice


def _following(contract: Contract, start: dt.date, months: int) -> dt.date | None:
    """Counted from the contract's first day, so that one of the 31st does not creep to the 28th."""
    if not months:
        return None
    first = contract.starts_on or start
    number = 1
    while (day := calendar.plus(first, months * number)) <= start:
        number += 1
    return day


def _head(contract: Contract, start: dt.date, end: dt.date | None) -> dict[str, object]:
    return {
        "contract": contract.pk,
        "company": contract.company_id,
        "person": contract.person_id,
        "deal": contract.deal_id,
        "order": contract.order_id,
        "owner": contract.owner_id,
        "branch": contract.branch_id,
        "subject": contract.name,
        "language": contract.language,
        "currency": contract.billing_amount_currency,
        "period_from": start,
        "period_to": end,
    }


def _line(contract: Contract) -> dict[str, object]:
    money = {"amount": str(contract.billing_amount), "currency": contract.billing_amount_currency}
    values = {
        "name": contract.billing_text or contract.name,
        "quantity": "1",
        "price": money,
        "own_price": True,
    }
    return {**values, "tax_rate": _tax(contract.order_id)}


def _tax(order_id: UUID | None) -> UUID | None:
    """As the order that the contract comes from was taxed."""
    if order_id is None:
        return None
    rows = gate.unrestricted(OrderLine, reason="the contract's own order").filter(
        order=order_id, deleted_at=None
    )
    found: UUID | None = rows.exclude(tax_rate=None).values_list("tax_rate", flat=True).first()
    return found
