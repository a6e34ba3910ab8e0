"""Money comes in, goes back, and is never counted twice."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from clientela.domains.invoices import commands, payments, reckoning
from clientela.domains.invoices.models import Payment
from clientela.domains.invoices.tests.conftest import TODAY, Made, money
from clientela.engine.access import gate
from clientela.engine.errors import Denied, Invalid, NotFound, Refused
from clientela.engine.records import commands as records
from tests.world import World


def D(*figures: str) -> tuple[Decimal, ...]:  # noqa: N802  # a word for the table below
    return tuple(map(Decimal, figures))


def test_paid_in_part_and_then_in_full(world: World, issued: Made) -> None:
    ann, invoice = world.actor("ann"), issued()
    payments.pay(ann, invoice.pk, amount=Decimal("100.50"))
    assert money(invoice) == D("307.5", "100.5", "0", "207") and invoice.state == "part-paid"
    payments.pay(ann, invoice.pk)
    assert money(invoice) == D("307.5", "307.5", "0", "0")
    assert (invoice.state, invoice.paid_on) == ("paid", TODAY())
    with pytest.raises(Refused, match="Nothing is open"):
        payments.pay(ann, invoice.pk)


def test_too_much_is_refused_or_kept_as_credit(world: World, issued: Made) -> None:
    ann, invoice, later = world.actor("ann"), issued(), issued()
    with pytest.raises(Invalid, match=r"Only .*307.50 are open"):
        payments.pay(ann, invoice.pk, amount=Decimal(400))
    assert money(invoice) == D("307.5", "0", "0", "307.5")
    payments.pay(ann, invoice.pk, amount=Decimal(400), keep_rest=True, reference="Bank 7")
    assert money(invoice)[3] == 0
    credit = gate.visible(ann, Payment).get(invoice=None)
    assert (credit.amount, credit.company_id, credit.reference) == (
        Decimal("92.5"),
        invoice.company_id,
        "Bank 7",
    )
    payments.use_credit(ann, credit.pk, later.pk)
    assert money(later) == D("307.5", "92.5", "0", "215")
    with pytest.raises(Refused, match="no credit"):
        payments.use_credit(ann, credit.pk, later.pk)


def test_a_credit_larger_than_the_invoice_leaves_a_rest(world: World, issued: Made) -> None:
    ann, first, second = world.actor("ann"), issued(), issued()
    payments.pay(ann, first.pk, amount=Decimal(1000), keep_rest=True)
    payments.use_credit(ann, gate.visible(ann, Payment).get(invoice=None).pk, second.pk)
    assert money(second)[3] == 0
    assert gate.visible(ann, Payment).get(invoice=None).amount == Decimal("385")


def test_the_page_of_a_later_invoice_offers_the_credit(client: Any, world: World, issued: Made) -> None:
    ann, browser, first, later = world.actor("ann"), client.as_("ann"), issued(), issued()
    payments.pay(ann, first.pk, amount=Decimal(400), keep_rest=True)
    credit = gate.visible(ann, Payment).get(invoice=None)
    path = f"/invoices/{later.pk}/credits/{credit.pk}/"
    assert path in browser.get(f"/invoices/{later.pk}/").content.decode()
    assert [browser.post(path).status_code for _again in range(2)] == [200, 409]
    assert money(later) == D("307.5", "92.5", "0", "215")
    assert "/credits/" not in browser.get(f"/invoices/{later.pk}/").content.decode()


@pytest.mark.parametrize(
    "values, field",
    [
        ({"amount": "0 EUR"}, "amount"),
        ({"amount": "-5 EUR"}, "amount"),
        ({"amount": "5 PLN"}, "amount"),
        ({"amount": "308 EUR"}, "amount"),
        ({"amount": "5 EUR", "paid_on": "2999-01-01"}, "paid_on"),
        ({"amount": "5 EUR", "paid_on": "2026-02-30"}, "paid_on"),
        ({"amount": "5 EUR", "invoice": None}, "invoice"),
    ],
)
def test_payments_that_cannot_be(world: World, issued: Made, values: dict[str, Any], field: str) -> None:
    invoice = issued()
    with pytest.raises(Invalid) as refused:
        records.create(world.actor("ann"), "payment", {"invoice": invoice.pk, **values})
    assert set(refused.value.errors) == {field}
    assert money(invoice)[1] == 0


def test_a_draft_is_not_paid(world: World, drafted: Made) -> None:
    with pytest.raises(Invalid, match="issue it before"):
        payments.pay(world.actor("ann"), drafted().pk)


def test_a_payment_taken_back_opens_the_invoice_again(world: World, issued: Made) -> None:
    ann, invoice = world.actor("ann"), issued()
    paid = payments.pay(ann, invoice.pk)
    records.delete(ann, "payment", paid.pk)
    assert money(invoice)[3] == Decimal("307.5") and invoice.state == "issued"
    payments.pay(ann, invoice.pk, amount=Decimal(300))
    with pytest.raises(Refused, match="too much"):
        records.restore(ann, "payment", paid.pk)
    assert money(invoice) == D("307.5", "300", "0", "7.5")


def test_nothing_is_paid_or_taken_back_in_a_closed_month(world: World, issued: Made) -> None:
    ann, invoice = world.actor("ann"), issued(on=dt.date(2026, 4, 1))
    paid = payments.pay(ann, invoice.pk, amount=Decimal(7), on=dt.date(2026, 5, 2))
    records.create(world.actor("root"), "closedperiod", {"month": "2026-05-01"})
    with pytest.raises(Invalid, match="May 2026 is closed"):
        payments.pay(ann, invoice.pk, on=dt.date(2026, 5, 3))
    with pytest.raises(Refused, match="May 2026 is closed"):
        records.delete(ann, "payment", paid.pk)
    with pytest.raises(Invalid, match="May 2026 is closed"):
        records.update(ann, "payment", paid.pk, {"paid_on": "2026-06-01"})
    assert money(invoice)[1] == 7


@pytest.mark.parametrize("who, error", [("ann", None), ("ben", Denied), ("cat", NotFound), ("dan", Denied)])
def test_who_may_write_down_a_payment(world: World, issued: Made, who: str, error: Any) -> None:
    invoice = issued()
    if error is None:
        payments.pay(world.actor(who), invoice.pk)
        return
    with pytest.raises((error, Invalid)):
        payments.pay(world.actor(who), invoice.pk)
    assert money(invoice)[1] == 0


# -- credit notes ----------------------------------------------------------------------------------------------------
def test_taken_back_in_full_nothing_is_owed(world: World, issued: Made) -> None:
    ann, invoice = world.actor("ann"), issued()
    note = commands.issue(ann, commands.credit(ann, invoice.pk, reason="Returned").pk)
    assert (note.number, note.corrects_id, note.state) == (f"CN-{TODAY().year}-00001", invoice.pk, "paid")
    assert money(note) == D("307.5", "0", "307.5", "0")
    assert money(invoice) == D("307.5", "0", "307.5", "0") and invoice.state == "credited"
    with pytest.raises(Refused, match="taken back already"):
        commands.credit(ann, invoice.pk, reason="Again")


def test_taken_back_after_it_was_paid_we_owe_it(world: World, issued: Made) -> None:
    ann, invoice = world.actor("ann"), issued()
    payments.pay(ann, invoice.pk, amount=Decimal(250))
    first = reckoning.lines_of(invoice)[0]
    note = commands.issue(
        ann, commands.credit(ann, invoice.pk, reason="One broke", quantities={first.pk: Decimal(1)}).pk
    )
    # 123.00 taken back, 57.50 were still owed, so 65.50 are to be given back.
    assert money(invoice) == D("307.5", "250", "57.5", "0")
    assert money(note) == D("123", "0", "57.5", "65.5")
    payments.pay(ann, note.pk)
    assert money(note)[3] == 0 and note.state == "paid"
    with pytest.raises(Refused, match="at most 1 can"):
        commands.credit(ann, invoice.pk, reason="Two more", quantities={first.pk: Decimal(2)})


def test_two_drafts_of_the_same_credit_are_issued_once(world: World, issued: Made) -> None:
    ann, invoice = world.actor("ann"), issued()
    first, second = (commands.credit(ann, invoice.pk, reason="Returned") for _ in range(2))
    commands.issue(ann, first.pk)
    with pytest.raises(Refused, match="at most 0 can"):
        commands.issue(ann, second.pk)


def test_a_credit_note_needs_an_issued_invoice_and_a_reason(
    world: World, issued: Made, drafted: Made
) -> None:
    ann = world.actor("ann")
    with pytest.raises(Refused, match="This is a draft"):
        commands.credit(ann, drafted().pk, reason="x")
    invoice = issued()
    with pytest.raises(Refused, match="Say why"):
        commands.credit(ann, invoice.pk, reason=" ")
    with pytest.raises(Invalid, match="say which one"):
        records.create(ann, "invoice", {"kind": "credit", "company": world.company.pk})
    note = commands.credit(ann, invoice.pk, reason="Returned")
    with pytest.raises(Refused, match="draft"):
        commands.credit(ann, note.pk, reason="x")
