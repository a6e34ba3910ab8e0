"""A quote's way: sent and frozen, approved, revised, accepted by the customer, becoming an order."""

from __future__ import annotations

import socket
import threading
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from clientela.domains.orders import accepting, commands, links, writing
from clientela.domains.orders.models import Order
from clientela.domains.orders.tests.conftest import Shop
from clientela.engine.access import gate
from clientela.engine.documents import files
from clientela.engine.documents.contents import load
from clientela.engine.errors import Denied, Invalid, Refused
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from tests.mailbox import Inbox, inbox
from tests.screens.conftest import Browser

__all__ = ["inbox"]


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_sending_freezes_keeps_the_pdf_and_mails_the_link(shop: Shop) -> None:
    quote = shop.sent()
    assert quote.state == "sent" and quote.sent_to == "igor@example.org"
    (message,) = mail.outbox
    assert links.path(quote) in message.body
    (name, data, media) = message.attachments[0]
    assert (name, media) == (f"{quote.number}.pdf", "application/pdf") and bytes(data)[:5] == b"%PDF-"
    (kept,) = files.of(shop.ann, Target("quote", quote.pk))
    assert load(str(kept.content_id)) == data
    with pytest.raises(Refused):
        commands.save_lines(shop.ann, quote.pk, shop.rows())
    with pytest.raises(Invalid):
        records.update(shop.ann, "quote", quote.pk, {"intro": "Another text"})
    line = writing.stored(quote, "quoteline", "quote")[0]
    with pytest.raises(Invalid):
        records.update(shop.ann, "quoteline", line.pk, {"quantity": "1"})
    with pytest.raises(Refused):
        records.delete(shop.ann, "quoteline", line.pk)


@pytest.mark.parametrize("to", ["", "nonsense", "a@b@c", "x@example.org\nBcc: all@example.org"])
def test_a_bad_address_sends_nothing_and_changes_nothing(shop: Shop, to: str) -> None:
    commands.save_lines(shop.ann, shop.quote.pk, shop.rows())
    with pytest.raises(Invalid):
        commands.send(shop.ann, shop.quote.pk, to=to)
    assert shop.again(shop.quote).state == "draft" and mail.outbox == []


def test_an_empty_or_outdated_quote_is_not_sent(shop: Shop) -> None:
    with pytest.raises(Refused, match="no lines"):
        commands.send(shop.ann, shop.quote.pk, to="igor@example.org")
    commands.save_lines(shop.ann, shop.quote.pk, shop.rows())
    records.update(shop.ann, "quote", shop.quote.pk, {"valid_until": "2020-01-01"})
    with pytest.raises(Refused, match="out of date"):
        commands.send(shop.ann, shop.quote.pk, to="igor@example.org")


def test_a_mail_server_that_does_not_take_it_leaves_a_draft(shop: Shop, settings: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    commands.save_lines(shop.ann, shop.quote.pk, shop.rows())
    with pytest.raises(Refused, match="mail server"):
        commands.send(shop.ann, shop.quote.pk, to="igor@example.org")
    assert shop.again(shop.quote).state == "draft"
    assert files.of(shop.ann, Target("quote", shop.quote.pk)) == []


def test_a_real_mail_server_receives_it(shop: Shop, inbox: Inbox) -> None:
    shop.sent()
    (envelope,) = inbox.got
    assert envelope.rcpt_tos == ["igor@example.org"] and b"application/pdf" in envelope.content


# -- approval --------------------------------------------------------------------------------------------------------
@pytest.fixture
def limited(shop: Shop) -> Shop:
    root = shop.world.actor("root")
    records.create(root, "discountlimit", {"name": "All", "alone": "10", "approved": "30"})
    records.update(root, "team", shop.world.team.pk, {"manager": shop.world.users["ben"].pk})
    return shop


def discounted(shop: Shop, percent: str) -> Any:
    rows = shop.rows()
    rows[0][1]["discount"] = percent
    commands.save_lines(shop.ann, shop.quote.pk, rows)
    return commands.send(shop.ann, shop.quote.pk, to="igor@example.org")


def test_within_the_limit_it_is_sent_at_once(limited: Shop) -> None:
    assert discounted(limited, "10").state == "sent"


def test_beyond_the_limit_the_manager_is_asked_then_it_is_sent(limited: Shop) -> None:
    quote = discounted(limited, "20")
    assert (quote.state, mail.outbox) == ("approval", []) and "20" in (quote.approval_reason or "")
    with pytest.raises(Denied):
        commands.approve(limited.ann, quote.pk)
    commands.approve(limited.world.actor("ben"), quote.pk, note="Once")
    assert commands.send(limited.ann, quote.pk, to="igor@example.org").state == "sent"


def test_what_is_changed_after_the_approval_needs_another(limited: Shop) -> None:
    quote = discounted(limited, "20")
    commands.approve(limited.world.actor("ben"), quote.pk)
    assert discounted(limited, "25").state == "approval"


def test_a_manager_has_a_limit_too(limited: Shop) -> None:
    quote = discounted(limited, "40")
    with pytest.raises(Refused, match="administrator"):
        commands.approve(limited.world.actor("ben"), quote.pk)
    assert commands.approve(limited.world.actor("root"), quote.pk).state == "draft"


def test_a_price_below_the_list_is_a_discount_as_well(limited: Shop) -> None:
    rows = limited.rows()
    rows[0][1]["price"] = "500"
    commands.save_lines(limited.ann, limited.quote.pk, rows)
    assert commands.send(limited.ann, limited.quote.pk, to="igor@example.org").state == "approval"


# -- editions --------------------------------------------------------------------------------------------------------
def test_a_change_of_a_sent_quote_is_a_new_edition_under_its_number(shop: Shop) -> None:
    old = shop.sent()
    new = commands.revise(shop.ann, old.pk)
    assert new.number == f"{old.number}-2" and (new.edition, new.previous_id, new.state) == (
        2,
        old.pk,
        "draft",
    )
    assert shop.again(old).state == "replaced" and new.net == old.net
    third = commands.revise(shop.ann, commands.send(shop.ann, new.pk, to="igor@example.org").pk)
    assert third.number == f"{old.number}-3"
    with pytest.raises(Refused):
        accepting.accept(accepting.CUSTOMER, old.pk, name="Igor")


# -- the customer's answer -------------------------------------------------------------------------------------------
def test_the_customer_accepts_and_the_deal_is_won(client: Browser, shop: Shop) -> None:
    quote = shop.sent()
    path = links.path(quote)
    assert str(quote.number) in client.get(path).content.decode()
    assert client.get(f"{path}pdf/").content[:5] == b"%PDF-"
    assert client.post(f"{path}acceptance/", {"name": ""}).status_code == 422
    assert client.post(f"{path}acceptance/", {"name": "Igor P."}).status_code == 302
    quote = shop.again(quote)
    assert (quote.state, quote.answered_by, quote.answered_from) == ("accepted", "Igor P.", "127.0.0.1")
    (order,) = shop.orders()
    assert (order.quote_id, order.total, order.deal_id) == (quote.pk, quote.total, shop.world.deal.pk)
    assert [line.price for line in writing.stored(order, "orderline", "order")] == [
        Decimal("1000"),
        Decimal("9.99"),
    ]
    deal = shop.again(shop.world.deal)
    assert (deal.stage_id, deal.amount) == (shop.world.stages["Won"].pk, Decimal("2099.90"))
    assert "Igor P." in client.get(path).content.decode()


def test_a_link_used_twice_gives_one_order(client: Browser, shop: Shop) -> None:
    path = links.path(shop.sent())
    for _again in range(2):
        assert client.post(f"{path}acceptance/", {"name": "Igor"}).status_code == 302
    assert len(shop.orders()) == 1


def test_options_are_chosen_on_the_page_and_one_of_the_alternatives_only(client: Browser, shop: Shop) -> None:
    more = [
        {"product": str(shop.oil.pk), "quantity": "100", "role": "optional"},
        {"name": "By sea", "price": "50", "role": "alternative", "group": "Way"},
        {"name": "By air", "price": "90", "role": "alternative", "group": "Way"},
    ]
    commands.save_lines(shop.ann, shop.quote.pk, shop.rows(*more))
    quote = commands.send(shop.ann, shop.quote.pk, to="igor@example.org")
    oil, sea, air = [line.pk for line in writing.stored(quote, "quoteline", "quote")[2:]]
    path = links.path(quote)
    shown = client.post(f"{path}choice/", {"choose": str(oil)}).content.decode()
    assert "3,098.90" in shown.replace("\xa0", " ")
    both = client.post(f"{path}acceptance/", {"name": "Igor", "choose": [str(sea), str(air)]})
    assert both.status_code == 409 and shop.orders() == []
    client.post(f"{path}acceptance/", {"name": "Igor", "choose": str(oil), "choose.Way": str(air)})
    (order,) = shop.orders()
    assert order.net == Decimal("2099.90") + Decimal("999.00") + Decimal("90")


def test_the_customer_declines_with_a_reason(client: Browser, shop: Shop) -> None:
    quote = shop.sent()
    assert client.post(f"{links.path(quote)}refusal/", {"reason": "Too dear"}).status_code == 302
    quote = shop.again(quote)
    assert (quote.state, quote.decline_reason) == ("declined", "Too dear")
    assert client.post(f"{links.path(quote)}acceptance/", {"name": "Igor"}).status_code == 409


def test_a_withdrawn_an_outdated_and_a_made_up_link_say_so(client: Browser, shop: Shop) -> None:
    quote = shop.sent()
    path = links.path(quote)
    gate.unrestricted(type(quote), reason="a test").filter(pk=quote.pk).update(valid_until="2020-01-01")
    assert "out of date" in client.get(path).content.decode()
    assert client.post(f"{path}acceptance/", {"name": "Igor"}).status_code == 409
    commands.withdraw(shop.ann, quote.pk)
    assert "withdrawn" in client.get(path).content.decode()
    assert client.post(f"{path}acceptance/", {"name": "Igor"}).status_code == 409
    gate.unrestricted(type(quote), reason="a test").filter(pk=quote.pk).update(secret="another")
    assert client.get(path).status_code == 404
    assert client.get("/q/nonsense/").status_code == 404
    assert client.post("/q/nonsense:x/acceptance/", {"name": "Eve"}).status_code == 404
    assert shop.orders() == []


def test_answers_are_limited(client: Browser, shop: Shop) -> None:
    path = links.path(shop.sent())
    statuses = {client.post(f"{path}choice/", {}).status_code for _turn in range(32)}
    assert statuses == {200, 429}


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_order(shop: Shop) -> None:
    quote = shop.sent()
    made: list[Order] = []

    def accept() -> None:
        made.append(accepting.accept(accepting.CUSTOMER, quote.pk, name="Igor"))
        connection.close()

    threads = [threading.Thread(target=accept) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({order.pk for order in made}) == 1 and len(shop.orders()) == 1
