"""What a customer pays for a quantity of a product on a day, why, with which tax, and how much a seller may take off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from clientela.domains.pricing import loading, resolution
from clientela.domains.pricing.offer import Ask, Offer
from clientela.engine.access.actor import Actor

__all__ = ["Ask", "Offer", "offers"]


def offers(
    actor: Actor,
    asks: Sequence[Ask],
    *,
    company_id: UUID | None,
    currency: str,
    on: dt.date,
    includes_tax: bool = False,
) -> list[Offer]:
    """An offer for each ask, in its order: unit prices in `currency`, without tax unless `includes_tax`.

    A constant number of queries for any number of asks. A product that the actor may not see, or that is not sold on
    the day, has an offer without a price, whose `refusal` says why. Prices are rounded half up to the smallest coin.
    """
    facts = loading.facts(actor, asks, company_id=company_id, currency=currency, on=on)
    return [resolution.offer(facts, ask, includes_tax=includes_tax) for ask in asks]
