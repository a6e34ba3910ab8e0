"""What people do with orders: move them on, change them after confirmation, deliver, install, cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.orders import standard, writing
from clientela.domains.orders.models import Delivery, InstalledProduct, Order, OrderChange, OrderLine
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Conflict, Invalid, Refused
from clientela.engine.fields.numbers import to_decimal
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

Rows = Sequence[tuple[str, Mapping[str, Any]]]


@command("order.move")
def move(actor: Actor, order_id: UUID, stage_id: UUID) -> Order:
    """Take an order to another stage of its kind."""
    gate.get(actor, Order, order_id, to="change", lock=True)
    return cast(Order, records.update(actor, "order", order_id, {"stage": stage_id}))


@command("order.lines")
def save_lines(
    actor: Actor,
    order_id: UUID,
    rows: Rows,
    *,
    discount: str | None = None,
    version: int | None = None,
    reason: str = "",
) -> Order:
    """Make these the lines of an order. Once it is confirmed that is a change order: it needs a reason, and what the
    lines were is kept. Raises Conflict, Invalid, Refused (less than was delivered already)."""
    order = gate.get(actor, Order, order_id, to="change", lock=True)
    if version is not None and version != order.version:
        raise Conflict(order)
    if order.cancelled_at is not None:
        raise Refused(_("This order was cancelled and stays as it is."))
    if order.confirmed_at is None:
        if discount is not None:
            records.update(actor, "order", order_id, {"discount": discount})
            order.refresh_from_db()
        writing.write(actor, order, "orderline", "order", rows)
        return order
    return _change(actor, order, rows, reason)


def _change(actor: Actor, order: Order, rows: Rows, reason: str) -> Order:
    if not reason.strip():
        raise Invalid({"reason": [_("This order is confirmed: say why it is changed.")]})
    lines = writing.stored(order, "orderline", "order")
    before = snapshot(order, lines)
    _keeps_what_was_delivered(lines, rows)
    after_lines = writing.write(actor, order, "orderline", "order", rows)
    after = snapshot(order, after_lines)
    if before == after:
        raise Refused(_("Nothing was changed."))
    made = records.create(actor, "orderchange", {"order": order.pk, "reason": reason.strip()})
    rows_of = gate.unrestricted(OrderChange, reason="the actor has just made it")
    rows_of.filter(pk=made.pk).update(before=before, after=after)
    return order


def _keeps_what_was_delivered(lines: Sequence[OrderLine], rows: Rows) -> None:
    kept = {key for key, _values in rows}
    for line in lines:
        if line.delivered and str(line.pk) not in kept:
            raise Refused(
                _("“%s” was delivered in part already; it cannot be taken off the order.") % line.name
            )
    delivered = {str(line.pk): line.delivered for line in lines}
    for key, values in rows:
        if key in delivered and _number(values.get("quantity")) < delivered[key]:
            text = _("%s were delivered already.") % f"{delivered[key].normalize():f}"
            raise Invalid({f"{key}.quantity": [text]})


def _number(given: Any) -> Decimal:
    return to_decimal(str(given)) if given not in (None, "") else Decimal(0)


def snapshot(order: Order, lines: Sequence[OrderLine]) -> dict[str, Any]:
    """What an order says, to be compared and kept: texts, no numbers that JSON would round."""
    return {
        "total": f"{order.total} {order.currency}",
        "lines": [
            {
                "id": str(line.pk),
                "name": line.name,
                "configuration": str(line.configuration_id or ""),
                "quantity": f"{line.quantity.normalize():f}",
                "price": str(line.price),
                "discount": f"{(line.discount or Decimal(0)).normalize():f}",
                "total": str(line.total),
            }
            for line in lines
        ],
    }


@command("order.promise")
def promise(actor: Actor, order_id: UUID, day: dt.date) -> Order:
    """Promise the customer a day."""
    gate.get(actor, Order, order_id, to="change", lock=True)
    return cast(Order, records.update(actor, "order", order_id, {"promised_on": day}))


@command("order.cancel")
def cancel(actor: Actor, order_id: UUID, *, reason: str) -> Order:
    """End an order that will not be carried out; what was delivered keeps it from being cancelled."""
    order = gate.get(actor, Order, order_id, to="change", lock=True)
    if order.cancelled_at is not None:
        return order
    if order.delivery_state != "nothing":
        raise Refused(
            _(
                "Something of this order was delivered already; change its lines to what was delivered instead."
            )
        )
    if not reason.strip():
        raise Invalid({"reason": [_("Say why the order is cancelled.")]})
    stage = next(
        (
            s
            for s in standard.stages(actor)
            if s.meaning == "cancelled" and s.order_kind_id == order.order_kind_id
        ),
        None,
    )
    ended: dict[str, Any] = {"stage": stage.pk} if stage else {}
    writing.put(actor, order, cancelled_at=timezone.now(), cancel_reason=reason.strip(), **ended)
    return order


@command("order.deliver")
def deliver(
    actor: Actor,
    order_id: UUID,
    quantities: Mapping[UUID, Decimal],
    *,
    on: dt.date | None = None,
    carrier: str = "",
    tracking: str = "",
    serials: Mapping[UUID, Sequence[str]] | None = None,
    warranty_months: int = 24,
) -> Delivery:
    """Deliver some or all of what is left: line id → quantity. Serial numbers become installed products."""
    order = gate.get(actor, Order, order_id, to="change", lock=True)
    if order.cancelled_at is not None:
        raise Refused(_("This order was cancelled; nothing can be delivered."))
    wanted = {line: quantity for line, quantity in quantities.items() if quantity}
    if not wanted:
        raise Refused(_("Write how much of something is delivered."))
    lines = {line.pk: line for line in writing.stored(order, "orderline", "order") if line.kind == "item"}
    if set(wanted) - set(lines):
        raise Refused(_("A line of this delivery is not on the order any more; load the page again."))
    values = {"order": order.pk, "delivered_on": on, "carrier": carrier or None, "tracking": tracking or None}
    made = cast(Delivery, records.create(actor.once(None), "delivery", values))
    rows = [{"delivery": made.pk, "order_line": line, "quantity": q} for line, q in wanted.items()]
    wrong = [
        message
        for outcome in records.create_many(actor, "deliveryline", rows)
        for messages in outcome.errors.values()
        for message in messages
    ]
    if wrong:
        raise Refused(" ".join(wrong))
    for line_id, numbers in (serials or {}).items():
        if line_id in wanted:
            _install(actor, order, lines[line_id], made, numbers, warranty_months)
    return gate.get(actor, Delivery, made.pk)


def _install(
    actor: Actor, order: Order, line: OrderLine, delivery: Delivery, numbers: Sequence[str], months: int
) -> None:
    day = delivery.delivered_on or timezone.localdate()
    for number in numbers:
        installed = records.create(
            actor,
            "installedproduct",
            {
                "name": line.name,
                "serial_number": number,
                "product": line.product_id,
                "company": order.company_id,
                "order": order.pk,
                "installed_on": day,
                "warranty_until": months_later(day, months) if months else None,
            },
        )
        writing.put(actor, cast(InstalledProduct, installed), order_line=line.pk, delivery=delivery.pk)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where there is none."""
    return day + relativedelta(months=months)
