"""Where a company lies, on its page; and the way to the tree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clientela.domains.territories import queries
from clientela.domains.territories.models import Territory
from clientela.engine.access import gate
from clientela.engine.screens import pages, slots
from clientela.engine.screens.slots import Fragment, Place

FEW = 60

pages.register(pages.Page("/territories/tree/", _("Territories"), "map", "sales", lambda _actor: True))


@slots.fill(slots.RELATED)
def territory(place: Place) -> Fragment | None:
    """The territory of a company, changed by hand where the rules are wrong."""
    if place.entity.key != "company":
        return None
    rows = list(gate.visible(place.actor, Territory).order_by("position", "name")[:FEW])
    if not rows:
        return None
    here, found = queries.placed(place.actor, place.record.pk)
    return Fragment(
        "territories/_place.html",
        {
            "company": place.record,
            "territory": found,
            "fixed": bool(here and here.fixed),
            "choices": rows,
            "may_change": "change" in place.may,
        },
    )
