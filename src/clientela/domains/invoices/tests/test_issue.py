"""A draft becomes an invoice: with a number, for ever."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError

from clientela.domains.invoices import commands, reckoning
from clientela.domains.invoices.models import Invoice
from clientela.domains.invoices.tests.conftest import TODAY, Made, line
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import Denied, Invalid, NotFound, Refused
from clientela.engine.records import commands as records
from tests.world import World


def test_a_draft_adds_up_and_has_no_number(drafted: Made) -> None:
    invoice = drafted()
    assert (invoice.number, invoice.state) == (None, "draft")
    assert (invoice.net, invoice.tax, invoice.total, invoice.open) == tuple(
        map(Decimal, ("250", "57.50", "307.50", "307.50"))
    )
    assert invoice.taxes == [
        {"category": "S", "rate": "23", "lines": "250.00", "discount": "0.00", "base": "250.00", "tax": "57.50", "reason": ""}
    ]  # fmt: skip


def test_issued_it_has_a_number_a_day_and_both_parties(issued: Made) -> None:
    invoice = issued(on=dt.date(2026, 5, 4))
    assert (invoice.number, invoice.state) == ("INV-2026-00001", "overdue")
    assert (invoice.issued_on, invoice.due_on) == (dt.date(2026, 5, 4), dt.date(2026, 5, 18))
    assert invoice.parties is not None
    assert invoice.parties["seller"]["tax_number"] == "PL7251801126"
    assert invoice.parties["buyer"]["name"] == "Zakłady Łódź"
    assert issued(on=dt.date(2026, 5, 5)).number == "INV-2026-00002"


@pytest.mark.parametrize("who, error", [("ann", None), ("ben", Denied), ("cat", NotFound), ("dan", Denied)])
def test_who_may_issue(world: World, issuer: Any, drafted: Made, who: str, error: Any) -> None:
    invoice = drafted()
    if error is None:
        assert commands.issue(world.actor(who), invoice.pk).number
        return
    with pytest.raises(error):
        commands.issue(world.actor(who), invoice.pk)
    invoice.refresh_from_db()
    assert invoice.number is None


def test_issued_twice_it_has_one_number(world: World, issued: Made) -> None:
    invoice = issued()
    with pytest.raises(Refused, match="issued already"):
        commands.issue(world.actor("ann"), invoice.pk)


def test_a_repeated_request_issues_once(world: World, issuer: Any, drafted: Made) -> None:
    first, second = drafted(), drafted()
    once = world.actor("ann").once("a key")
    assert commands.issue(once, first.pk).number == commands.issue(once, first.pk).number
    assert str(commands.issue(world.actor("ann"), second.pk).number).endswith("-00002")


def test_without_an_issuer_without_lines_or_without_a_customer_nothing_is_issued(
    world: World, drafted: Made, tax: Any
) -> None:
    ann, invoice = world.actor("ann"), drafted()
    with pytest.raises(Refused, match="Issuers of invoices"):
        commands.issue(ann, invoice.pk)
    records.create(
        SYSTEM, "issuer", {"name": "We", "tax_number": "PL7251801126", "address": {"country": "PL"}}
    )
    commands.save_lines(ann, invoice.pk, [])
    with pytest.raises(Refused, match="no line"):
        commands.issue(ann, invoice.pk)
    commands.save_lines(ann, invoice.pk, [("new0", line("Lathe", 1, "-5", tax))])
    with pytest.raises(Refused, match="less than nothing"):
        commands.issue(ann, invoice.pk)
    commands.save_lines(ann, invoice.pk, [("new0", line("Lathe", 1, "5", tax))])
    records.update(ann, "invoice", invoice.pk, {"company": None})
    with pytest.raises(Refused, match="who gets"):
        commands.issue(ann, invoice.pk)
    assert gate.get(ann, Invoice, invoice.pk).number is None


@pytest.mark.parametrize(
    "values",
    [{"subject": "x"}, {"discount": 5}, {"issued_on": "2026-01-01"}, {"currency": "PLN"}, {"kind": "credit"}],
)
def test_an_issued_invoice_does_not_change(world: World, issued: Made, values: dict[str, Any]) -> None:
    invoice = issued()
    with pytest.raises(Invalid, match="does not change any more"):
        records.update(world.actor("ann"), "invoice", invoice.pk, values)
    with pytest.raises(Refused, match="write a credit note"):
        records.delete(world.actor("ann"), "invoice", invoice.pk)


def test_its_lines_neither(world: World, issued: Made) -> None:
    invoice = issued()
    ann = world.actor("ann")
    first = reckoning.lines_of(invoice)[0]
    with pytest.raises(Invalid, match="do not change any more"):
        records.update(ann, "invoiceline", first.pk, {"quantity": 3})
    with pytest.raises(Invalid, match="do not change any more"):
        records.create(ann, "invoiceline", {"invoice": invoice.pk, "name": "More", "price": "1 EUR"})
    with pytest.raises(Refused):
        records.delete(ann, "invoiceline", first.pk)
    with pytest.raises(Refused, match="issued already"):
        commands.save_lines(ann, invoice.pk, [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoices_invoice SET total = 1 WHERE id = %s",
        "UPDATE invoices_invoice SET number = NULL WHERE id = %s",
        "UPDATE invoices_invoiceline SET quantity = 9 WHERE invoice_id = %s",
        "DELETE FROM invoices_invoiceline WHERE invoice_id = %s",
    ],
)
def test_the_database_itself_keeps_it_frozen(issued: Made, statement: str) -> None:
    invoice = issued()
    with (
        pytest.raises((InternalError, IntegrityError, ProgrammingError), match="frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [invoice.pk])


def test_impossible_dates_and_figures_are_refused_where_they_stand(
    world: World, drafted: Made, tax: Any
) -> None:
    invoice, ann = drafted(), world.actor("ann")
    for values, field in (
        ({"issued_on": "2026-05-10", "due_on": "2026-05-09"}, "due_on"),
        ({"issued_on": "2026-02-30"}, "issued_on"),
        ({"issued_on": "1026-02-20"}, "issued_on"),
        ({"period_from": "2026-05-10", "period_to": "2026-05-09"}, "period_to"),
        ({"terms_days": 9999}, "terms_days"),
        ({"currency": "XXY"}, "currency"),
        ({"number": "INV-1"}, "number"),
        ({"state": "paid"}, "state"),
    ):
        with pytest.raises(Invalid) as refused:
            records.update(ann, "invoice", invoice.pk, values)
        assert set(refused.value.errors) == {field}
    with pytest.raises(Invalid) as refused:
        commands.save_lines(ann, invoice.pk, [("new0", line("Lathe", -1, "5", tax))])
    assert "new0.quantity" in refused.value.errors
    with pytest.raises(Refused, match="days ahead"):
        commands.issue(ann, invoice.pk, on=TODAY() + dt.timedelta(400))


def test_nothing_is_issued_in_a_closed_month(world: World, issuer: Any, drafted: Made) -> None:
    root, ann = world.actor("root"), world.actor("ann")
    closed = records.create(root, "closedperiod", {"month": "2026-05-17"})
    invoice = drafted()
    with pytest.raises(Refused, match="May 2026 is closed"):
        commands.issue(ann, invoice.pk, on=dt.date(2026, 5, 31))
    with pytest.raises(Denied):
        records.delete(ann, "closedperiod", closed.pk)
    with pytest.raises(Invalid, match="closed already"):
        records.create(root, "closedperiod", {"month": "2026-05-01"})
    assert commands.issue(ann, invoice.pk, on=dt.date(2026, 6, 1)).number == "INV-2026-00001"
    records.delete(root, "closedperiod", closed.pk)
    assert commands.issue(ann, drafted().pk, on=dt.date(2026, 5, 31)).number == "INV-2026-00002"


def test_a_range_used_up_stops_the_issue_and_nothing_is_lost(
    world: World, issuer: Any, drafted: Made
) -> None:
    root, ann = world.actor("root"), world.actor("ann")
    found = records.create(
        root, "numberrange", {"name": "Short", "kind": "invoice", "pattern": "S{n}", "last": 1}
    )
    commands.issue(ann, drafted().pk)
    second = drafted()
    with pytest.raises(Refused, match="used up"):
        commands.issue(ann, second.pk)
    records.update(root, "numberrange", found.pk, {"last": 2})
    assert commands.issue(ann, second.pk).number == "S2"


def test_an_invoice_from_elsewhere_keeps_its_number(world: World, issuer: Any, drafted: Made) -> None:
    ann = world.actor("ann")
    assert commands.issue(ann, drafted(foreign_number="2024/17").pk).number == "2024/17"
    with pytest.raises(Refused, match="2024/17 is taken"):
        commands.issue(ann, drafted(foreign_number="2024/17").pk)
    assert str(commands.issue(ann, drafted().pk).number).endswith("-00001")


@pytest.mark.parametrize(
    "currency, head, price, expected",
    [
        ("JPY", {}, "333", ("333", "77", "410", "410")),
        ("KWD", {}, "1.25", ("1.250", "0.288", "1.538", "1.538")),
        ("CHF", {"cash": True}, "12.37", ("12.37", "2.85", "15.22", "15.20")),
        ("EUR", {"inclusive": True}, "123", ("100", "23", "123", "123")),
        ("EUR", {"discount": 10}, "100", ("90", "20.70", "110.70", "110.70")),
    ],
)
def test_currencies_and_taxes_round_as_they_should(
    issued: Made, tax: Any, currency: str, head: dict[str, Any], price: str, expected: tuple[str, ...]
) -> None:
    invoice = issued(line("Thing", 1, price, tax), currency=currency, **head)
    found = (invoice.net, invoice.tax, invoice.total, invoice.payable)
    assert found == tuple(map(Decimal, expected))
