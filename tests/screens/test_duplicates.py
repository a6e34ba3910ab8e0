"""Duplicates are announced: while typing and on the page, by what is alike; and a no is remembered."""

from __future__ import annotations

from typing import Any

import pytest

from clientela.engine.entities import registry
from clientela.engine.records import commands, distinct
from clientela.engine.screens.duplicates import core, like_values
from tests.screens.conftest import Browser
from tests.world import World


@pytest.mark.parametrize(
    "typed, finds",
    [
        ({"name": "Zaklady Lodz"}, True),
        ({"name": "ZAKŁADY ŁÓDŹ sp. z o.o."}, True),
        ({"name": "Заклады Лодзь"}, True),
        ({"name": "Zaklady Lodzz"}, True),
        ({"name": "Zakłady Gdańsk"}, False),
        ({"name": "Piekarnia"}, False),
        ({"name": "Something", "phone": "+48 42 555-01-10"}, True),
        ({"name": "Something", "phone": "not yet a numb"}, False),
        ({"name": ""}, False),
    ],
)
def test_typing_finds_what_is_alike(
    client: Browser, world: World, typed: dict[str, str], finds: bool
) -> None:
    answer = client.as_("ann").fragment("post", "/companies/duplicates/", typed)
    assert answer.status_code == 200
    assert ("Zakłady Łódź" in answer.content.decode()) == finds


@pytest.mark.parametrize("who, sees", [("ann", True), ("ben", True), ("cat", False), ("dan", True)])
def test_nobody_learns_of_records_that_are_not_theirs_to_see(
    client: Browser, world: World, who: str, sees: bool
) -> None:
    text = (
        client.as_(who).fragment("post", "/companies/duplicates/", {"name": "Zakłady Łódź"}).content.decode()
    )
    assert ("Zakłady Łódź" in text) == sees


def test_people_are_found_by_either_number_address_and_script(client: Browser, world: World) -> None:
    ann = world.actor("ann")
    commands.update(ann, "person", world.person.pk, {"phone": "+48 600 100 200"})
    for typed in (
        {"name": "X", "mobile": "+48600100200"},
        {"name": "X", "email": "IGOR@example.org"},
        {"name": "Igor Petrenko"},
    ):
        text = client.as_("ann").fragment("post", "/people/duplicates/", typed).content.decode()
        assert "Игорь Петренко" in text, typed


@pytest.fixture
def double(world: World) -> Any:
    return commands.create(
        world.actor("ann"),
        "company",
        {
            "name": "Zaklady Lodz S.A.",
            "website": "https://www.zaklady.example/pl",
            "phone": "+48 42 555 01 10",
        },
    )


def test_the_page_names_the_double_and_what_matched_until_told_apart(
    client: Browser, world: World, double: Any
) -> None:
    path = f"/companies/{world.company.pk}/"
    text = client.as_("ann").fragment("get", f"{path}duplicates/").content.decode()
    assert "Zaklady Lodz S.A." in text and "01 10" in text and "merge/?ids=" in text
    assert client.fragment("post", f"{path}different/{double.pk}/").status_code == 200
    assert "Zaklady" not in client.fragment("get", f"{path}duplicates/").content.decode()
    assert "Łódź" not in client.fragment("get", f"/companies/{double.pk}/duplicates/").content.decode()
    assert client.fragment("post", f"{path}different/{double.pk}/?undo=1").status_code == 200
    assert "Zaklady" in client.fragment("get", f"{path}duplicates/").content.decode()


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]
)
def test_only_who_may_change_a_record_tells_it_apart(
    client: Browser, world: World, double: Any, who: str | None, status: int
) -> None:
    answer = client.as_(who).fragment("post", f"/companies/{world.company.pk}/different/{double.pk}/")
    assert answer.status_code == status
    assert (double.pk in distinct.from_record(world.company.pk)) == (status == 200)


def test_the_same_domain_counts_but_not_a_public_one(world: World, double: Any) -> None:
    ann, company = world.actor("ann"), registry.get("company")
    assert [one.record.pk for one in like_values(ann, company, {"website": "http://zaklady.example"})] == [
        double.pk
    ]
    assert [one.record.pk for one in like_values(ann, company, {"email": "office@zaklady.example"})] == [
        double.pk
    ]
    commands.update(ann, "company", double.pk, {"website": "https://gmail.com/x"})
    assert like_values(ann, company, {"email": "somebody@gmail.com"}) == []


def test_deals_of_the_same_name_at_two_companies_are_two_deals(world: World, double: Any) -> None:
    ann, deal = world.actor("ann"), registry.get("deal")
    assert like_values(ann, deal, {"name": "CNC line", "company": double.pk}) == []
    assert like_values(ann, deal, {"name": "CNC line", "company": world.company.pk})


@pytest.mark.parametrize(
    "name, expected",
    [("Zakłady „Łódź” Sp. z o.o.", "zaklady lodz"), ("ООО «Ромашка»", "romashka"), ("GmbH", "gmbh")],
)
def test_legal_forms_and_accents_do_not_count(name: str, expected: str) -> None:
    assert core(name) == expected
