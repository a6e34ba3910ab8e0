"""What follows from what for orders under way: stages, deliveries, installed products."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.catalog.models import Product
from clientela.domains.orders import standard, writing
from clientela.domains.orders.models import (
    Delivery,
    DeliveryLine,
    InstalledProduct,
    Order,
    OrderChange,
    OrderLine,
    OrderStage,
)
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.records.draft import Draft


# -- stages ----------------------------------------------------------------------------------------------------------
def follow_stage(actor: Actor, drafts: list[Draft]) -> None:
    """An order has a stage of its kind; entering one that confirms it, or a later one, freezes its lines."""
    if not any(draft.is_new or draft.changes("stage") or draft.changes("order_kind") for draft in drafts):
        return
    stages = {one.pk: one for one in standard.stages(actor)}
    for draft in drafts:
        _settle(draft, stages)
        stage = stages.get(draft.get("stage"))
        if stage is not None and draft.changes("stage"):
            _enter(draft, stage, stages)


def _settle(draft: Draft, stages: dict[uuid.UUID, OrderStage]) -> None:
    chosen = stages.get(draft.get("stage"))
    if chosen is not None and (draft.get("order_kind") is None or not draft.changes("order_kind")):
        if (
            draft.changes("stage")
            and draft.before is not None
            and draft.get("order_kind") != chosen.order_kind_id
        ):
            draft.refuse("stage", _("This stage belongs to another kind of order."))
        draft.set("order_kind", chosen.order_kind_id)
        return
    kind = draft.get("order_kind") or next(iter(stages.values())).order_kind_id
    draft.set("order_kind", kind)
    of_kind = [one for one in stages.values() if one.order_kind_id == kind]
    if not of_kind:
        draft.refuse("order_kind", _("This kind of order has no stages yet; an administrator can add some."))
    elif chosen is None or chosen.order_kind_id != kind:
        draft.set("stage", of_kind[0].pk)


def _enter(draft: Draft, stage: OrderStage, stages: dict[uuid.UUID, OrderStage]) -> None:
    draft.set("stage_since", timezone.now())
    if stage.meaning == "cancelled" and not draft.get("cancelled_at"):
        draft.refuse("stage", _("Say why an order is cancelled: use “Cancel” on its page."))
    order: Any = draft.before
    if draft.get("confirmed_at") is None and stage.meaning not in ("entered", "cancelled"):
        draft.set("confirmed_at", timezone.now())
    if (
        order is not None
        and stage.meaning in ("delivered", "installed", "done")
        and order.delivery_state == "partly"
    ):
        draft.refuse("stage", _("Something of this order is still to be delivered; its page shows what."))


def change_is_history(actor: Actor, drafts: list[Draft]) -> None:
    """Lines of a confirmed order are changed on its page; the reason of a change may be worded better later."""
    for draft in drafts:
        if draft.is_new:
            rows = gate.unrestricted(OrderChange, reason="changes of an order are counted")
            draft.set("number", Decimal(rows.filter(order_id=draft.get("order")).count() + 1))


# -- deliveries ------------------------------------------------------------------------------------------------------
def delivery_begins(actor: Actor, drafts: list[Draft]) -> None:
    wanted = {draft.get("order") for draft in drafts if draft.is_new} - {None}
    orders = (
        {one.pk: one for one in gate.visible(actor, Order, "change").filter(pk__in=wanted)} if wanted else {}
    )
    for draft in drafts:
        if draft.is_new:
            order = orders.get(draft.get("order"))
            if order is None:
                draft.refuse("order", _("You may not change this order."))
            elif order.cancelled_at is not None:
                draft.refuse("order", _("This order was cancelled; nothing can be delivered."))
            if not draft.get("delivered_on"):
                draft.set("delivered_on", timezone.localdate())
        elif draft.changes("order"):
            draft.refuse("order", _("A delivery stays with its order."))


def not_more_than_ordered(actor: Actor, drafts: list[Draft]) -> None:
    """Whatever is delivered at once and by how many colleagues: never more than is left of a line."""
    lines = _locked_lines({draft.get("order_line") for draft in drafts} - {None})
    left = {pk: line.remaining for pk, line in lines.items()}
    orders = _orders_of({draft.get("delivery") for draft in drafts} - {None})
    for draft in drafts:
        line = lines.get(draft.get("order_line"))
        if line is not None and draft.get("quantity") is not None:
            _fit(draft, line, left, orders)


def _fit(
    draft: Draft, line: OrderLine, left: dict[uuid.UUID, Decimal], orders: dict[uuid.UUID, uuid.UUID]
) -> None:
    quantity = draft.get("quantity")
    if not draft.is_new and (draft.changes("order_line") or draft.changes("delivery")):
        draft.refuse(
            "order_line", _("What was delivered stays with its line; only the quantity can be mended.")
        )
    more = quantity - (draft.was("quantity") or 0)
    if orders.get(draft.get("delivery")) != line.order_id:
        draft.refuse("order_line", _("This line is on another order than the delivery."))
    elif quantity <= 0:
        draft.refuse("quantity", _("A delivery brings something: write a quantity above zero."))
    elif more > left[line.pk]:
        draft.refuse("quantity", _("Of “%(what)s” only %(left)s are left to deliver.")
                     % {"what": line.name or "", "left": f"{left[line.pk].normalize():f}"})  # fmt: skip
    else:
        left[line.pk] -= more
        draft.after.append(_count)


def _orders_of(deliveries: set[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    rows = gate.unrestricted(Delivery, reason="which order a delivery is of")
    return dict(rows.filter(pk__in=deliveries).values_list("pk", "order_id"))


def _locked_lines(ids: set[uuid.UUID]) -> dict[uuid.UUID, OrderLine]:
    rows = gate.unrestricted(OrderLine, reason="who may deliver an order may count its lines")
    found = rows.filter(pk__in=ids, deleted_at=None).order_by("pk").select_for_update(of=("self",))
    return {line.pk: line for line in found}


def _count(actor: Actor, drafts: list[Draft]) -> None:
    count(actor, {draft.get("order_line") for draft in drafts})


def delivery_line_moved(actor: Actor, moved: Sequence[Any]) -> None:
    count(actor, {line.order_line_id for line in moved})


def delivery_moved(actor: Actor, moved: Sequence[Any]) -> None:
    """Goods of a delivery in the bin count as not delivered; back from the bin, they must still fit."""
    rows = gate.unrestricted(DeliveryLine, reason="who moves a delivery moves its lines")
    count(
        actor,
        set(rows.filter(delivery_id__in=[one.pk for one in moved]).values_list("order_line_id", flat=True)),
    )


def count(actor: Actor, ids: set[uuid.UUID]) -> None:
    """How much of these order lines was delivered, and how far their orders are."""
    lines = _locked_lines(ids)
    sums: dict[uuid.UUID, Decimal] = defaultdict(Decimal)
    rows = gate.unrestricted(DeliveryLine, reason="all deliveries of a line count, whoever sees them")
    alive = rows.filter(order_line_id__in=lines, deleted_at=None, delivery__deleted_at=None)
    for line_id, quantity in alive.values_list("order_line_id", "quantity"):
        sums[line_id] += quantity
    for line in lines.values():
        if sums[line.pk] > line.quantity:
            raise Refused(_("Of “%s” more would be delivered than was ordered.") % (line.name or ""))
        writing.put(actor, line, delivered=sums[line.pk])
    for order_id in {line.order_id for line in lines.values()}:
        order = (
            gate.unrestricted(Order, reason="its deliveries were counted")
            .select_for_update()
            .get(pk=order_id)
        )
        writing.put(actor, order, delivery_state=_state(writing.stored(order, "orderline", "order")))


def _state(lines: Sequence[OrderLine]) -> str:
    items = [line for line in lines if line.kind == "item" and line.quantity > 0]
    if not any(line.delivered for line in items):
        return "nothing"
    return "partly" if any(line.remaining > 0 for line in items) else "all"


# -- installed products ----------------------------------------------------------------------------------------------
def installed_begins(actor: Actor, drafts: list[Draft]) -> None:
    """A product of ours is known by its serial number, and named after what it is."""
    wanted = {draft.get("product") for draft in drafts if not draft.get("name")} - {None}
    names = (
        dict(gate.visible(actor, Product).filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    )
    for draft in drafts:
        if not draft.get("name"):
            draft.set("name", names.get(draft.get("product")) or draft.get("serial_number"))
        if not draft.get("name"):
            draft.refuse("product", _("Choose the product, or name it."))
        begun, ends = draft.get("installed_on"), draft.get("warranty_until")
        if (
            begun
            and ends
            and ends < begun
            and (draft.changes("installed_on") or draft.changes("warranty_until"))
        ):
            draft.refuse("warranty_until", _("A warranty cannot end before the product was installed."))
    _once(drafts)


def _once(drafts: list[Draft]) -> None:
    changing = [
        d for d in drafts if d.get("serial_number") and (d.changes("serial_number") or d.changes("product"))
    ]
    if not changing:
        return
    rows = gate.unrestricted(InstalledProduct, reason="a serial number is one of its product")
    taken = {
        (product, serial): pk
        for product, serial, pk in rows.filter(
            serial_number__in=[d.get("serial_number") for d in changing], deleted_at=None
        ).values_list("product_id", "serial_number", "pk")
        if product
    }
    for draft in changing:
        key = (draft.get("product"), draft.get("serial_number"))
        if key[0] and taken.setdefault(key, draft.id) != draft.id:
            draft.refuse("serial_number", _("There is this product with this serial number already."))
