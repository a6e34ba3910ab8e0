"""Territories on the map: in the colour of who has most, only what one may see."""

from __future__ import annotations

from typing import Any

from clientela.domains.territories import mapping
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


def market(world: World) -> dict[str, Any]:
    """Two territories; three companies in Łódź, of which one was put into the other territory by its industry."""
    root, ann = world.actor("root"), world.actor("ann")
    poland = commands.create(root, "territory", {"name": "Poland", "countries": ["PL"]})
    food = commands.create(
        root, "territory", {"name": "Food", "countries": ["PL", "CZ"], "industries": ["food"]}
    )
    for number, industry in enumerate(("medical", "medical", "food")):
        address = {"country": "PL", "city": "Łódź" if number else "Lodz"}
        commands.create(
            ann, "company", {"name": f"On a map {number}", "industry": industry, "address": address}
        )
    commands.create(
        ann,
        "company",
        {"name": "Nowhere", "industry": "medical", "address": {"country": "PL", "city": "Xyz"}},
    )
    return {"poland": poland, "food": food}


def test_towns_and_countries_take_the_colour_of_who_has_most(world: World) -> None:
    made = market(world)
    found = mapping.drawn(world.actor("ann"))
    kinds = found["kinds"]
    assert kinds[made["poland"].pk] != kinds[made["food"].pk]
    shapes = {one.code: one for one in found["shapes"]}
    assert shapes["PL"].kind == kinds[made["poland"].pk]
    assert shapes["CZ"].kind == kinds[made["food"].pk]
    assert "Food: 1" in shapes["PL"].said
    assert sum(one.n for one in found["points"]) == 3
    assert found["unplaced"] >= 1


def test_the_map_counts_what_one_may_see(world: World) -> None:
    market(world)
    assert mapping.drawn(world.actor("cat"))["points"] == []
    assert sum(one.n for one in mapping.drawn(world.actor("ben"))["points"]) == 3


def test_many_territories_share_the_last_colour(world: World) -> None:
    for number in range(12):
        commands.create(world.actor("root"), "territory", {"name": f"T{number:02}", "countries": ["PL"]})
    kinds = mapping.drawn(world.actor("root"))["kinds"].values()
    assert set(kinds) == set(range(1, mapping.COLOURS + 2))


def test_the_page_says_what_the_map_draws(client: Browser) -> None:
    market(client.world)
    text = client.as_("ann").get("/territories/map/").content.decode()
    assert "#PL" in text and "Poland, Czechia" in text
    assert "no town that the map knows" in text
