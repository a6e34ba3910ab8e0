"""What the pages of quotes and orders show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from clientela.domains.contacts.models import Company, Person
from clientela.domains.orders import (
    approval,
    configured,
    enclosing,
    links,
    mailing,
    reckoning,
    sheets,
    writing,
)
from clientela.domains.orders.models import Delivery, InstalledProduct, Order, OrderChange, Quote
from clientela.domains.orders.papers import total_values
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound
from clientela.engine.query.links import titles


def sheet(
    actor: Actor, found: sheets.Sheet, document: Any, *, row: str = "", configuration: UUID | None = None
) -> dict[str, Any]:
    """The editor's page; with what was configured for one row meanwhile, which is not saved yet."""
    entity = registry.of(document)
    lines = writing.stored(document, found.line, found.by)
    sums = reckoning.sums_of_rows(reckoning.Head.of(document), lines)
    products = {line.product_id for line in lines if line.kind == "item" and line.product_id}
    return {
        "is_fresh": configured.fetched(lines, row, configuration),
        "configurable": configured.configurable(products),
        "sheet": found,
        "document": document,
        "entity": entity,
        "path": entity.path(document.pk),
        "closed": found.closed(document) if not found.asks_reason(document) else "",
        "asks_reason": found.asks_reason(document),
        "lines": lines,
        "products": titles(actor, registry.get(found.line), lines, ("product",)),
        "company": titles(actor, entity, [document], ("company",)).of(
            entity.field("company"), document.company_id
        ),
        "taxes": sheets.taxes(actor),
        "totals": total_values(sums),
    }


def mail(actor: Actor, quote_id: UUID) -> dict[str, Any]:
    """The mail as it would be sent."""
    quote = gate.get(actor, Quote, quote_id, to="change")
    person = gate.visible(actor, Person).filter(pk=quote.person_id).first() if quote.person_id else None
    company = gate.visible(actor, Company).filter(pk=quote.company_id).first() if quote.company_id else None
    to = (person.email if person else None) or (company.email if company else None) or ""
    lines = writing.stored(quote, "quoteline", "quote")
    over = [] if approval.is_given(quote) else approval.excesses(actor, quote, lines)
    return {
        "quote": quote,
        "typed": {
            "to": to,
            "subject": mailing.subject_of(quote),
            "message": mailing.message_of(quote, str(actor.user or "")),
        },
        "problem": "",
        "over": over,
        "enclosures": enclosing.offered(actor, quote),
        "enclosed": [],
    }


def stage_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(text[:60]) from None


def stage_name(actor: Actor, order: Order) -> str:
    entity = registry.of(order)
    return str(titles(actor, entity, [order], ("stage",)).of(entity.field("stage"), order.stage_id) or "")


# -- what happened, for the timelines --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Event:
    """A step of a document: `verb` is sent, accepted, declined, ordered, delivered, changed or cancelled."""

    at: dt.datetime
    verb: str
    record: Any
    detail: str = ""

    @property
    def path(self) -> str:
        return registry.of(self.record).path(self.record.pk)


MOST = 100
PARENTS = ("company", "person", "deal", "quote")


def quotes_of(actor: Actor, entity: str, record_id: UUID) -> list[Quote]:
    """The newest quotes of a company, person or deal; of a quote, itself."""
    if entity not in PARENTS:
        return []
    where = Q(pk=record_id) if entity == "quote" else Q(**{f"{entity}_id": record_id})
    return list(gate.visible(actor, Quote).filter(where).order_by("-updated_at", "-pk")[:MOST])


def orders_of(actor: Actor, entity: str, record_id: UUID) -> list[Order]:
    """The newest orders of a company, person, deal or quote; of an order, itself."""
    if entity not in (*PARENTS, "order"):
        return []
    where = Q(pk=record_id) if entity == "order" else Q(**{f"{entity}_id": record_id})
    return list(gate.visible(actor, Order).filter(where).order_by("-updated_at", "-pk")[:MOST])


def installed_at(actor: Actor, entity: str, company_id: UUID) -> list[InstalledProduct]:
    rows = gate.visible(actor, InstalledProduct).filter(company_id=company_id)
    return list(rows.order_by("-updated_at", "-pk")[:MOST])


def events(
    actor: Actor,
    entity: str,
    quotes: list[Quote],
    orders: list[Order],
    before: dt.datetime | None,
    limit: int,
) -> list[Event]:
    """What became of these quotes and orders, newest first, on the page of a record of this entity."""
    found = [*_of_quotes(quotes), *_of_orders(actor, orders, is_own=entity == "order")]
    kept = [event for event in found if before is None or event.at < before]
    return sorted(kept, key=lambda event: event.at, reverse=True)[:limit]


def _of_quotes(quotes: list[Quote]) -> list[Event]:
    found = []
    for quote in quotes:
        if quote.sent_at:
            found.append(Event(quote.sent_at, "sent", quote, quote.sent_to or ""))
        if quote.sent_at and quote.seen_at:
            found.append(Event(quote.seen_at, "seen", quote))
        if quote.sent_at and quote.answered_at and quote.state in ("accepted", "declined"):
            answer = quote.answered_by or quote.decline_reason or ""
            found.append(Event(quote.answered_at, quote.state, quote, answer))
    return found


def _of_orders(actor: Actor, orders: list[Order], *, is_own: bool) -> list[Event]:
    found = [] if is_own else [Event(one.created_at, "ordered", one, one.subject or "") for one in orders]
    found += [Event(o.confirmed_at, "confirmed", o) for o in orders if o.confirmed_at]
    found += [Event(o.cancelled_at, "cancelled", o, o.cancel_reason or "") for o in orders if o.cancelled_at]
    ids = [order.pk for order in orders]
    if not ids:
        return found
    deliveries = gate.visible(actor, Delivery).filter(order_id__in=ids).order_by("-created_at")[:MOST]
    found += [Event(one.created_at, "delivered", one, one.tracking or "") for one in deliveries]
    changes = gate.visible(actor, OrderChange).filter(order_id__in=ids).order_by("-created_at")[:MOST]
    return found + [Event(one.created_at, "changed", one, one.reason) for one in changes]


def link_of(quote: Quote) -> str:
    """What the seller may also give to the customer by hand."""
    return links.address(quote) if quote.state in ("sent", "accepted") and quote.secret else ""
