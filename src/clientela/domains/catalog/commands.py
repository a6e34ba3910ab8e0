"""What people do with products."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from uuid import UUID

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clientela.domains.catalog.models import Attribute, Product
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.records import commands as records
from clientela.engine.records.command import command
from clientela.engine.records.outcome import Outcome

MOST = 1_000
INHERITED = ("line", "unit", "kind", "tax_group", "weight", "origin", "tariff_code", "lead_days", "owner")


@command("product.make_variants")
def make_variants(actor: Actor, product_id: UUID) -> list[Outcome]:
    """Make the variants that are missing: one for each combination of the attributes' values. Existing ones stay."""
    product = gate.get(actor, Product, product_id, to="change", lock=True)
    traits = list(_combinations(actor, product))
    there = gate.unrestricted(Product, reason="a variant in the recycle bin comes back, it is not made again")
    known = {tuple(one) for one in there.filter(template=product).values_list("traits", flat=True) if one}
    missing = [one for one in traits if one not in known]
    records.update(actor, "product", product.pk, {"is_template": True})
    outcomes = records.create_many(actor, "product", [_variant(product, one) for one in missing])
    for outcome in outcomes:
        outcome.unwrap()
    return outcomes


def _combinations(actor: Actor, product: Product) -> Iterator[tuple[str, ...]]:
    if product.template_id is not None:
        raise Refused(_("“%s” is a variant itself.") % product.name)
    attributes = list(gate.visible(actor, Attribute).filter(product=product).order_by("position", "pk"))
    if not attributes:
        raise Refused(_("Add an attribute first, such as colour: red, green, blue."))
    count = 1
    for one in attributes:
        count *= max(1, len(one.options or ()))
    if count > MOST:
        raise Refused(
            _("This would make %(count)d variants; %(most)d is the most.") % {"count": count, "most": MOST}
        )
    return itertools.product(*([f"{one.name}: {value}" for value in one.options or ()] for one in attributes))


def _variant(product: Product, traits: Sequence[str]) -> dict[str, object]:
    """Named and coded after its template; it keeps no price of its own, so that the template's holds."""
    values = [trait.partition(": ")[2] for trait in traits]
    code = (
        "-".join([product.code, *(slugify(anyascii(value)).upper() for value in values)])
        if product.code
        else None
    )
    inherited = {key: getattr(product, f"{key}_id" if key in ("line", "owner") else key) for key in INHERITED}
    return {
        **inherited,
        "name": f"{product.name}, {', '.join(values)}",
        "code": code,
        "template": product.pk,
        "traits": list(traits),
    }
