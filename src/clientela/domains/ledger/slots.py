"""On a company's page: what it buys and sells, our share of it, and whom to bring together."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clientela.domains.ledger import queries
from clientela.domains.ledger.models import Trade
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.screens import pages, slots
from clientela.engine.screens.slots import Fragment, Place

FEW = 6


def _sees_trades(actor: Actor) -> bool:
    return gate.can(actor, Trade, "view")


pages.register(pages.Page("/markets/", _("Who buys, who sells"), "store", "catalogue", _sees_trades))


@slots.fill(slots.RELATED)
def wallet(place: Place) -> Fragment | None:
    if place.entity.key != "company" or not _sees_trades(place.actor):
        return None
    sold = (
        gate.visible(place.actor, Trade)
        .filter(company_id=place.record.pk, direction="sells")
        .select_related("goods")
    )
    return Fragment(
        "ledger/_wallet.html",
        {
            "company": place.record,
            "shares": queries.shares(place.actor, place.record.pk)[:FEW],
            "sold": list(sold.order_by("-updated_at")[:FEW]),
            "matches": queries.matches(place.actor, place.record.pk)[:FEW],
            "may_add": gate.can(place.actor, Trade, "create"),
        },
    )
