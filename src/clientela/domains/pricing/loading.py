"""Reads all that prices depend on, in a number of queries that does not grow with the number of lines."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from clientela.domains.catalog import queries as catalog
from clientela.domains.catalog.models import Product, ProductLine
from clientela.domains.contacts.models import Company
from clientela.domains.pricing import configured, exchange, taxes
from clientela.domains.pricing.facts import Facts, Goods, Item, Limit, Listed
from clientela.domains.pricing.models import DiscountLimit, PriceList, PriceListItem
from clientela.domains.pricing.offer import Ask
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import Role

SAME_FOR_ALL = "a price does not depend on who looks at it"


def facts(actor: Actor, asks: Sequence[Ask], *, company_id: UUID | None, currency: str, on: dt.date) -> Facts:
    """What the offers for these asks follow from."""
    asked = {ask.product_id for ask in asks}
    seen = frozenset(gate.visible(actor, Product).filter(pk__in=asked).values_list("pk", flat=True))
    held = catalog.parts(list(seen))
    goods = _goods(seen | {part.product for part in held}, on)
    company = _company(company_id)
    place = _place(actor, company)
    all_lists, lists = _lists(company, place, currency, on)
    extras = configured.surcharges({ask.configuration_id for ask in asks if ask.configuration_id})
    involved = {currency, *(one.currency for one in all_lists.values())}
    involved |= {one.currency for one in goods.values() if one.currency}
    involved |= {step.currency for one in extras.values() for step in one.steps if step.amount}
    return Facts(
        currency=currency,
        goods=goods,
        visible=seen,
        parts=_by_bundle(held),
        lists=lists,
        all_lists=all_lists,
        items=_items(all_lists, goods.values(), on),
        rates=exchange.rates(involved, on=on),
        tax_rules=taxes.rules(on),
        place=place,
        limits=_limits(actor),
        surcharges=extras,
    )


def _by_bundle(held: Sequence[catalog.Part]) -> dict[UUID, list[tuple[UUID, Decimal]]]:
    found: dict[UUID, list[tuple[UUID, Decimal]]] = defaultdict(list)
    for part in held:
        found[part.bundle].append((part.product, part.quantity))
    return found


# -- goods -----------------------------------------------------------------------------------------------------------
def _goods(ids: Collection[UUID], on: dt.date) -> dict[UUID, Goods]:
    rows = gate.unrestricted(Product, reason=SAME_FOR_ALL).filter(pk__in=ids, deleted_at=None)
    rows = rows.select_related("template", "successor").only(
        "name", "price", "price_currency", "kind", "is_template", "lifecycle", "sale_from", "sale_until",
        "tax_group", "line_id", "template__price", "template__price_currency", "template__line_id", "successor__name",
    )  # fmt: skip
    products = list(rows)
    parents = _parents() if any(_line_of(product) for product in products) else {}
    return {product.pk: _one(product, parents, on) for product in products}


def _line_of(product: Product) -> UUID | None:
    return product.line_id or (product.template.line_id if product.template else None)


def _one(product: Product, parents: dict[UUID, UUID | None], on: dt.date) -> Goods:
    priced: Any = product.template if product.price is None and product.template else product
    return Goods(
        id=product.pk,
        name=product.name,
        standing=catalog.standing(product, on),
        price=priced.price,
        currency=priced.price_currency,
        tax_group=product.tax_group,
        template=product.template_id,
        lines=_upwards(_line_of(product), parents),
        is_bundle=product.kind == "bundle",
    )


def _parents() -> dict[UUID, UUID | None]:
    rows = gate.unrestricted(ProductLine, reason=SAME_FOR_ALL).filter(deleted_at=None)
    return dict(rows.values_list("pk", "parent_id"))


def _upwards(line: UUID | None, parents: dict[UUID, UUID | None]) -> tuple[UUID, ...]:
    found: list[UUID] = []
    while line is not None and line not in found:
        found.append(line)
        line = parents.get(line)
    return tuple(found)


# -- the customer ----------------------------------------------------------------------------------------------------
def _company(company_id: UUID | None) -> Company | None:
    if company_id is None:
        return None
    return gate.unrestricted(Company, reason=SAME_FOR_ALL).filter(pk=company_id).first()


def _place(actor: Actor, company: Company | None) -> taxes.Place:
    if company is None:
        return taxes.Place(seller=actor.branch_id)
    address = company.address or {}
    return taxes.Place(
        country=address.get("country"),
        region=address.get("region"),
        buyer=taxes.BUSINESS if company.tax_number else taxes.PRIVATE,
        seller=company.branch_id or actor.branch_id,
    )


# -- lists -----------------------------------------------------------------------------------------------------------
def _lists(
    company: Company | None, place: taxes.Place, currency: str, on: dt.date
) -> tuple[dict[UUID, Listed], list[Listed]]:
    """Every list that matters, and those that hold for the customer, in the order in which they are asked."""
    everything = gate.unrestricted(PriceList, reason=SAME_FOR_ALL).filter(deleted_at=None)
    holding = _meant_for(company, place) & taxes.in_force(on) & Q(is_active=True)
    bases = everything.filter(base__isnull=False).values("base")
    holds = ExpressionWrapper(holding, output_field=BooleanField())
    rows: list[Any] = list(everything.filter(holding | Q(pk__in=bases)).annotate(holds=holds))
    known = {row.pk: _listed(row) for row in rows}
    return known, ranked([known[row.pk] for row in rows if row.holds], currency)


def _meant_for(company: Company | None, place: taxes.Place) -> Q:
    def either(field: str, value: Any) -> Q:
        return Q(**{field: None}) | Q(**{field: value}) if value is not None else Q(**{field: None})

    tags = list(company.tags or ()) if company else []
    segment = Q(segment=None) | Q(segment__in=tags) if tags else Q(segment=None)
    region = Q(region=None) | Q(region__iexact=place.region) if place.region else Q(region=None)
    own = either("company_id", company.pk if company else None)
    return own & segment & region & either("country", place.country) & either("seller_id", place.seller)


def _listed(row: PriceList) -> Listed:
    closeness = (
        (row.company_id, 16),
        (row.segment, 8),
        (row.region, 4),
        (row.country, 2),
        (row.seller_id, 1),
    )
    return Listed(
        id=row.pk,
        name=row.name,
        currency=row.currency,
        includes_tax=row.includes_tax,
        weight=sum(points for scope, points in closeness if scope is not None),
        priority=row.priority,
        base=row.base_id,
        percent=row.percent,
        rounding=row.rounding,
        country=row.country,
    )


def ranked(lists: Sequence[Listed], currency: str) -> list[Listed]:
    """Those in the currency before those that must be converted, then the closest to the customer, then by priority."""
    return sorted(lists, key=lambda one: (one.currency != currency, -one.weight, -one.priority, str(one.id)))


def _items(
    lists: Collection[UUID], goods: Collection[Goods], on: dt.date
) -> dict[tuple[UUID, UUID], list[Item]]:
    if not lists:
        return {}
    names = {key for one in goods for key in one.keys}
    rows = gate.unrestricted(PriceListItem, reason=SAME_FOR_ALL).filter(
        Q(product__in=names) | Q(line__in=names),
        taxes.in_force(on),
        deleted_at=None,
        price_list__in=list(lists),
    )
    found: dict[tuple[UUID, UUID], list[Item]] = defaultdict(list)
    columns = (
        "price_list_id",
        "product_id",
        "line_id",
        "pk",
        "from_quantity",
        "price",
        "percent",
        "valid_from",
    )
    for listed, product, line, key, quantity, price, percent, since in rows.values_list(*columns):
        item = Item(key, quantity, price, percent, since.isoformat() if since else "")
        found[listed, product or line].append(item)
    return found


# -- limits ----------------------------------------------------------------------------------------------------------
def _limits(actor: Actor) -> list[Limit]:
    user = actor.user
    who = Q(user=None, team=None, role=None)
    if user is not None:
        who |= Q(user_id=user.pk) | Q(role__in=Role.objects.filter(users=user.pk).values("name"))
        who |= Q(team_id=user.team_id) if user.team_id else Q()
    rows = gate.unrestricted(DiscountLimit, reason="everybody's limit holds for them").filter(
        who, deleted_at=None
    )
    return [
        Limit(
            3 if row.user_id else 2 if row.team_id else 1 if row.role else 0,
            row.line_id,
            row.alone,
            row.approved,
        )
        for row in rows
    ]
