"""Prices of lines and the sums of documents, for drafts that are saved and for those that are only being typed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.catalog.models import Product
from clientela.domains.orders import configured
from clientela.domains.pricing import totals
from clientela.domains.pricing.models import TaxRate
from clientela.domains.pricing.queries import Ask, Offer, offers
from clientela.domains.pricing.totals import Totals
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields.numbers import Amount
from clientela.engine.records.draft import Draft

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True)
class Head:
    """What the prices and sums of a document's lines depend on."""

    company_id: uuid.UUID | None
    currency: str
    inclusive: bool
    discount: Decimal | None
    on: dt.date

    @classmethod
    def of(cls, document: Any) -> Head:
        on = getattr(document, "issued_on", None) or getattr(document, "ordered_on", None)
        return cls(
            document.company_id, document.currency, document.inclusive, document.discount, on or timezone.localdate()
        )  # fmt: skip


def complete(actor: Actor, head: Head, drafts: Sequence[Draft]) -> dict[uuid.UUID, Offer]:
    """Fill names, prices and taxes of lines, and what each comes to; offers by line id. Bad figures are refused."""
    items = [draft for draft in drafts if draft.get("kind") != "section"]
    configured.take(actor, items)
    asked = [draft for draft in items if draft.get("product") and not _bad(draft)]
    asks = [Ask(d.get("product"), d.get("quantity") or ZERO, d.get("configuration")) for d in asked]
    found = offers(
        actor, asks, company_id=head.company_id, currency=head.currency, on=head.on, includes_tax=head.inclusive
    ) if asks else []  # fmt: skip
    names = _names(actor, asked)
    for draft, offer in zip(asked, found, strict=True):
        _take_offer(draft, offer, head, names)
    _take_taxes(actor, items)
    for draft in items:
        _check(draft, head)
        _total(draft, head)
    return {draft.id: offer for draft, offer in zip(asked, found, strict=True)}


def _bad(draft: Draft) -> bool:
    quantity = draft.get("quantity")
    return bool(draft.errors.get("quantity")) or quantity is None or quantity < 0


def _names(actor: Actor, drafts: Sequence[Draft]) -> dict[uuid.UUID, Product]:
    wanted = {d.get("product") for d in drafts if not (d.get("name") and d.get("unit"))}
    if not wanted:
        return {}
    rows = gate.visible(actor, Product).filter(pk__in=wanted).only("pk", "name", "unit", "description")
    return {row.pk: row for row in rows}


def _take_offer(draft: Draft, offer: Offer, head: Head, names: dict[uuid.UUID, Product]) -> None:
    product = names.get(draft.get("product"))
    for key in ("name", "unit"):
        if product is not None and not draft.get(key) and getattr(product, key):
            draft.set(key, getattr(product, key))
    moved = draft.is_new or draft.changes("product") or draft.changes("configuration")
    if offer.refusal and moved and not _is_agreed(draft) and "configuration" not in draft.errors:
        draft.refuse("product", offer.refusal)
    if offer.tax_id and (draft.get("tax_rate") is None or (moved and not draft.changes("tax_rate"))):
        draft.set("tax_rate", offer.tax_id)
    _take_price(draft, offer, head)


def _is_agreed(draft: Draft) -> bool:
    """What was ordered is invoiced, and what was invoiced taken back, also when it is not sold any more."""
    return any(draft.entity.has(key) and draft.get(key) for key in ("order_line", "corrects"))


def _take_price(draft: Draft, offer: Offer, head: Head) -> None:
    if offer.list_price is not None:
        draft.set("list_price", Amount(offer.list_price, head.currency))
    if draft.values.get("price") is not None and draft.changes("price") and "own_price" not in draft.values:
        draft.set("own_price", True)
    if not draft.get("own_price") and offer.price is not None and follows(draft):
        draft.set("price", Amount(offer.price, head.currency))


def follows(draft: Draft) -> bool:
    """Whether the price is taken from the list again: a stored line keeps its price until what it is for changes."""
    if draft.is_new or draft.get("price") is None:
        return True
    return any(draft.changes(key) for key in ("product", "configuration", "quantity", "own_price", "price"))


def _take_taxes(actor: Actor, items: Sequence[Draft]) -> None:
    usual = next((d.get("tax_rate") for d in items if d.get("tax_rate")), None)
    for draft in items:
        if draft.get("tax_rate") is None and usual and draft.is_new:
            draft.set("tax_rate", usual)
    wanted = {d.get("tax_rate") for d in items if d.get("tax_rate") and (d.is_new or d.changes("tax_rate"))}
    if not wanted:
        return
    rows = {
        tax.pk: tax for tax in gate.unrestricted(TaxRate, reason="a tax is no secret").filter(pk__in=wanted)
    }
    for draft in items:
        tax = rows.get(draft.get("tax_rate"))
        if tax is not None:
            draft.set("tax_percent", tax.rate)
            draft.set("tax_category", tax.category)
            draft.set("tax_name", tax.name)


def _check(draft: Draft, head: Head) -> None:
    quantity, discount, price = draft.get("quantity"), draft.get("discount"), draft.get("price")
    if quantity is not None and quantity < 0:
        draft.refuse(
            "quantity", _("A quantity cannot be negative; to take something back, use a credit note.")
        )
    if discount is not None and not 0 <= discount <= HUNDRED:
        draft.refuse("discount", _("A discount is between 0 and 100 percent."))
    if price is not None and price.currency != head.currency:
        draft.refuse("price", _("This document is in %s; prices must be, too.") % head.currency)
    if (
        not draft.get("name")
        and not draft.get("product")
        and not draft.errors.keys() & {"product", "configuration"}
    ):
        draft.refuse("name", _("Choose a product, or write what this line is for."))


def _total(draft: Draft, head: Head) -> None:
    if draft.errors:
        return
    sum_of = totals.add_up([_line(draft.get)], head.currency, inclusive=head.inclusive)
    draft.set("total", Amount(sum_of.each[0].total, head.currency))


def _line(get: Any) -> totals.Line:
    price = get("price")
    counts = get("role") in (None, "counted") or bool(get("chosen"))
    return totals.Line(
        quantity=get("quantity") or ZERO,
        price=price.amount if price is not None else ZERO,
        discount=get("discount") or ZERO,
        rate=get("tax_percent") or ZERO,
        tax=get("tax_category") or "",
        counts=counts,
    )


def sums(head: Head, drafts: Sequence[Draft]) -> Totals:
    """What a whole document comes to. Raises Refused for figures that make no document."""
    items = [_line(draft.get) for draft in drafts if draft.get("kind") != "section"]
    return totals.add_up(items, head.currency, inclusive=head.inclusive, discount=head.discount or ZERO)


def sums_of_rows(head: Head, lines: Sequence[Any]) -> Totals:
    """The same of stored lines."""
    items = [
        totals.Line(
            quantity=line.quantity,
            price=line.price or ZERO,
            discount=line.discount or ZERO,
            rate=line.tax_percent or ZERO,
            tax=line.tax_category or "",
            counts=line.counts,
        )
        for line in lines
        if line.kind == "item"
    ]
    return totals.add_up(items, head.currency, inclusive=head.inclusive, discount=head.discount or ZERO)


def taken_off(line: Any, head: Head) -> Decimal:
    """Percent below the list price that a line is sold for, the document's discount included; 0 without a list price."""
    if not line.list_price or line.kind != "item":
        return max(line.discount or ZERO, ZERO)
    price: Decimal = (
        (line.price or ZERO) * (HUNDRED - (line.discount or ZERO)) * (HUNDRED - (head.discount or ZERO))
    )
    return max(ZERO, HUNDRED - price / HUNDRED / Decimal(line.list_price))
