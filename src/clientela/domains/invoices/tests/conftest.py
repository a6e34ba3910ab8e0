"""Invoices of Ann's in the small world, and who issues them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from clientela.domains.invoices import commands
from clientela.domains.invoices.models import Invoice
from clientela.engine.access.actor import SYSTEM
from clientela.engine.records import commands as records
from tests.conftest import _flush_past_the_guard as _flush_past_the_guard
from tests.conftest import django_db_modify_db_settings as django_db_modify_db_settings
from tests.conftest import world as world
from tests.screens.conftest import client as client
from tests.world import World

Made = Callable[..., Invoice]
TODAY = timezone.localdate


@pytest.fixture
def issuer(world: World) -> Any:
    return records.create(
        SYSTEM,
        "issuer",
        {
            "name": "Clientela Maszyny Sp. z o.o.",
            "address": {"street": "Piotrkowska 1", "city": "Łódź", "postcode": "90-001", "country": "PL"},
            "tax_number": "PL7251801126",
            "iban": "PL61 1090 1014 0000 0712 1981 2874",
            "email": "faktury@example.org",
        },
    )


@pytest.fixture
def tax(world: World) -> Any:
    return records.create(SYSTEM, "taxrate", {"name": "VAT 23 %", "rate": 23, "category": "S"})


def line(name: str, quantity: Any, price: str, tax: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "quantity": quantity, "price": price, "tax_rate": tax.pk, **more}


@pytest.fixture
def drafted(world: World, tax: Any) -> Made:
    """A draft of Ann's with two lines: 2 × 100.00 and 1 × 50.00, at 23 %: 307.50."""

    def make(*rows: dict[str, Any], **head: Any) -> Invoice:
        ann = world.actor("ann")
        records.update(
            ann, "company", world.company.pk, {"address": {"street": "Zgierska 7", "city": "Łódź", "postcode": "91-002", "country": "PL"}}
        )  # fmt: skip
        made = records.create(
            ann, "invoice", {"company": world.company.pk, "currency": "EUR", "subject": "CNC line", **head}
        )
        given = rows or (line("Lathe", 2, "100", tax), line("Freight", 1, "50", tax))
        return commands.save_lines(ann, made.pk, [(f"new{n}", row) for n, row in enumerate(given)])

    return make


@pytest.fixture
def issued(world: World, issuer: Any, drafted: Made) -> Made:
    def make(*rows: dict[str, Any], on: dt.date | None = None, **head: Any) -> Invoice:
        return commands.issue(world.actor("ann"), drafted(*rows, **head).pk, on=on)

    return make


def money(invoice: Invoice) -> tuple[Decimal, ...]:
    invoice.refresh_from_db()
    return invoice.payable, invoice.paid, invoice.credited, invoice.open
