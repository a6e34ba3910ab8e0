"""Who sells gravel, who buys concrete and not from us, and how much of a wallet is ours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from clientela.domains.ledger import queries
from clientela.engine.errors import Invalid
from clientela.engine.records import commands as records
from tests.screens.conftest import Browser
from tests.world import World


def company(world: World, name: str, who: str = "ann") -> Any:
    return records.create(world.actor(who), "company", {"name": name})


def trade(
    world: World, what: Any, whose: Any, direction: str = "buys", who: str = "ann", **values: Any
) -> Any:
    return records.create(
        world.actor(who), "trade", {"company": whose.pk, "goods": what.pk, "direction": direction, **values}
    )


@pytest.fixture
def gravel(world: World) -> Any:
    return records.create(world.actor("ann"), "goods", {"name": "Gravel", "other_names": ["żwir", "гравий"]})


@pytest.mark.parametrize("asked", ["gravel", "Zwir", "гравий", "ГРАВИЙ", "grav"])
def test_goods_are_found_by_every_name_in_any_script(
    client: Browser, world: World, gravel: Any, asked: str
) -> None:
    trade(world, gravel, company(world, "Kamieniołom"), "sells")
    page = client.as_("ann").get("/markets/", {"q": asked}).content.decode()
    assert "Kamieniołom" in page


def test_buyers_who_buy_from_us_can_be_left_out(world: World, gravel: Any) -> None:
    ours, others = company(world, "Ours"), company(world, "Others")
    trade(world, gravel, ours, from_us=True)
    trade(world, gravel, others, volume=500, unit="t")
    ann = world.actor("ann")
    assert [side.company.name for side in queries.market(ann, [gravel]).buyers] == ["Others", "Ours"]
    assert [side.company.name for side in queries.market(ann, [gravel], not_from_us=True).buyers] == [
        "Others"
    ]


def test_the_share_of_the_wallet(world: World, gravel: Any) -> None:
    buyer = company(world, "Buyer")
    trade(world, gravel, buyer, from_us=True, volume=10, per="month", price="5 EUR")
    trade(world, gravel, buyer, volume=200, price="9 EUR", partner=company(world, "Rival").pk)
    ann = world.actor("ann")
    (share,) = queries.shares(ann, buyer.pk, queries.of_company(ann, buyer.pk))
    assert (share.ours, share.others, share.share) == (Decimal(600), Decimal(1800), 0.25)


def test_sellers_and_buyers_are_brought_together(world: World, gravel: Any) -> None:
    seller, buyer = company(world, "Seller"), company(world, "Buyer")
    trade(world, gravel, seller, "sells")
    trade(world, gravel, buyer, "buys")
    ann = world.actor("ann")
    found = queries.matches(ann, seller.pk, queries.of_company(ann, seller.pk))
    assert [(match.company.name, match.direction) for match in found] == [("Buyer", "buys")]


def test_nobody_sees_trades_or_companies_of_others(client: Browser, world: World, gravel: Any) -> None:
    trade(world, gravel, company(world, "Hidden"), "sells")
    assert "Hidden" not in client.as_("cat").get("/markets/", {"q": "gravel"}).content.decode()
    assert queries.market(world.actor("cat"), [gravel]).sellers == []


def test_the_company_page_shows_it(client: Browser, world: World, gravel: Any) -> None:
    trade(world, gravel, world.company, volume=10, price="5 EUR")
    page = client.as_("ann").get(f"/companies/{world.company.pk}/").content.decode()
    assert "Gravel" in page and "from us 0%" in page


@pytest.mark.parametrize(
    "values",
    [
        {"volume": -1},
        {"price": "-1 EUR"},
        {"since": "2026-02-01", "until": "2026-01-01"},
        {"direction": "sells", "from_us": True},
        {"direction": "swaps"},
    ],
)
def test_what_makes_no_sense_is_refused(world: World, gravel: Any, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        trade(world, gravel, world.company, **{"direction": "buys", **values})


def test_no_company_trades_with_itself(world: World, gravel: Any) -> None:
    with pytest.raises(Invalid):
        trade(world, gravel, world.company, partner=world.company.pk)


@pytest.mark.parametrize("query", ["", "?q=", "?q=nothing", "?q=%00", "?q=" + "x" * 500])
def test_any_question_has_an_answer(client: Browser, world: World, query: str) -> None:
    assert client.as_("ann").get("/markets/" + query).status_code == 200
