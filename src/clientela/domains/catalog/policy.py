"""Who may do what in the catalogue. Tables that all share are changed by those whose right reaches all records."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from clientela.domains.catalog.models import (
    Attribute,
    BundlePart,
    Package,
    Product,
    ProductCost,
    ProductLine,
    Unit,
)
from clientela.engine.access.actor import Actor
from clientela.engine.access.gate import EVERYTHING, NOTHING, allow, by_role, can, everyone, visible
from clientela.engine.access.levels import Level


def shared(actor: Actor, entity: str, action: str) -> Q:
    """A price or a rule belongs to nobody: a right over one's own records says nothing about it."""
    return EVERYTHING if actor.level(entity, action) == Level.ALL else NOTHING


def with_its(link: str) -> Callable[[Actor, str, str], Q]:
    """As the product that `link` names: who sees it sees what it is made of; who may change it may change that."""

    def rule(actor: Actor, entity: str, action: str) -> Q:
        to = action if action in ("view", "export") else "change"
        rows = visible(actor, Product, to)
        return Q(**{f"{link}__in": rows}) if can(actor, Product, to) else NOTHING

    return rule


for model in (ProductLine, Product, ProductCost):
    allow(model, by_role)
allow(Unit, shared)
allow(Unit, everyone, "view")
allow(Attribute, with_its("product"))
allow(Package, with_its("product"))
allow(BundlePart, with_its("bundle"))
