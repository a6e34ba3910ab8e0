"""Invoices from contracts: one for each period, whoever asks and however often."""

from __future__ import annotations

import datetime as dt

import pytest

from clientela.domains.contracts import commands as contracts
from clientela.domains.invoices import recurring
from clientela.domains.invoices.models import Invoice
from clientela.engine.access import gate
from clientela.engine.errors import Refused
from clientela.engine.records import commands as records
from tests.world import World


def test_each_period_is_invoiced_once(world: World) -> None:
    ann = world.actor("ann")
    values = {"name": "Service", "company": world.company.pk, "starts_on": "2026-01-31", "term_months": 12}
    contract = records.create(ann, "contract", {**values, "billing": "monthly", "billing_amount": "100 EUR"})
    with pytest.raises(Refused, match="Only a signed contract"):
        recurring.bill(ann, contract.pk)
    contracts.sign(ann, contract.pk)
    for _again in range(2):
        recurring.bill_all(dt.date(2026, 4, 1))
    found = gate.visible(ann, Invoice).filter(contract=contract.pk).order_by("period_from")
    assert [(one.period_from, one.period_to, one.net) for one in found] == [
        (dt.date(2026, 1, 31), dt.date(2026, 2, 27), 100),
        (dt.date(2026, 2, 28), dt.date(2026, 3, 27), 100),
        (dt.date(2026, 3, 31), dt.date(2026, 4, 29), 100),
    ]
