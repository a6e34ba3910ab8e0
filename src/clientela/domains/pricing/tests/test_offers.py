"""What a customer pays, why, and with which tax."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clientela.domains.pricing.queries import Ask, Offer, offers
from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import Invalid
from clientela.engine.records import commands
from tests.world import World

TODAY = dt.date(2026, 11, 23)


def make(entity: str, **values: Any) -> UUID:
    return commands.create(SYSTEM, entity, values).pk


def product(name: str = "Lathe", price: str | None = "100 EUR", **values: Any) -> UUID:
    return make("product", name=name, price=price, **values)


def offer(
    world: World, product_id: UUID, quantity: str = "1", currency: str = "EUR", who: str = "ann", **more: Any
) -> Offer:
    company = more.pop("company", world.company.pk)
    asked = [Ask(product_id, Decimal(quantity), more.pop("configuration", None))]
    on = more.pop("on", TODAY)
    return offers(world.actor(who), asked, company_id=company, currency=currency, on=on, **more)[0]


@pytest.fixture
def lathe(world: World) -> UUID:
    return commands.create(world.actor("ann"), "product", {"name": "Lathe", "price": "100 EUR"}).pk


def test_without_a_list_the_catalogue_price_holds(world: World, lathe: UUID) -> None:
    found = offer(world, lathe)
    assert (found.price, found.list_price, found.price_list) == (Decimal("100.00"), Decimal("100.00"), None)
    assert found.reason == "Catalogue price"


def test_the_list_closest_to_the_customer_decides(world: World, lathe: UUID) -> None:
    commands.update(SYSTEM, "company", world.company.pk, {"tags": ["Dealer"], "address.country": "PL"})
    for price, scope in (
        ("95", {}),
        ("90", {"country": "PL"}),
        ("85", {"segment": "Dealer"}),
        ("80", {"company": world.company.pk}),
    ):
        listed = make("pricelist", name=f"List {price}", currency="EUR", **scope)
        make("pricelistitem", price_list=listed, product=lathe, price=f"{price} EUR")
        found = offer(world, lathe)
        assert (found.price, found.price_list) == (Decimal(price), f"List {price}")
        assert found.list_price == Decimal(95)
    assert offer(world, lathe, company=None).price == Decimal(95)


def test_quantities_break_prices_and_days_end_them(world: World, lathe: UUID) -> None:
    listed = make("pricelist", name="Standard", currency="EUR")
    for quantity, price in ((1, 90), (10, 80), (100, 70)):
        make("pricelistitem", price_list=listed, product=lathe, price=f"{price} EUR", from_quantity=quantity)
    make("pricelistitem", price_list=listed, product=lathe, price="60 EUR", from_quantity=100,
         valid_from=TODAY + dt.timedelta(1))  # fmt: skip
    prices = {q: offer(world, lathe, q).price for q in ("0.5", "1", "9.99", "10", "99", "100", "5000")}
    assert prices == {"0.5": 100, "1": 90, "9.99": 90, "10": 80, "99": 80, "100": 70, "5000": 70}
    assert "from 10" in offer(world, lathe, "10").reason
    assert offer(world, lathe, "100", on=TODAY + dt.timedelta(1)).price == 60


def test_a_derived_list_changes_its_base_in_percent_and_rounds(world: World, lathe: UUID) -> None:
    base = make("pricelist", name="Base", currency="EUR", is_active=False)
    make("pricelistitem", price_list=base, product=lathe, price="99.99 EUR")
    make("pricelist", name="Dealers", currency="EUR", base=base, percent="-7.5", rounding="0.05")
    found = offer(world, lathe)
    assert found.price == Decimal("92.50")
    assert "Dealers" in found.reason and "7.5" in found.reason


def test_a_percent_for_a_family_reaches_everything_in_it(world: World) -> None:
    parent = make("productline", name="Machines")
    line = make("productline", name="Lathes", parent=parent)
    one = product("L5", "200 EUR", line=line, owner=world.users["ann"].pk)
    listed = make("pricelist", name="Autumn", currency="EUR")
    make("pricelistitem", price_list=listed, line=parent, percent="-10", from_quantity=2)
    assert (offer(world, one, "1").price, offer(world, one, "2").price) == (200, 180)
    make("pricelistitem", price_list=listed, line=line, percent="-20", from_quantity=2)
    assert offer(world, one, "2").price == 160


def test_currencies_are_converted_by_the_latest_rate(world: World, lathe: UUID) -> None:
    assert offer(world, lathe, currency="PLN").price is None
    make("exchangerate", day=TODAY - dt.timedelta(3), source="EUR", target="PLN", rate="4.30")
    make("exchangerate", day=TODAY, source="EUR", target="PLN", rate="4.2555")
    make("exchangerate", day=TODAY + dt.timedelta(1), source="EUR", target="PLN", rate="9")
    found = offer(world, lathe, currency="PLN")
    assert (found.price, found.currency) == (Decimal("425.55"), "PLN")
    assert "converted from EUR" in found.reason
    make("exchangerate", day=TODAY, source="EUR", target="USD", rate="1.10")
    assert offer(world, make("product", name="P", price="425.55 PLN", owner=world.users["ann"].pk), currency="USD").price == Decimal("110.00")  # fmt: skip
    assert offer(world, lathe, currency="PLN", on=TODAY + dt.timedelta(400)).price is None


def test_a_gross_list_gives_net_prices_and_gross_ones_when_asked(world: World, lathe: UUID) -> None:
    commands.update(SYSTEM, "company", world.company.pk, {"address.country": "PL"})
    tax = make("taxrate", name="VAT 23", rate="23")
    make("taxrule", name="Poland", tax=tax, country="PL")
    listed = make("pricelist", name="Shop", currency="EUR", includes_tax=True)
    make("pricelistitem", price_list=listed, product=lathe, price="123 EUR")
    net, gross = offer(world, lathe), offer(world, lathe, includes_tax=True)
    assert (net.price, gross.price) == (Decimal("100.00"), Decimal("123.00"))
    assert (net.tax_rate, net.tax_name, net.tax_category) == (23, "VAT 23", "S")


def test_a_bundle_costs_its_parts_unless_it_has_a_price(world: World, lathe: UUID) -> None:
    own = {"owner": world.users["ann"].pk}
    oil = product("Oil", "5 EUR", **own)
    inner = product("Care set", None, kind="bundle", **own)
    outer = product("Start set", None, kind="bundle", **own)
    make("bundlepart", bundle=inner, product=oil, quantity=3)
    make("bundlepart", bundle=outer, product=inner, quantity=2)
    make("bundlepart", bundle=outer, product=lathe, quantity=1)
    assert offer(world, outer).price == Decimal("130.00")
    with pytest.raises(Invalid):
        make("bundlepart", bundle=inner, product=outer)
    commands.update(SYSTEM, "product", outer, {"price": "120 EUR"})
    assert offer(world, outer).price == Decimal("120.00")
    commands.update(SYSTEM, "product", outer, {"price": None})
    commands.update(SYSTEM, "product", oil, {"price": None})
    assert offer(world, outer).price is None


def test_a_variant_without_a_price_has_its_templates(world: World, lathe: UUID) -> None:
    red = product("Lathe, red", None, template=lathe, traits=["Colour: red"], owner=world.users["ann"].pk)
    listed = make("pricelist", name="Standard", currency="EUR")
    assert offer(world, red).price == 100
    make("pricelistitem", price_list=listed, product=lathe, price="90 EUR")
    assert offer(world, red).price == 90
    make("pricelistitem", price_list=listed, product=red, price="91 EUR")
    assert offer(world, red).price == 91


@pytest.mark.parametrize(
    "values, is_sold, words",
    [
        ({"lifecycle": "active"}, True, ""),
        ({"lifecycle": "phase-out"}, True, "being phased out"),
        ({"lifecycle": "end-of-sale"}, False, "no longer sold"),
        ({"lifecycle": "discontinued"}, False, "no longer sold"),
        ({"lifecycle": "planned"}, False, "not on sale yet"),
        ({"lifecycle": "planned", "sale_from": "2026-11-23"}, True, ""),
        ({"lifecycle": "active", "sale_until": "2026-11-22"}, False, "no longer sold"),
        ({"is_template": True}, False, "comes in variants"),
    ],
)
def test_only_what_is_sold_has_a_price(
    world: World, lathe: UUID, values: dict[str, Any], is_sold: bool, words: str
) -> None:
    successor = product("Lathe II")
    commands.update(SYSTEM, "product", lathe, {**values, "successor": successor})
    found = offer(world, lathe)
    assert (found.price is not None) == is_sold
    assert words in (found.warning if is_sold else found.refusal)
    if "longer" in words or "phased" in words:
        assert "Lathe II" in (found.warning + found.refusal)


def test_a_stranger_gets_no_price(world: World, lathe: UUID) -> None:
    found = offer(world, lathe, who="cat")
    assert (found.price, found.tax_id, found.discount_limit) == (None, None, None) and found.refusal


def test_the_most_telling_tax_rule_decides(world: World, lathe: UUID) -> None:
    home = world.branches["Warszawa"].pk
    rates = {
        name: make("taxrate", name=name, rate=rate, category=category)
        for name, rate, category in (("PL 23", 23, "S"), ("PL 8", 8, "S"), ("K 0", 0, "K"), ("G 0", 0, "G"), ("DE 19", 19, "S"))
    }  # fmt: skip
    make("taxrule", name="Home", tax=rates["PL 23"], seller=home, country="PL")
    make("taxrule", name="Home reduced", tax=rates["PL 8"], seller=home, country="PL", tax_group="reduced")
    make("taxrule", name="EU business", tax=rates["K 0"], seller=home, zone="eu", buyer="business")
    make("taxrule", name="EU private", tax=rates["PL 23"], seller=home, zone="eu", buyer="private")
    make("taxrule", name="Export", tax=rates["G 0"], seller=home, zone="rest")
    table = [
        ("PL", "1", "PL 23"), ("PL", None, "PL 23"), ("DE", "DE1", "K 0"), ("DE", None, "PL 23"), ("TW", "1", "G 0"), (None, None, ""),
    ]  # fmt: skip
    for country, number, expected in table:
        commands.update(
            SYSTEM, "company", world.company.pk, {"address.country": country, "tax_number": number}
        )
        assert offer(world, lathe).tax_name == expected
    commands.update(SYSTEM, "company", world.company.pk, {"address.country": "PL"})
    commands.update(SYSTEM, "product", lathe, {"tax_group": "reduced"})
    assert offer(world, lathe).tax_rate == 8


def test_the_closest_limit_of_discounts_counts(world: World, lathe: UUID) -> None:
    line = make("productline", name="Lathes")
    commands.update(SYSTEM, "product", lathe, {"line": line})
    assert offer(world, lathe).discount_limit is None
    for values, expected in (
        ({"alone": 5}, 5),
        ({"alone": 7, "role": "Seller", "approved": 20}, 7),
        ({"alone": 3, "role": "Seller", "line": line}, 3),
        ({"alone": 8, "team": world.team.pk}, 8),
        ({"alone": 2, "user": world.users["ann"].pk, "approved": 4}, 2),
    ):
        make("discountlimit", name=str(values["alone"]), **values)
        assert offer(world, lathe).discount_limit == expected
    assert offer(world, lathe).approval_limit == 4
    assert offer(world, lathe, who="dan").discount_limit == 5


@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_a_quantity_of_nothing_has_no_price(world: World, lathe: UUID, quantity: str) -> None:
    assert offer(world, lathe, quantity).price is None
    assert "more than zero" in offer(world, lathe, quantity).refusal


def test_two_hundred_lines_cost_as_many_queries_as_one(world: World) -> None:
    own = {"owner": world.users["ann"].pk}
    line = make("productline", name="Lathes")
    made = commands.create_many(
        SYSTEM,
        "product",
        [{"name": f"P{n}", "price": f"{n + 1} EUR", "line": line, **own} for n in range(200)],
    )
    ids = [outcome.unwrap() for outcome in made]
    listed = make("pricelist", name="Standard", currency="PLN")
    make("exchangerate", day=TODAY, source="EUR", target="PLN", rate="4")
    commands.create_many(SYSTEM, "pricelistitem", [{"price_list": listed, "product": one, "price": "9 PLN"} for one in ids[:100]])  # fmt: skip
    counts = []
    for some in (ids[:1], ids):
        actor = world.actor("ann")
        actor.level("product", "view")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            asked = [Ask(one, Decimal(2)) for one in some]
            offers(actor, asked, company_id=world.company.pk, currency="PLN", on=TODAY)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
