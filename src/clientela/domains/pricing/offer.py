"""The question and the answer of pricing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class Ask:
    """How much of what: `quantity` in the product's own unit; the configuration that was saved for it, if any."""

    product_id: UUID
    quantity: Decimal
    configuration_id: UUID | None = None


@dataclass(frozen=True)
class Offer:
    """A unit price and where it comes from.

    `list_price` is what anybody pays for one; `reason` says in words why this price; `refusal` why there is none,
    `warning` what to know before selling. `discount_limit` is the percent a seller may give alone (None: no limit
    is set), `approval_limit` the percent their manager may allow.
    """

    price: Decimal | None
    list_price: Decimal | None
    currency: str
    price_list: str | None
    reason: str
    discount_limit: Decimal | None
    tax_id: UUID | None
    tax_rate: Decimal
    tax_name: str
    approval_limit: Decimal | None = None
    tax_category: str = ""
    refusal: str = ""
    warning: str = ""
