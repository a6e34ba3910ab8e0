"""What follows from what for products, for whole sets of drafts."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.utils.translation import gettext as _

from clientela.domains.catalog.choices import SOLD
from clientela.domains.catalog.models import BundlePart, Product, Unit
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records.draft import Draft


def follow_lifecycle(actor: Actor, drafts: list[Draft]) -> None:
    """“On sale” and the stage of life say the same; whichever is given decides the other."""
    for draft in drafts:
        if draft.is_new and draft.get("is_active") is False and draft.get("lifecycle") == "active":
            draft.set("lifecycle", "discontinued")
        elif draft.changes("lifecycle"):
            draft.set("is_active", draft.get("lifecycle") in SOLD)
        elif draft.changes("is_active"):
            draft.set("lifecycle", "active" if draft.get("is_active") else "discontinued")


def sensible_dates(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        first, last = draft.get("sale_from"), draft.get("sale_until")
        if first and last and last < first:
            draft.refuse("sale_until", _("The sale cannot end before it begins."))


def one_family(actor: Actor, drafts: list[Draft]) -> None:
    """A variant is not itself a template, and nothing is its own template or successor."""
    templates = {draft.values["template"] for draft in drafts if draft.values.get("template")}
    rows = gate.unrestricted(Product, reason="a template is one whoever may see it").filter(pk__in=templates)
    variants = set(rows.filter(template__isnull=False).values_list("pk", flat=True))
    for draft in drafts:
        for key in ("template", "successor"):
            if draft.values.get(key) == draft.id:
                draft.refuse(key, _("A product cannot follow or vary itself."))
        if draft.values.get("template") in variants:
            draft.refuse("template", _("This product is a variant itself; name the one it is a variant of."))


def counted(key: str) -> Callable[[Actor, list[Draft]], None]:
    """The number `key` must be more than nothing."""

    def rule(actor: Actor, drafts: list[Draft]) -> None:
        for draft in drafts:
            value = draft.get(key)
            if value is not None and value <= 0:
                draft.refuse(key, _("This must be more than zero."))

    return rule


def whole_unit(actor: Actor, drafts: list[Draft]) -> None:
    """A unit that is counted in another says how many, and the other is counted in none."""
    bases = {draft.get("base") for draft in drafts} - {None}
    rows = gate.unrestricted(Unit, reason="units are the same for all").filter(pk__in=bases)
    derived = set(rows.filter(base__isnull=False).values_list("pk", flat=True))
    for draft in drafts:
        base = draft.get("base")
        if base is not None and draft.get("factor") is None:
            draft.refuse("factor", _("Say how many of the base unit this is."))
        if base in derived or base == draft.id:
            draft.refuse("base", _("Choose a base unit that is not itself counted in another."))


def no_bundle_in_itself(actor: Actor, drafts: list[Draft]) -> None:
    """A bundle never holds itself, however deep."""
    inside = _inside({draft.get("product") for draft in drafts} - {None})
    for draft in drafts:
        bundle, part = draft.get("bundle"), draft.get("product")
        if bundle is not None and (bundle == part or bundle in _reached(part, inside)):
            draft.refuse("product", _("This would put the bundle into itself."))


def _inside(frontier: set[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """What these products hold, level by level: one query for each level of nesting."""
    rows = gate.unrestricted(BundlePart, reason="a circle is one whoever may see its parts")
    held: dict[uuid.UUID, set[uuid.UUID]] = {}
    while frontier:
        found: dict[uuid.UUID, set[uuid.UUID]] = {one: set() for one in frontier}
        pairs = rows.filter(deleted_at=None, bundle__in=frontier).values_list("bundle_id", "product_id")
        for bundle, part in pairs:
            found[bundle].add(part)
        held.update(found)
        frontier = set().union(*found.values()) - set(held)
    return held


def _reached(start: uuid.UUID, held: dict[uuid.UUID, set[uuid.UUID]]) -> set[uuid.UUID]:
    seen: set[uuid.UUID] = set()
    frontier = {start}
    while frontier:
        seen |= frontier
        frontier = set().union(*(held.get(one, set()) for one in frontier)) - seen
    return seen


def distinct_options(actor: Actor, drafts: list[Draft]) -> None:
    """An attribute without two values makes no variants."""
    for draft in drafts:
        if draft.changes("options") and len(draft.get("options") or ()) < 1:
            draft.refuse("options", _("Name the values, such as “red, green, blue”."))
