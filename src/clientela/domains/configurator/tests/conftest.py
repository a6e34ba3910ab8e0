from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from clientela.engine.access.actor import SYSTEM
from clientela.engine.records import commands
from tests.screens.conftest import client, world
from tests.world import World

__all__ = ["client", "world"]


def make(entity: str, **values: Any) -> UUID:
    return commands.create(SYSTEM, entity, values).pk


@pytest.fixture
def cabinet(world: World) -> UUID:
    """Ann's cabinet: cooling by fan or water, a width, extras; water needs 800 mm, a fan lets no warranty."""
    product = commands.create(
        world.actor("ann"), "product", {"name": "Cabinet", "price": "1000 EUR", "lead_days": 10}
    ).pk
    cooling = make("optiongroup", product=product, name="Cooling", position=1)
    make("option", group=cooling, name="Fan", is_default=True, price="50 EUR")
    make("option", group=cooling, name="Water", price="200 EUR", at_least_days=30)
    make("optiongroup", product=product, name="Width", kind="number", lowest=400, highest=1200, step=200,
         start=600, unit="mm", price="0.5 EUR", position=2)  # fmt: skip
    extras = make("optiongroup", product=product, name="Extras", least=0, most=2, position=3)
    make("option", group=extras, name="Warranty", percent=10)
    make("option", group=extras, name="Panel", price="300 EUR", extra_days=5)
    make("option", group=extras, name="Meter", price="100 EUR")
    make(
        "optionrule",
        product=product,
        name="Water needs 800 mm.",
        kind="requires",
        when=["water"],
        then=["width >= 800"],
    )
    make(
        "optionrule",
        product=product,
        name="No warranty on fans.",
        kind="forbids",
        when=["fan"],
        then=["warranty"],
    )
    make("optionrule", product=product, name="With water we recommend a meter.", kind="recommends", when=["water"], then=["meter"])  # fmt: skip
    return product
