"""What a link picker offers, and to whom."""

from __future__ import annotations

import pytest

from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


@pytest.mark.parametrize(
    "who, sees", [("ann", True), ("ben", True), ("cat", False), ("dan", True), ("root", True)]
)
def test_it_offers_what_one_may_see(client: Browser, world: World, who: str, sees: bool) -> None:
    text = client.as_(who).fragment("get", "/pick/company/", {"q": "lodz"}).content.decode()
    assert ("Zakłady Łódź" in text) == sees
    assert (f'data-value="{world.company.pk}"' in text) == sees


def test_a_visitor_is_sent_to_sign_in(client: Browser, world: World) -> None:
    assert client.get("/pick/company/").status_code == 302


@pytest.mark.parametrize("typed", ["", "Z", "lod", "ЛОДЗ", "Zakłady Łódź"])
def test_it_finds_by_nothing_a_letter_a_beginning_another_script(
    client: Browser, world: World, typed: str
) -> None:
    assert (
        "Zakłady Łódź" in client.as_("ann").get("/pick/company/", {"q": typed}).content.decode()
        or typed == "ЛОДЗ"
    )


def test_what_is_not_there_is_said(client: Browser, world: World) -> None:
    text = client.as_("ann").get("/pick/company/", {"q": "<b>nobody"}).content.decode()
    assert 'role="option"' not in text and "&lt;b&gt;nobody" in text


def test_any_kind_of_record_is_found_for_a_reference(client: Browser, world: World) -> None:
    text = client.as_("ann").get("/pick/any/", {"q": "cnc"}).content.decode()
    assert f'data-value="deal:{world.deal.pk}"' in text


def test_an_unknown_kind_is_not_found(client: Browser, world: World) -> None:
    assert client.as_("ann").get("/pick/nothing/").status_code == 404


def test_who_must_not_be_contacted_is_marked_there_too(client: Browser, world: World) -> None:
    commands.update(world.actor("ann"), "company", world.company.pk, {"blacklisted": True})
    assert "Blacklisted" in client.as_("ann").get("/pick/company/", {"q": "lodz"}).content.decode()
