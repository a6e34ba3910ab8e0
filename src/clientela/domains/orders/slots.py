"""What quotes and orders add to record pages: their own verbs and stages, panels, and steps on the timelines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from clientela.domains.orders import (
    approval,
    commands,
    order_commands,
    queries,
    rules,
    sheets,
    standard,
)
from clientela.domains.orders.models import InstalledProduct, Order, OrderChange, Quote
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.fields.link import Target
from clientela.engine.records.models import Record
from clientela.engine.screens import slots, timeline
from clientela.engine.screens.slots import Fragment, Place

sheets.register(
    sheets.Sheet(
        entity="quote", line="quoteline", by="quote", closed=rules.quote_closed, save=commands.save_lines
    )
)
sheets.register(
    sheets.Sheet(
        entity="order",
        line="orderline",
        by="order",
        closed=rules.order_closed,
        save=order_commands.save_lines,
        asks_reason=lambda order: order.confirmed_at is not None and order.cancelled_at is None,
        roles=False,
    )
)


@slots.fill(slots.HEADER)
def quote_verbs(place: Place) -> Fragment | None:
    if place.entity.key != "quote":
        return None
    quote: Quote = place.record
    return Fragment(
        "orders/_quote_bar.html",
        {
            "quote": quote,
            "may_change": "change" in place.may,
            "may_approve": quote.state == "approval" and approval.may_approve(place.actor, quote),
            "link": queries.link_of(quote),
        },
    )


@slots.fill(slots.HEADER)
def order_stages(place: Place) -> Fragment | None:
    if place.entity.key != "order":
        return None
    order: Order = place.record
    stages = [one for one in standard.stages(place.actor) if one.order_kind_id == order.order_kind_id]
    shown = [one for one in stages if one.meaning != "cancelled" or one.pk == order.stage_id]
    at = next((i for i, one in enumerate(shown) if one.pk == order.stage_id), -1)
    steps = [(one, "current" if i == at else "passed" if i < at else "ahead") for i, one in enumerate(shown)]
    return Fragment(
        "orders/_order_bar.html",
        {"order": order, "steps": steps, "may_change": "change" in place.may and not order.is_closed},
    )


@slots.fill(slots.FEED)
def document_lines(place: Place) -> Fragment | None:
    sheet = sheets.find(place.entity.key)
    if sheet is None:
        return None
    return Fragment("orders/_lines.html", queries.sheet(place.actor, sheet, place.record) | {"place": place})


@slots.fill(slots.FEED)
def order_changes(place: Place) -> Fragment | None:
    if place.entity.key != "order":
        return None
    changes = list(
        gate.visible(place.actor, OrderChange).filter(order_id=place.record.pk).order_by("-created_at")
    )
    names = place.names([Target("user", one.created_by_id) if one.created_by_id else None for one in changes])
    return Fragment("orders/_changes.html", {"changes": changes, "names": names}) if changes else None


@slots.fill(slots.RELATED)
def documents(place: Place) -> Fragment | None:
    """Quotes, orders and installed products of a company, a person or a deal."""
    if place.entity.key not in ("company", "person", "deal"):
        return None
    by = place.entity.key
    shown = []
    for key, slug in (("quote", "quotes"), ("order", "orders"), ("installedproduct", "installed-products")):
        entity = registry.get(key)
        if (key == "installedproduct" and by != "company") or not gate.can(place.actor, entity.model, "view"):
            continue
        # A quote or an order gets its lines next, so its own page follows; anything else comes back here.
        back = "&back=1" if key == "installedproduct" else ""
        add = (
            f"/{slug}/new/?{by}={place.record.pk}{back}"
            if gate.can(place.actor, entity.model, "create")
            else ""
        )
        shown.append((entity, _known(place, entity.model)[:5], add))
    return Fragment("orders/_documents.html", {"shown": shown, "by": by, "record": place.record})


READ: dict[Any, Callable[[Actor, str, UUID], list[Any]]] = {
    Quote: queries.quotes_of,
    Order: queries.orders_of,
    InstalledProduct: queries.installed_at,
}


def _known(place: Place, model: type[Record]) -> list[Any]:
    """The newest documents of the record, read once for the panel and the timeline."""
    return place.once(
        f"orders:{model.__name__}", lambda: READ[model](place.actor, place.entity.key, place.record.pk)
    )


# -- the timeline ----------------------------------------------------------------------------------------------------
def _steps(place: Place, before: dt.datetime | None, limit: int) -> Sequence[queries.Event]:
    quotes, orders = _known(place, Quote), _known(place, Order)
    return queries.events(place.actor, place.entity.key, quotes, orders, before, limit)


timeline.register(timeline.steps("documents", "orders/_event.html", _steps))
