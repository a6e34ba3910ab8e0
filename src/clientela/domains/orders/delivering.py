"""The form of a delivery: what is left of each line, how much goes now, serial numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.orders import order_commands, writing
from clientela.domains.orders.models import Delivery, Order
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Invalid
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import to_decimal
from clientela.engine.screens.whole import whole

WARRANTY = 24


def form(actor: Actor, order_id: UUID) -> dict[str, Any]:
    order = gate.get(actor, Order, order_id, to="change")
    lines = writing.stored(order, "orderline", "order")
    return {
        "order": order,
        "lines": [line for line in lines if line.kind == "item" and line.remaining > 0],
        "typed": {"on": timezone.localdate().isoformat(), "warranty": str(WARRANTY)},
        "problem": "",
    }


def deliver(actor: Actor, order_id: UUID, typed: Mapping[str, str]) -> Delivery:
    """Read the form and deliver. Raises Invalid, Refused."""
    quantities: dict[UUID, Decimal] = {}
    serials: dict[UUID, list[str]] = {}
    for name, text in typed.items():
        what, _dot, line = name.partition(".")
        if what == "quantity" and text.strip():
            quantities[_id(line)] = _number(text)
        elif what == "serials" and text.strip():
            serials[_id(line)] = [one.strip() for one in text.replace(",", "\n").splitlines() if one.strip()]
    return order_commands.deliver(
        actor,
        order_id,
        quantities,
        on=_day(typed.get("on", "")),
        carrier=typed.get("carrier", ""),
        tracking=typed.get("tracking", ""),
        serials=serials,
        warranty_months=whole(typed.get("warranty")) or 0,
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(
            {"": [_("A line of this delivery is not on the order any more; load the page again.")]}
        ) from None


def _number(text: str) -> Decimal:
    try:
        return to_decimal(text)
    except BadValue as bad:
        raise Invalid({"quantity": [str(bad)]}) from None


def _day(text: str) -> dt.date | None:
    try:
        found: dt.date | None = Date(key="on", label=_("Delivered")).clean(text)
    except BadValue as bad:
        raise Invalid({"on": [str(bad)]}) from None
    return found
