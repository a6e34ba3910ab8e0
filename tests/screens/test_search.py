"""Finding anything: in the palette and on its own page, in any script, of what one may see."""

from __future__ import annotations

from typing import Any

import pytest

from clientela.engine.screens.highlight import highlighted
from tests.screens.conftest import Browser


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize("asked", ["lodz", "Łódź", "zakl", "42 555 01 10", "5550110"])
def test_a_company_is_found(client: Browser, asked: str) -> None:
    found = text(client.as_("ann").get("/search/", {"q": asked}))
    assert f"/companies/{client.world.company.pk}/" in found


@pytest.mark.parametrize("asked", ["Петренко", "petrenko", "igor@example.org", "Игорь петр"])
def test_a_person_is_found_in_either_script(client: Browser, asked: str) -> None:
    assert f"/people/{client.world.person.pk}/" in text(client.as_("ann").get("/search/", {"q": asked}))


@pytest.mark.parametrize("who, seen", [("ann", True), ("ben", True), ("cat", False), ("root", True)])
def test_one_finds_what_one_may_see(client: Browser, who: str, seen: bool) -> None:
    for answer in (client.as_(who).get("/search/?q=petrenko"), client.fragment("get", "/search/?q=petrenko")):
        assert ("/people/" + str(client.world.person.pk) in text(answer)) == seen


def test_an_entity_without_the_right_is_not_searched(client: Browser) -> None:
    role = client.world.users["dan"].roles.get()
    role.grants = {"*": {"view": "all"}, "person": {"view": "none"}}
    role.save()
    assert str(client.world.person.pk) not in text(client.as_("dan").get("/search/?q=petrenko"))


def test_the_palette_gets_groups_and_nothing_else(client: Browser) -> None:
    answer = text(client.as_("ann").fragment("get", "/search/?q=petr", target="div"))
    assert "<html" not in answer and 'role="group"' in answer and 'role="option"' in answer
    assert "/search/?q=petr" in answer and "Zakłady Łódź" in answer  # the detail that tells namesakes apart
    assert text(client.fragment("get", "/search/?q=nowhere", target="div")).strip() == ""


def test_nothing_found_offers_to_create(client: Browser) -> None:
    answer = text(client.as_("ann").get("/search/?q=Nowhere"))
    assert "Nothing found for “Nowhere”" in answer and "/companies/new/?name=Nowhere" in answer


@pytest.mark.parametrize(
    "asked", ["", " ", "'", "\\", "%", "<script>", "a" * 5000, "!&|()", "\0", "*:*", "''''"]
)
def test_hostile_questions_are_answered(client: Browser, asked: str) -> None:
    answer = client.as_("ann").get("/search/", {"q": asked})
    assert answer.status_code == 200 and "<script>" not in text(answer).partition('id="sheet"')[2]


@pytest.mark.parametrize(
    "title, asked, marked",
    [
        ("Zakłady Łódź", "lodz", "Zakłady <mark>Łódź</mark>"), ("Игорь Петренко", "petr", "Игорь <mark>Петр</mark>енко"),
        ("台北精密機械", "精密", "台北<mark>精密</mark>機械"), ("<b>Anna</b>", "ann", "&lt;b&gt;<mark>Ann</mark>a&lt;/b&gt;"), ("Anna", "zz", "Anna"),
    ],
)  # fmt: skip
def test_what_matched_is_marked(title: str, asked: str, marked: str) -> None:
    assert str(highlighted(title, asked)) == marked
