"""Invoices of orders: whole, in parts, once; mailed, reminded of, and shown where they belong."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from clientela.domains.activities.models import Activity
from clientela.domains.invoices import ageing, commands, mailing, reckoning, reminding
from clientela.domains.invoices.tests.conftest import TODAY, Made
from clientela.domains.orders import order_commands
from clientela.engine.access import gate
from clientela.engine.errors import Invalid, Refused
from clientela.engine.records import commands as records
from tests.world import World


@pytest.fixture
def order(world: World, tax: Any) -> Any:
    ann = world.actor("ann")
    made = records.create(ann, "order", {"subject": "Lathes", "company": world.company.pk, "currency": "EUR"})
    rows = [
        ("new0", {"name": "Lathe", "quantity": "3", "price": "100", "tax_rate": str(tax.pk)}),
        ("new1", {"name": "Freight", "quantity": "1", "price": "50", "tax_rate": str(tax.pk)}),
    ]
    return order_commands.save_lines(ann, made.pk, rows)


def test_the_whole_order_is_invoiced_once(world: World, order: Any) -> None:
    ann = world.actor("ann")
    invoice = commands.from_order(ann, order.pk)
    assert (invoice.order_id, invoice.company_id, invoice.net) == (order.pk, world.company.pk, Decimal(350))
    with pytest.raises(Refused, match="invoiced already"):
        commands.from_order(ann, order.pk)
    records.delete(ann, "invoice", invoice.pk)
    assert commands.from_order(ann, order.pk).net == Decimal(350)


@pytest.mark.parametrize("gone", ["discontinued", "deleted"])
def test_what_was_agreed_is_invoiced_and_taken_back_whatever_became_of_the_product(
    world: World, issuer: Any, tax: Any, gone: str
) -> None:
    ann, root = world.actor("ann"), world.actor("root")
    product = records.create(ann, "product", {"name": "Press", "price": "100 EUR"})
    made = records.create(ann, "order", {"company": world.company.pk, "currency": "EUR"})
    row = {"product": str(product.pk), "quantity": "2", "price": "90", "tax_rate": str(tax.pk)}
    order_commands.save_lines(ann, made.pk, [("new0", row)])
    if gone == "deleted":
        records.delete(root, "product", product.pk)
    else:
        records.update(root, "product", product.pk, {"lifecycle": "discontinued"})
    invoice = commands.issue(ann, commands.from_order(ann, made.pk).pk)
    assert (invoice.net, [line.name for line in reckoning.lines_of(invoice)]) == (Decimal(180), ["Press"])
    assert commands.credit(ann, invoice.pk, reason="Came back").net == Decimal(180)


def test_parts_of_it_come_to_the_whole(world: World, order: Any) -> None:
    ann = world.actor("ann")
    lathe = next(line for line in order.lines.all().passing() if line.name == "Lathe")
    first = commands.from_order(ann, order.pk, quantities={lathe.pk: Decimal(2)})
    with pytest.raises(Refused, match="only 1 are left"):
        commands.from_order(ann, order.pk, quantities={lathe.pk: Decimal(2)})
    with pytest.raises(Refused, match="negative"):
        commands.from_order(ann, order.pk, quantities={lathe.pk: Decimal(-1)})
    rest = commands.from_order(ann, order.pk)
    assert (first.net, rest.net) == (Decimal(200), Decimal(150))


def test_a_mail_brings_it_with_both_forms(world: World, issued: Made) -> None:
    invoice = issued()
    with pytest.raises(Invalid):
        mailing.send(world.actor("ann"), invoice.pk, to="nobody")
    mailing.send(world.actor("ann"), invoice.pk, to="igor@example.org")
    (sent,) = mail.outbox
    assert sent.to == ["igor@example.org"]
    assert [part[0] for part in sent.attachments] == [f"{invoice.number}.pdf", f"{invoice.number}.xml"]
    invoice.refresh_from_db()
    assert (invoice.state, invoice.sent_to) == ("sent", "igor@example.org")


def test_what_is_late_is_reminded_of_step_by_step(world: World, issued: Made) -> None:
    ann, invoice = world.actor("ann"), issued(on=TODAY() - dt.timedelta(40))
    tasks = gate.visible(ann, Activity).filter(about_id=invoice.pk, kind="task")
    for _again in range(2):
        reminding.age_all()
    assert tasks.count() == 1
    for _level in range(3):
        reminding.remind(ann, invoice.pk, to="igor@example.org")
    with pytest.raises(Refused, match="last reminder"):
        reminding.remind(ann, invoice.pk, to="igor@example.org")
    assert [str(invoice.number) in sent.subject for sent in mail.outbox] == [True] * 3
    with pytest.raises(Refused, match="Nothing is overdue"):
        reminding.remind(ann, issued().pk, to="igor@example.org")


@pytest.mark.parametrize(
    "days, bucket", [(0, "now"), (14, "now"), (15, "30"), (44, "30"), (45, "60"), (105, "more")]
)
def test_what_is_owed_stands_in_its_bucket(world: World, issued: Made, days: int, bucket: str) -> None:
    issued(on=TODAY() - dt.timedelta(days))
    (owed,) = ageing.ageing(world.actor("ann"), TODAY()).rows
    assert {key: amount for key, amount, _address in owed.cells() if amount} == {bucket: Decimal("307.5")}
    assert ageing.ageing(world.actor("cat"), TODAY()).rows == []


def test_each_figure_leads_to_its_invoices(world: World, issued: Made) -> None:
    client = Client()
    client.force_login(world.users["ann"])
    late, fresh = issued(on=TODAY() - dt.timedelta(50)), issued()
    (owed,) = ageing.ageing(world.actor("ann"), TODAY()).rows
    page = client.get(owed.address("60")).content.decode()
    assert str(late.number) in page and str(fresh.number) not in page
    shown = client.get("/invoices/ageing/").content.decode()
    assert "Zakłady Łódź" in shown and owed.address("60").replace("&", "&amp;") in shown


@pytest.mark.parametrize("where", ["companies", "orders", "invoices"])
def test_it_shows_where_it_belongs(world: World, order: Any, issuer: Any, where: str) -> None:
    invoice = commands.issue(world.actor("ann"), commands.from_order(world.actor("ann"), order.pk).pk)
    client = Client()
    client.force_login(world.users["ann"])
    place = {"companies": world.company.pk, "orders": order.pk, "invoices": invoice.pk}[where]
    page = client.get(f"/{where}/{place}/")
    assert page.status_code == 200
    assert str(invoice.number) in page.content.decode() and "Invoice issued" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_people_issue_at_once_and_there_is_one_number(world: World, issuer: Any, drafted: Made) -> None:
    invoice, said = drafted(), []

    def press() -> None:
        try:
            said.append(commands.issue(world.actor("ann"), invoice.pk).number)
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    people = [threading.Thread(target=press) for _ in range(4)]
    for one in people:
        one.start()
    for one in people:
        one.join(30)
    invoice.refresh_from_db()
    assert said.count(invoice.number) == 1 and len(said) == 4
    assert all("issued already" in str(other) for other in said if other != invoice.number)
    assert reckoning.lines_of(invoice)
