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
    company_id = place.record.pk
    trades = queries.of_company(place.actor, company_id)
    return Fragment(
        "ledger/_wallet.html",
        {
            "company": place.record,
            "shares": queries.shares(place.actor, company_id, trades)[:FEW],
            "sold": [trade for trade in trades if trade.direction == "sells"][:FEW],
            "matches": queries.matches(place.actor, company_id, trades)[:FEW],
            "may_add": gate.can(place.actor, Trade, "create"),
        },
    )
