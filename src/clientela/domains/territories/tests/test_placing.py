"""Where companies lie: by place, industry and size, the most special territory first, at once when they change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from clientela.domains.territories import matching, postcodes
from clientela.domains.territories.matching import Facts
from clientela.domains.territories.models import Membership
from clientela.engine.fields.base import BadValue
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


def territory(world: World, name: str, **values: Any) -> Any:
    return commands.create(world.actor("root"), "territory", {"name": name, **values})


def company(world: World, **values: Any) -> Any:
    return commands.create(world.actor("ann"), "company", {"name": "Nowa", **values})


def place_of(company: Any) -> str | None:
    here = Membership.objects.filter(company=company.pk).select_related("territory__owner").first()
    if here is None:
        return None
    return str({str(k): n for k, n in _names()}[str(here.territory_id)])


def _names() -> Any:
    from clientela.domains.territories.models import Territory
    from clientela.engine.access import gate

    return gate.unrestricted(Territory, reason="a test looks").values_list("pk", "name")


CODES = [
    ("80", "80331", True), ("80", "81000", False),
    ("10000-19999", "15000", True), ("10000-19999", "20000", False),
    ("80–83", "83999", True), ("80 - 83", "84000", False),
    ("90-001", "90-001", True), ("90-001", "90-002", False),
    ("00-001 – 04-999", "02 123", True), ("00-001 – 04-999", "05-001", False),
    ("SW1", "sw1a 1aa", True), ("SW1*, E1", "E1 6AN", True), ("10, 20; 30", "30999", True),
]  # fmt: skip


@pytest.mark.parametrize("listed, code, inside", CODES)
def test_postcodes_are_read_as_people_write_them(listed: str, code: str, inside: bool) -> None:
    assert any(one.holds(postcodes.plain(code)) for one in postcodes.parse(listed)) == inside


@pytest.mark.parametrize("listed", ["10 – 200", "200 – 100", "?", "1 – 2 – 3"])
def test_what_is_no_postcode_is_refused(world: World, listed: str) -> None:
    with pytest.raises(BadValue):
        postcodes.parse(listed)


WHERE = [
    ({"address": {"country": "PL", "postcode": "90-001"}}, "Łódź"),
    ({"address": {"country": "PL", "postcode": "00-001"}}, "Poland"),
    ({"address": {"country": "PL", "city": "gdansk"}}, "Coast"),
    ({"address": {"country": "TW"}, "industry": "metal", "employees": 500}, "Large metal"),
    ({"address": {"country": "TW"}, "industry": "metal", "employees": 5}, None),
    ({"address": {"country": "DE"}}, None),
    ({}, None),
]


@pytest.mark.parametrize("values, name", WHERE, ids=str)
def test_the_most_special_territory_holds_a_company(world: World, values: Any, name: str | None) -> None:
    europe = territory(world, "Europe", position=1)
    poland = territory(world, "Poland", parent=europe.pk, countries=["PL"])
    territory(world, "Łódź", parent=poland.pk, postcodes="90-95")
    territory(world, "Coast", parent=poland.pk, regions=["Gdańsk", "Gdynia"])
    territory(world, "Large metal", position=0, industries=["metal"], least_employees=100)
    assert place_of(company(world, **values)) == name


def test_a_company_moves_with_its_address_unless_it_is_fixed(world: World, client: Browser) -> None:
    territory(world, "Poland", countries=["PL"])
    taiwan = territory(world, "Taiwan", countries=["TW"])
    ours = company(world, address={"country": "PL"})
    commands.update(world.actor("ann"), "company", ours.pk, {"address.country": "TW"})
    assert place_of(ours) == "Taiwan"
    path = f"/companies/{ours.pk}/territory/"
    assert client.as_("ben").fragment("post", path, {"territory": str(taiwan.pk)}).status_code == 403
    assert client.as_("ann").fragment("post", path, {"territory": str(taiwan.pk)}).status_code == 200
    commands.update(world.actor("ann"), "company", ours.pk, {"address.country": "PL"})
    assert place_of(ours) == "Taiwan"
    assert "by hand" in client.get(f"/companies/{ours.pk}/").content.decode()
    client.fragment("post", path, {"territory": ""})
    assert place_of(ours) == "Poland"
    assert client.fragment("post", path, {"territory": "nonsense"}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"postcodes": "1 – 20"},
        {"least_employees": 10, "most_employees": 5},
        {"name": ""},
        {"countries": ["Atlantis"]},
    ],
    ids=str,
)
def test_a_territory_that_makes_no_sense_is_refused(world: World, calls: Any, wrong: Any) -> None:
    assert (
        calls("root")
        .post(
            "/territories",
            {"name": "X", **{k: str(v) if isinstance(v, int) else v for k, v in wrong.items()}},
        )
        .status
        == 422
    )


def test_only_administrators_cut_the_market(world: World, calls: Any) -> None:
    assert [calls(who).post("/territories", {"name": who}).status for who in ("ann", "dan", "root")] == [
        403,
        403,
        201,
    ]
    assert calls("ann").get("/territories").status == 200


def test_sizes_are_bounded_on_both_sides(world: World) -> None:
    territory(world, "Middle", least_employees=10, most_employees=99)
    market = matching.load()
    found = [market.find(Facts(employees=Decimal(n))) is not None for n in (9, 10, 99, 100)]
    assert found == [False, True, True, False] and market.find(Facts()) is None
