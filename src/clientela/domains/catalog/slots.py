"""What a product's page has of its own: a warning when it is not sold, and the making of variants."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clientela.domains.catalog.models import Attribute, Product
from clientela.domains.catalog.queries import standings
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.screens import pages, slots
from clientela.engine.screens.pages import Page
from clientela.engine.screens.slots import Fragment, Place


@slots.fill(slots.HEADER)
def product(place: Place) -> Fragment | None:
    if place.entity.key != "product":
        return None
    record: Product = place.record
    attributes = gate.visible(place.actor, Attribute).filter(product_id=record.pk)
    can_vary = "change" in place.may and record.template_id is None and attributes.exists()
    standing = standings(place.actor, {record.pk}, on=timezone.localdate())[record.pk]
    words = "" if record.is_template else standing.words
    if not can_vary and not words:
        return None
    return Fragment(
        "catalog/_product.html",
        {"product": record, "can_vary": can_vary, "words": words, "is_sold": standing.is_sold},
    )


def _administrator(actor: Actor) -> bool:
    return actor.is_admin


pages.register(Page("/units/", _("Units"), "ruler", "settings", _administrator))
