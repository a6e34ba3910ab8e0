"""Records on a map: every record is counted once, where it lies or with the reason why it is not shown."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.places import lookup
from clientela.engine.places.projection import HEIGHT, WIDTH, project
from clientela.engine.records import commands
from clientela.engine.screens import drawing, listing, maps, placed
from tests.screens.conftest import Browser
from tests.world import World

Where = Counter[tuple[str | None, str | None]]
PLACES = (
    ("PL", "Łódź"), ("PL", "Lodz"), ("PL", "Warszawa"), ("RU", "Москва"), ("TW", "臺北"), ("TW", "台北市"),
    ("DE", "Köln"), ("DE", "Nowhere at all"), ("DE", None), (None, None), (None, "Berlin"),
)  # fmt: skip


@pytest.fixture
def actor(world: World) -> Actor:
    return world.actor("ann")


@pytest.fixture
def companies(actor: Actor) -> Where:
    """Companies of Ann in many places, and how many in each; each has a deal."""
    chance = random.Random(7)
    chosen = [*PLACES, *(chance.choice(PLACES) for _ in range(60 - len(PLACES)))]
    for number, (country, city) in enumerate(chosen):
        given = {"country": country, "city": city}
        address = {key: value for key, value in given.items() if value} or None
        company = commands.create(
            actor, "company", {"name": f"On a map {number}", "address": address, "code": f"M-{number}"}
        )
        commands.create(
            actor,
            "deal",
            {
                "name": f"Deal {number}",
                "company": company.pk,
                "amount": Decimal(number),
                "code": f"M-{number}",
            },
        )
    return Counter(chosen)


def counted(actor: Actor, entity: str, query: str = "code__starts=M-") -> placed.Placed:
    return placed.count(listing.read(actor, registry.get(entity), QueryDict(f"{query}&layout=map")))


@pytest.mark.parametrize(
    ("country", "name", "found"),
    [
        ("PL", "Łódź", "Łódź"), ("PL", "LODZ ", "Łódź"), ("PL", "Варшава", "Warsaw"), ("RU", "Москва", "Moscow"),
        ("TW", "臺北", "Taipei"), ("TW", "台北", "Taipei"), ("DE", "Koeln", "Köln"), ("US", "Moscow", "Moscow"),
        ("PL", "Moscow", None), ("XX", "Łódź", None), ("../PL", "Łódź", None), ("PL", "", None), ("PL", "!?", None),
    ],
)  # fmt: skip
def test_a_town_is_found_in_many_scripts(country: str, name: str, found: str | None) -> None:
    town = lookup.town(country, name)
    assert (town.name if town else None) == found


def test_of_towns_of_one_name_the_biggest_is_meant() -> None:
    town = lookup.town("US", "Springfield")
    assert town is not None
    assert round(town.latitude) == 37  # the one in Missouri
    assert lookup.town("US", "Moscow") != lookup.town("RU", "Moscow")


def test_the_projection_keeps_to_the_map() -> None:
    assert project(0, 0) == (WIDTH / 2, HEIGHT / 2)
    assert project(0, 180) == pytest.approx((WIDTH, HEIGHT / 2))
    assert project(90, 0) == pytest.approx((WIDTH / 2, 0), abs=0.5)
    assert project(-90, 0) == pytest.approx((WIDTH / 2, HEIGHT), abs=0.5)


@pytest.mark.parametrize("entity", ["company", "deal"])
def test_every_record_is_counted_once(actor: Actor, companies: Where, entity: str) -> None:
    found = counted(actor, entity)
    for code in ("PL", "RU", "TW", "DE"):
        assert found.countries[code].n == sum(
            n for (country, _city), n in companies.items() if country == code
        )
    assert dict(found.without) == {"address": companies[None, None] + companies[None, "Berlin"]}
    assert found.townless.n == companies["DE", None]
    assert [(one.names, one.figures.n) for one in found.unknown] == [
        (["Nowhere at all"], companies["DE", "Nowhere at all"])
    ]
    towns = {one.town.name: one.figures.n for one in found.spots if one.town}
    assert towns["Łódź"] == companies["PL", "Łódź"] + companies["PL", "Lodz"]
    assert towns["Taipei"] == companies["TW", "臺北"] + companies["TW", "台北市"]
    assert found.beyond == 0


def test_sums_are_those_of_the_records(actor: Actor, companies: Where) -> None:
    found = counted(actor, "deal")
    assert sum(sum(one.sums.values()) for one in found.countries.values()) <= sum(range(60))
    rows = listing.read(
        actor, registry.get("deal"), QueryDict("code__starts=M-&company__address.country=PL")
    ).rows()
    assert sum(found.countries["PL"].sums.values()) == sum(row.amount for row in rows)
    assert sum(sum(one.figures.sums.values()) for one in found.spots if one.country == "PL") == sum(
        row.amount for row in rows
    )


def test_what_is_beyond_the_limit_is_still_counted(
    actor: Actor, companies: Where, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placed, "MOST_GROUPS", 2)
    found = counted(actor, "company")
    told = sum(one.figures.n for one in (*found.spots, *found.unknown)) + found.townless.n
    assert found.beyond > 0
    assert told + found.beyond + sum(found.without.values()) == 60


def test_a_map_shows_what_one_may_see(world: World, companies: Where) -> None:
    assert counted(world.actor("ben"), "company").countries["PL"].n > 0
    stranger = counted(world.actor("cat"), "company")
    assert not stranger.countries
    assert not stranger.without


def test_a_company_that_one_may_not_see_lends_its_deal_no_place(world: World) -> None:
    root, cat = world.actor("root"), world.actor("cat")
    hidden = commands.create(
        root,
        "company",
        {"name": "Secret", "address": {"country": "PL", "city": "Łódź"}, "owner": world.users["ann"].pk},
    )
    commands.create(
        root,
        "deal",
        {"name": "Hers", "company": hidden.pk, "owner": world.users["cat"].pk, "code": "M-1"},
    )
    commands.create(root, "deal", {"name": "Loose", "owner": world.users["cat"].pk, "code": "M-2"})
    found = counted(cat, "deal")
    assert not found.countries
    assert dict(found.without) == {"hidden": 1, "link": 1}


def test_the_filter_and_the_search_hold(actor: Actor, companies: Where) -> None:
    assert set(counted(actor, "company", "code__starts=M-&address.country=PL").countries) == {"PL"}
    assert sum(one.n for one in counted(actor, "company", "q=On+a+map+7").countries.values()) <= 1


@pytest.mark.parametrize("entity", ["company", "deal"])
def test_every_link_opens_as_many_records_as_it_says(actor: Actor, companies: Where, entity: str) -> None:
    shown = listing.read(actor, registry.get(entity), QueryDict("code__starts=M-&layout=map"))
    drawn = maps._drawn(shown, placed.count(shown))
    lines = [
        *drawn["countries"],
        *drawn["missing"],
        *(town for one in drawn["countries"] for town in one.towns),
    ]
    assert len(lines) > 8
    for line in lines:
        query = urlsplit(line.href).query
        assert "layout" not in parse_qs(query)
        assert listing.of_query(actor, shown.entity, query).rows().count() == line.figures.n, line.label
    for point in drawn["points"]:
        query = QueryDict(mutable=True)
        query.update(QueryDict(urlsplit(drawn["base"]).query))
        query.appendlist("filter", f'{{"any":[{point.where}]}}')
        assert listing.read(actor, shown.entity, query).rows().count() == point.n


def test_the_page_says_what_the_map_draws(client: Browser, companies: Where) -> None:
    client.as_("ann")
    text = client.get("/companies/?layout=map&code__starts=M-").content.decode()
    assert "world.svg" in text or "world-" in text
    assert "#PL" in text
    assert "No country in the address" in text
    assert "Nowhere at all (Germany): not in the list of towns" in text
    assert "GeoNames" in text


def test_a_map_of_nothing_says_so_and_nonsense_is_refused(client: Browser) -> None:
    client.as_("ann")
    assert (
        "Nothing to show on the map"
        in client.get("/companies/?layout=map&code__starts=nobody").content.decode()
    )
    assert client.get("/deals/?layout=map&map.by=<script>").status_code == 400
    assert client.get("/products/?layout=map").status_code == 400


@pytest.mark.parametrize("values", [[], [1], [1, 1, 1], [1, 2, 3], list(range(40)), [0, 0, 5]])
def test_steps_hold_every_value_once(values: list[int]) -> None:
    steps = drawing.steps([Decimal(one) for one in values])
    assert len(steps) <= drawing.STEPS
    for value in values:
        inside = [low for low, high in steps if low <= value <= high]
        assert len(inside) == (1 if value else 0)
        assert (drawing.level(Decimal(value), steps) == 0) == (value == 0)
    assert not steps or drawing.level(steps[-1][1], steps) == drawing.STEPS
