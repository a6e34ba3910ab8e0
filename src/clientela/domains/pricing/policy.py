"""Prices, taxes and limits are the same for all: everybody reads them, who has the right over all of them changes them."""

from clientela.domains.catalog.policy import shared
from clientela.domains.pricing.models import (
    DiscountLimit,
    ExchangeRate,
    PriceList,
    PriceListItem,
    TaxRate,
    TaxRule,
)
from clientela.engine.access.gate import administrators, allow, everyone

for model in (TaxRate, TaxRule, PriceList, PriceListItem, ExchangeRate):
    allow(model, shared)
    allow(model, everyone, "view")
# Who could change a limit could lift their own.
allow(DiscountLimit, administrators)
allow(DiscountLimit, everyone, "view")
