from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from clientela.domains.orders.models import (
    Delivery,
    DeliveryLine,
    InstalledProduct,
    Order,
    OrderChange,
    OrderKind,
    OrderLine,
    OrderStage,
    Quote,
    QuoteLine,
)
from clientela.engine.access.actor import Actor
from clientela.engine.access.gate import NOTHING, administrators, allow, by_role, can, everyone, visible
from clientela.engine.records.models import Record


def with_its(field: str, parent: type[Record]) -> Callable[[Actor, str, str], Q]:
    """Who sees the document sees what belongs to it; who may change it may change that."""

    def rule(actor: Actor, entity: str, action: str) -> Q:
        to = action if action in ("view", "export") else "change"
        if not can(actor, parent, to):
            return NOTHING
        return Q(**{f"{field}__in": visible(actor, parent, to).values("pk")})

    return rule


for model in (Quote, Order, InstalledProduct):
    allow(model, by_role)
allow(QuoteLine, with_its("quote", Quote))
for part in (OrderLine, OrderChange, Delivery):
    allow(part, with_its("order", Order))
allow(DeliveryLine, with_its("delivery__order", Order))
for setting in (OrderKind, OrderStage):
    allow(setting, administrators)
    allow(setting, everyone, "view")
