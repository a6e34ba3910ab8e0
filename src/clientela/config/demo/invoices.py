"""The demo's invoices over a year, payments, credit notes, contracts with renewals, made by the commands people use."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clientela.domains.contracts import commands as contracts
from clientela.domains.invoices import commands, payments, recurring, reminding
from clientela.domains.invoices.models import Invoice
from clientela.domains.orders.models import Order
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.records import commands as records

ISSUER = {
    "name": "Nordwerk Machines GmbH",
    "address": {"street": "Hafenstraße 12", "postcode": "20457", "city": "Hamburg", "country": "DE"},
    "tax_number": "DE136695976",
    "iban": "DE89 3704 0044 0532 0130 00",
    "bic": "COBADEFFXXX",
    "email": "invoices@nordwerk.example",
    "terms_days": 14,
}
SERVICES = ("Maintenance of the line", "Remote support", "Spare parts on stock")
CONTRACTS = 18
TO_DELIVER = dt.timedelta(days=19)


def build(chance: random.Random, companies: list[dict[str, Any]]) -> None:
    """Most orders are invoiced, most invoices paid; a few are late, two are taken back."""
    records.create(SYSTEM, "issuer", ISSUER)
    today = timezone.localdate()
    orders = (
        gate.visible(SYSTEM, Order)
        .filter(cancelled_at=None, company__isnull=False, ordered_on__lte=today - TO_DELIVER)
        .order_by("created_at", "pk")
    )
    issued = [_issued(order) for order in orders]
    for invoice in issued:
        if invoice is not None:
            _pay(chance, invoice, today)
    _take_back([invoice for invoice in issued if invoice is not None])
    _contracts(chance, companies, today)
    reminding.age_all(today)


def _issued(order: Order) -> Invoice | None:
    if not order.total or order.ordered_on is None:
        return None
    invoice = commands.from_order(SYSTEM, order.pk)
    return commands.issue(SYSTEM, invoice.pk, on=order.ordered_on + TO_DELIVER)


def _pay(chance: random.Random, invoice: Invoice, today: dt.date) -> None:
    """The older an invoice, the likelier it is paid; usually a few days around the due day."""
    assert invoice.due_on is not None and invoice.open is not None and invoice.issued_on is not None
    day = max(invoice.issued_on, invoice.due_on + dt.timedelta(chance.randint(-10, 12)))
    luck = chance.random()
    if day > today or luck < 0.1 or not invoice.open:
        return
    part = round(invoice.open / 2, 2) if luck < 0.16 else None
    payments.pay(SYSTEM, invoice.pk, amount=part, on=day, reference=f"Bank {chance.randint(1000, 9999)}")


def _take_back(invoices: list[Invoice]) -> None:
    for invoice in invoices[5:40:20]:
        note = commands.credit(SYSTEM, invoice.pk, reason="Delivered by mistake")
        commands.issue(SYSTEM, note.pk)


def _contracts(chance: random.Random, companies: list[dict[str, Any]], today: dt.date) -> None:
    for at, company in enumerate(chance.sample(companies, CONTRACTS)):
        # Some end within the next weeks, so that there is something to renew.
        start = today - dt.timedelta(365 - 12 * at)
        values = {
            "name": chance.choice(SERVICES),
            "company": company["id"],
            "owner": company["owner"],
            "starts_on": start,
            "term_months": 12,
            "notice_months": 1,
            "auto_renews": chance.random() < 0.6,
            "value": f"{chance.choice([2400, 4800, 9600])} EUR",
            "billing": "quarterly",
            "billing_amount": f"{Decimal(chance.choice([600, 1200, 2400]))} EUR",
        }
        contract = records.create(SYSTEM, "contract", values)
        contracts.send(SYSTEM, contract.pk)
        if at % 6:
            contracts.sign(SYSTEM, contract.pk, on=start, by="The customer")
    recurring.bill_all(today)
