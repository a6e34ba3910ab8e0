"""What the pages of products and configurations have of their own."""

from __future__ import annotations

from clientela.domains.configurator import commands, queries
from clientela.domains.configurator.models import Configuration, OptionRule
from clientela.engine.access import gate
from clientela.engine.screens import slots
from clientela.engine.screens.slots import Fragment, Place


@slots.fill(slots.HEADER)
def configure(place: Place) -> Fragment | None:
    """From the product to its configurator, and for who may, to its options and rules."""
    if place.entity.key != "product" or place.record.kind == "bundle":
        return None
    may_shape = gate.can(place.actor, OptionRule, "change")
    has_options = queries.is_configurable(place.actor, place.record.pk)
    if not has_options and not may_shape:
        return None
    return Fragment(
        "configurator/_from_product.html",
        {"product": place.record, "has_options": has_options, "may_shape": may_shape},
    )


@slots.fill(slots.HEADER)
def standing(place: Place) -> Fragment | None:
    """How a configuration stands beside the options of today."""
    if place.entity.key != "configuration":
        return None
    configuration: Configuration = place.record
    return Fragment(
        "configurator/_standing.html",
        {
            "configuration": configuration,
            "now": commands.compared(place.actor, configuration),
            "may_change": "change" in place.may,
        },
    )
