"""What may be sold, how units convert, and what bundles hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from clientela.domains.catalog.models import BundlePart, Package, Product, Unit
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.fields import formats

DEEPEST = 8


@dataclass(frozen=True)
class Standing:
    """Whether a product may be sold on a day. `words` say why not, or warn; empty when there is nothing to say."""

    is_sold: bool
    words: str = ""


GOOD = Standing(True)


def standings(actor: Actor, products: Iterable[UUID], *, on: dt.date) -> dict[UUID, Standing]:
    """The standing of each product that the actor may see, in one query."""
    rows = gate.visible(actor, Product).filter(pk__in=set(products)).select_related("successor")
    return {product.pk: standing(product, on) for product in rows}


def standing(product: Product, on: dt.date) -> Standing:
    """A pure fact about one product; its successor, if any, must have been read with it."""
    if product.is_template:
        return Standing(False, _("“%s” comes in variants; choose one of them.") % product.name)
    if product.lifecycle == "planned" and not (product.sale_from and product.sale_from <= on):
        return Standing(False, _not_yet(product))
    if product.sale_from and product.sale_from > on:
        return Standing(False, _not_yet(product))
    if product.lifecycle in ("end-of-sale", "discontinued") or (
        product.sale_until and product.sale_until < on
    ):
        return Standing(False, _("“%s” is no longer sold.") % product.name + _instead(product))
    if product.lifecycle == "phase-out":
        return Standing(True, _phasing_out(product) + _instead(product))
    return GOOD


def _not_yet(product: Product) -> str:
    if product.sale_from is None:
        return _("“%s” is not on sale yet.") % product.name
    return _("“%(product)s” is on sale from %(day)s.") % {
        "product": product.name,
        "day": formats.date(product.sale_from),
    }


def _phasing_out(product: Product) -> str:
    if product.sale_until is None:
        return _("“%s” is being phased out.") % product.name
    return _("“%(product)s” is being phased out and sold until %(day)s.") % {
        "product": product.name,
        "day": formats.date(product.sale_until),
    }


def _instead(product: Product) -> str:
    return " " + _("Its successor is “%s”.") % product.successor.name if product.successor else ""


@dataclass(frozen=True)
class Part:
    """A product in a bundle, and how much of it one bundle holds."""

    bundle: UUID
    product: UUID
    quantity: Decimal


PARTS = """
WITH RECURSIVE held(bundle_id, product_id, quantity, depth) AS (
    SELECT bundle_id, product_id, quantity, 1 FROM catalog_bundlepart
     WHERE deleted_at IS NULL AND bundle_id = ANY(%s)
    UNION ALL
    SELECT p.bundle_id, p.product_id, p.quantity, held.depth + 1
      FROM catalog_bundlepart p JOIN held ON p.bundle_id = held.product_id
     WHERE p.deleted_at IS NULL AND held.depth < %s)
SELECT DISTINCT b.id, h.bundle_id, h.product_id, h.quantity
  FROM held h JOIN catalog_bundlepart b ON (b.bundle_id, b.product_id) = (h.bundle_id, h.product_id)
 WHERE b.deleted_at IS NULL
"""


def parts(products: Sequence[UUID]) -> list[Part]:
    """Everything these products hold, bundles within bundles too, in one query. What a price is made of is no secret."""
    if not products:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [list(products), DEEPEST])
        return [Part(*row[1:]) for row in cursor.fetchall()]


def contents(actor: Actor, bundle: UUID) -> list[BundlePart]:
    """The parts of one bundle as a page lists them."""
    return list(gate.visible(actor, BundlePart).filter(bundle_id=bundle).order_by("created_at", "pk"))


def convert(
    actor: Actor, quantity: Decimal, source: str, target: str, *, product: UUID | None = None
) -> Decimal:
    """So much of one unit in another, by the product's packages first, then by units. Raises Refused when there is no way."""
    if source == target:
        return quantity
    factors = _factors(actor, product, {source, target})
    if source not in factors or target not in factors or factors[source][0] != factors[target][0]:
        raise Refused(
            _("There is no way from “%(source)s” to “%(target)s”; add a unit or a package.")
            % {"source": source, "target": target}
        )
    return quantity * factors[source][1] / factors[target][1]


def _factors(actor: Actor, product: UUID | None, names: set[str]) -> dict[str, tuple[str, Decimal]]:
    """By name or symbol of a unit: what it is counted in, and how many of that it is."""
    rows = gate.visible(actor, Unit).select_related("base")
    found: dict[str, tuple[str, Decimal]] = {}
    for unit in rows.filter(Q(name__in=names) | Q(symbol__in=names)):
        scale = (unit.base.name, unit.factor or Decimal(1)) if unit.base else (unit.name, Decimal(1))
        found.update({name: scale for name in (unit.name, unit.symbol) if name})
    if product is not None:
        _add_packages(actor, product, found)
    return found


def _add_packages(actor: Actor, product: UUID, found: dict[str, tuple[str, Decimal]]) -> None:
    row = gate.visible(actor, Product).filter(pk=product).values_list("unit", flat=True).first()
    unit = row or ""
    base = found.setdefault(unit, _unit_scale(actor, unit))
    for package in gate.visible(actor, Package).filter(product_id=product):
        found[package.name] = (base[0], base[1] * package.holds)


def _unit_scale(actor: Actor, name: str) -> tuple[str, Decimal]:
    rows = gate.visible(actor, Unit).select_related("base")
    unit = rows.filter(Q(name=name) | Q(symbol=name)).first()
    if unit is None:
        return name, Decimal(1)
    return (unit.base.name, unit.factor or Decimal(1)) if unit.base else (unit.name, Decimal(1))
