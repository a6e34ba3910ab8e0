"""Variants, bundles, units, stages of life and bar codes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientela.domains.catalog import commands as catalog
from clientela.domains.catalog.fields import Gtin, check_digit
from clientela.domains.catalog.models import Product
from clientela.domains.catalog.queries import convert
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.access.models import Role
from clientela.engine.access.presets import ROLES
from clientela.engine.errors import Invalid, Refused
from clientela.engine.fields.base import BadValue
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


def make(entity: str, **values: Any) -> UUID:
    return commands.create(SYSTEM, entity, values).pk


@pytest.fixture
def shirt(world: World) -> UUID:
    ann = world.actor("ann")
    shirt = commands.create(
        ann, "product", {"name": "Shirt", "code": "SH", "price": "10 EUR", "weight": 1}
    ).pk
    commands.create(
        ann, "attribute", {"product": shirt, "name": "Size", "options": ["S", "L"], "position": 1}
    )
    commands.create(
        ann, "attribute", {"product": shirt, "name": "Colour", "options": ["red", "błękitny"], "position": 2}
    )
    return shirt


def variants(template: UUID) -> list[Product]:
    rows = gate.unrestricted(Product, reason="a test looks")
    return list(rows.filter(template=template, deleted_at=None).order_by("name"))


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]
)
def test_who_may_change_a_product_makes_its_variants(
    client: Browser, world: World, shirt: UUID, who: str | None, status: int
) -> None:
    assert client.as_(who).fragment("post", f"/products/{shirt}/variants/").status_code == status
    assert len(variants(shirt)) == (4 if status == 200 else 0)


def test_variants_are_a_matrix_and_only_missing_ones_are_made(world: World, shirt: UUID) -> None:
    ann = world.actor("ann")
    catalog.make_variants(ann, shirt)
    found = variants(shirt)
    assert [one.name for one in found] == [
        "Shirt, L, błękitny",
        "Shirt, L, red",
        "Shirt, S, błękitny",
        "Shirt, S, red",
    ]
    assert (found[0].code, found[0].traits, found[0].weight, found[0].price) == (
        "SH-L-BLEKITNY", ["Size: L", "Colour: błękitny"], 1, None,
    )  # fmt: skip
    commands.delete(ann, "product", found[0].pk)
    assert catalog.make_variants(ann, shirt) == []
    attribute: Any = commands.create(
        ann, "attribute", {"product": found[1].pk, "name": "x", "options": ["y"]}
    )
    with pytest.raises(Refused, match="variant itself"):
        catalog.make_variants(ann, attribute.product_id)


def test_too_many_variants_are_refused_before_any_is_made(world: World, shirt: UUID) -> None:
    for name in ("a", "b"):
        make("attribute", product=shirt, name=name, options=[str(n) for n in range(30)])
    with pytest.raises(Refused, match="3600"):
        catalog.make_variants(world.actor("ann"), shirt)
    assert variants(shirt) == []


def test_units_and_packages_convert(world: World) -> None:
    ann = world.actor("ann")
    kilogram = make("unit", name="Kilogram", symbol="kg")
    make("unit", name="Tonne", symbol="t", base=kilogram, factor=1000)
    make("unit", name="Hour", symbol="h")
    cement = commands.create(ann, "product", {"name": "Cement", "unit": "kg"}).pk
    commands.create(ann, "package", {"product": cement, "name": "bag", "holds": 25})
    table = [
        ("2.5", "t", "kg", 2500),
        ("500", "kg", "t", Decimal("0.5")),
        ("40", "bag", "t", 1),
        ("1", "t", "bag", 40),
    ]
    for quantity, source, target, expected in table:
        assert convert(ann, Decimal(quantity), source, target, product=cement) == expected
    for source, target in (("kg", "h"), ("kg", "nonsense"), ("nonsense", "kg")):
        with pytest.raises(Refused, match="no way"):
            convert(ann, Decimal(1), source, target, product=cement)


@pytest.mark.parametrize(
    "values, place",
    [
        ({"factor": 0}, "factor"), ({"factor": None}, "factor"), ({"factor": -1}, "factor"),
    ],
)  # fmt: skip
def test_a_unit_that_cannot_convert_is_refused(world: World, values: dict[str, Any], place: str) -> None:
    base = make("unit", name="Kilogram")
    with pytest.raises(Invalid) as refused:
        make("unit", name="Tonne", base=base, **values)
    assert place in refused.value.errors


def test_on_sale_and_the_stage_of_life_say_the_same(world: World) -> None:
    one = make("product", name="Mill")

    def now() -> tuple[str, bool]:
        row = gate.unrestricted(Product, reason="a test").get(pk=one)
        return row.lifecycle, row.is_active

    assert now() == ("active", True)
    for values, expected in (
        ({"lifecycle": "phase-out"}, ("phase-out", True)),
        ({"lifecycle": "end-of-sale"}, ("end-of-sale", False)),
        ({"is_active": True}, ("active", True)),
        ({"is_active": False}, ("discontinued", False)),
    ):
        commands.update(SYSTEM, "product", one, values)
        assert now() == expected
    old = make("product", name="Old", is_active=False)
    assert gate.unrestricted(Product, reason="a test").get(pk=old).lifecycle == "discontinued"


@given(
    st.sampled_from([7, 11, 12, 13]).flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size))
)
def test_every_single_wrong_digit_of_a_bar_code_is_noticed(digits: str) -> None:
    field = Gtin(key="gtin", label="Bar code")
    code = digits + check_digit(digits)
    assert field.clean(f" {code[:3]} {code[3:]} ") == code
    for at in range(len(code)):
        wrong = code[:at] + str((int(code[at]) + 1) % 10) + code[at + 1 :]
        with pytest.raises(BadValue):
            field.clean(wrong)


@pytest.mark.parametrize("text", ["123", "abcdefgh", "٤٠٠٦٣٨١٣", "4006381333932"])
def test_what_is_no_bar_code_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        Gtin(key="gtin", label="Bar code").clean(text)


def test_a_known_bar_code_is_taken() -> None:
    assert Gtin(key="gtin", label="Bar code").clean("4006381333931") == "4006381333931"


def test_costs_are_seen_by_who_has_the_right(client: Browser, world: World, shirt: UUID) -> None:
    make("productcost", product=shirt, cost="4 EUR", note="Standard cost", owner=world.users["ann"].pk)
    assert "Standard cost" in client.as_("ann").get(f"/products/{shirt}/").content.decode()
    role = Role.objects.get(name="Seller")
    role.grants = {**role.grants, "productcost": ROLES["Salesperson"]["productcost"]}
    role.save()
    assert "Standard cost" not in client.get(f"/products/{shirt}/").content.decode()
    assert client.get("/product-costs/").status_code == 403
