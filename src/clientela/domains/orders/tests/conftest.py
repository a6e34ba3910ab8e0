from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from clientela.domains.orders import commands
from clientela.domains.orders.models import Order, Quote
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.records import commands as records
from tests.screens.conftest import client, world
from tests.world import World

__all__ = ["client", "world"]


@dataclass
class Shop:
    """A world with two products, a tax, and a quote of Ann's for her deal."""

    world: World
    lathe: Any
    oil: Any
    quote: Quote

    @property
    def ann(self) -> Any:
        return self.world.actor("ann")

    def again(self, record: Any) -> Any:
        return gate.unrestricted(type(record), reason="a test looks").get(pk=record.pk)

    def rows(self, *more: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        lines = [
            {"product": str(self.lathe.pk), "quantity": "2"},
            {"product": str(self.oil.pk), "quantity": "10"},
        ]
        return [(f"new-{at}", row) for at, row in enumerate([*lines, *more])]

    def sent(self, **values: Any) -> Quote:
        commands.save_lines(self.ann, self.quote.pk, self.rows(), **values)
        return commands.send(self.ann, self.quote.pk, to="igor@example.org")

    def orders(self) -> list[Order]:
        return list(gate.unrestricted(Order, reason="a test looks").order_by("pk"))


@pytest.fixture
def shop(world: World) -> Shop:
    root = world.actor("root")
    tax = records.create(root, "taxrate", {"name": "VAT 23", "rate": "23", "category": "S"})
    records.create(root, "taxrule", {"name": "Everywhere", "tax": tax.pk})
    lathe: Any = records.create(
        SYSTEM,
        "product",
        {"name": "Lathe 5", "price": "1000 EUR", "unit": "pc", "owner": world.users["ann"].pk},
    )
    oil: Any = records.create(
        SYSTEM, "product", {"name": "Oil", "price": "9.99 EUR", "unit": "l", "owner": world.users["ann"].pk}
    )
    quote: Any = records.create(world.actor("ann"), "quote", {"deal": world.deal.pk})
    return Shop(world, lathe, oil, quote)
