"""An order's way: stages, partial deliveries, changes after confirmation, cancelling, installed products."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from clientela.domains.orders import accepting, order_commands, standard, writing
from clientela.domains.orders.models import InstalledProduct, Order, OrderChange
from clientela.domains.orders.tests.conftest import Shop
from clientela.engine.access import gate
from clientela.engine.errors import Denied, Invalid, NotFound, Refused
from clientela.engine.records import commands as records


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def order(shop: Shop) -> Order:
    return accepting.accept(accepting.CUSTOMER, shop.sent().pk, name="Igor")


def lines(order: Order) -> list[Any]:
    return writing.stored(order, "orderline", "order")


def stage(shop: Shop, meaning: str) -> Any:
    return next(one for one in standard.stages(shop.ann) if one.meaning == meaning)


def test_an_order_begins_entered_and_moves_on(shop: Shop, order: Order) -> None:
    assert order.stage_id == stage(shop, "entered").pk and order.confirmed_at is None
    moved = order_commands.move(shop.ann, order.pk, stage(shop, "production").pk)
    assert moved.confirmed_at is not None and moved.stage_since is not None


@pytest.mark.parametrize("who, error", [("ben", Denied), ("dan", Denied), ("cat", NotFound)])
def test_only_who_may_change_an_order_moves_it(
    shop: Shop, order: Order, who: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        order_commands.move(shop.world.actor(who), order.pk, stage(shop, "production").pk)


def test_partial_deliveries_add_up_and_never_bring_more_than_was_ordered(shop: Shop, order: Order) -> None:
    lathe, oil = lines(order)
    order_commands.deliver(shop.ann, order.pk, {lathe.pk: Decimal(1), oil.pk: Decimal(4)})
    assert [line.remaining for line in lines(order)] == [Decimal(1), Decimal(6)]
    assert shop.again(order).delivery_state == "partly"
    with pytest.raises(Refused, match="only 6"):
        order_commands.deliver(shop.ann, order.pk, {oil.pk: Decimal(7)})
    with pytest.raises(Refused):
        order_commands.deliver(shop.ann, order.pk, {})
    with pytest.raises(Invalid, match="still to be delivered"):
        order_commands.move(shop.ann, order.pk, stage(shop, "delivered").pk)
    last = order_commands.deliver(shop.ann, order.pk, {lathe.pk: Decimal(1), oil.pk: Decimal(6)})
    assert shop.again(order).delivery_state == "all"
    records.delete(shop.ann, "delivery", last.pk)
    assert shop.again(order).delivery_state == "partly"
    order_commands.deliver(shop.ann, order.pk, {oil.pk: Decimal(6)})
    with pytest.raises(Refused, match="more would be delivered"):
        records.restore(shop.ann, "delivery", last.pk)


def test_serial_numbers_become_installed_products(shop: Shop, order: Order) -> None:
    lathe, _oil = lines(order)
    order_commands.deliver(shop.ann, order.pk, {lathe.pk: Decimal(2)}, serials={lathe.pk: ["L5-1", "L5-2"]})
    rows = gate.unrestricted(InstalledProduct, reason="a test looks").order_by("serial_number")
    assert [(one.serial_number, one.product_id, one.company_id, one.order_line_id) for one in rows] == [
        (number, shop.lathe.pk, order.company_id, lathe.pk) for number in ("L5-1", "L5-2")
    ]
    assert all(
        one.warranty_until and one.installed_on and one.warranty_until > one.installed_on for one in rows
    )
    with pytest.raises(Invalid):
        records.create(shop.ann, "installedproduct", {"product": shop.lathe.pk, "serial_number": "L5-1"})


def test_a_confirmed_order_is_changed_with_a_reason_and_keeps_what_it_was(shop: Shop, order: Order) -> None:
    order_commands.move(shop.ann, order.pk, stage(shop, "confirmed").pk)
    lathe, oil = lines(order)
    rows = [(str(lathe.pk), {"quantity": "3"}), (str(oil.pk), {})]
    with pytest.raises(Invalid) as refused:
        order_commands.save_lines(shop.ann, order.pk, rows)
    assert set(refused.value.errors) == {"reason"}
    with pytest.raises(Invalid):
        records.update(shop.ann, "orderline", lathe.pk, {"quantity": "3"})
    changed = order_commands.save_lines(shop.ann, order.pk, rows, reason="One more is needed")
    assert changed.net == Decimal("3099.90")
    change = gate.unrestricted(OrderChange, reason="a test looks").get()
    assert (change.reason, change.before["lines"][0]["quantity"], change.after["lines"][0]["quantity"]) == (
        "One more is needed", "2", "3",
    )  # fmt: skip
    assert lines(order)[0].price == Decimal("1000.00")


def test_what_was_delivered_cannot_be_taken_off(shop: Shop, order: Order) -> None:
    lathe, oil = lines(order)
    order_commands.move(shop.ann, order.pk, stage(shop, "confirmed").pk)
    order_commands.deliver(shop.ann, order.pk, {lathe.pk: Decimal(2)})
    with pytest.raises(Refused):
        order_commands.save_lines(shop.ann, order.pk, [(str(oil.pk), {})], reason="Less")
    with pytest.raises(Invalid):
        order_commands.save_lines(
            shop.ann, order.pk, [(str(lathe.pk), {"quantity": "1"}), (str(oil.pk), {})], reason="Less"
        )
    with pytest.raises(Refused):
        order_commands.cancel(shop.ann, order.pk, reason="No")


def test_a_cancelled_order_says_why_and_stays_so(shop: Shop, order: Order) -> None:
    with pytest.raises(Invalid):
        order_commands.cancel(shop.ann, order.pk, reason=" ")
    cancelled = order_commands.cancel(shop.ann, order.pk, reason="Customer is broke")
    assert cancelled.stage_id == stage(shop, "cancelled").pk
    with pytest.raises(Invalid):
        order_commands.move(shop.ann, order.pk, stage(shop, "entered").pk)
    with pytest.raises(Refused):
        order_commands.deliver(shop.ann, order.pk, {lines(order)[0].pk: Decimal(1)})


@pytest.mark.parametrize(
    "values, field",
    [
        ({"promised_on": "2020-01-01"}, "promised_on"),
        ({"currency": "EURO"}, "currency"),
        ({"discount": "-1"}, "discount"),
    ],
)
def test_impossible_values_are_named(shop: Shop, order: Order, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        records.update(shop.ann, "order", order.pk, values)
    assert field in refused.value.errors
