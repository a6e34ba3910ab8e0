"""Editing one field in place: who may, what is refused and where it is said, and two people at once."""

from __future__ import annotations

import pytest

from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


def at(world: World, key: str) -> str:
    return f"/companies/{world.company.pk}/edit/{key}/"


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]
)
def test_only_who_may_change_a_record_edits_its_fields(
    client: Browser, world: World, who: str | None, status: int
) -> None:
    browser = client.as_(who)
    shown = browser.fragment("get", at(world, "website"))
    saved = browser.fragment("post", at(world, "website"), {"website": "lp-lodz.example", "version": "1"})
    world.company.refresh_from_db()
    assert (shown.status_code, saved.status_code) == (status, status)
    assert world.company.website == ("https://lp-lodz.example" if status == 200 else None)


def test_every_field_has_a_control_and_takes_its_value_back(client: Browser, world: World) -> None:
    for slug, record in (("companies", world.company), ("people", world.person), ("deals", world.deal)):
        from clientela.engine.entities import registry

        for one in registry.by_slug(slug).fields:
            answer = client.as_("root").fragment("get", f"/{slug}/{record.pk}/edit/{one.key}/")
            assert answer.status_code == (400 if one.read_only else 200), (slug, one.key)


def test_a_value_that_cannot_be_saved_is_refused_with_the_words_beside_it(
    client: Browser, world: World
) -> None:
    answer = client.as_("ann").fragment("post", at(world, "email"), {"email": "not-an-email", "version": "1"})
    assert answer.status_code == 422
    assert "edit-error" in answer.content.decode() and 'value="not-an-email"' in answer.content.decode()


def test_two_people_at_one_field_see_both_values_and_lose_neither(client: Browser, world: World) -> None:
    commands.update(world.actor("root"), "company", world.company.pk, {"website": "theirs.example"})
    late = client.as_("ann").fragment(
        "post", at(world, "website"), {"website": "mine.example", "version": "1"}
    )
    text = late.content.decode()
    assert late.status_code == 412
    assert "theirs.example" in text and 'value="mine.example"' in text and "Root" in text
    again = client.fragment("post", at(world, "website"), {"website": "mine.example", "version": "2"})
    world.company.refresh_from_db()
    assert (again.status_code, world.company.website) == (200, "https://mine.example")


def test_two_people_at_two_fields_do_not_meet(client: Browser, world: World) -> None:
    commands.update(world.actor("root"), "company", world.company.pk, {"website": "theirs.example"})
    answer = client.as_("ann").fragment(
        "post", at(world, "legal_name"), {"legal_name": "Zakłady Sp. z o.o.", "version": "1"}
    )
    world.company.refresh_from_db()
    assert answer.status_code == 200
    assert (world.company.website, world.company.legal_name) == (
        "https://theirs.example",
        "Zakłady Sp. z o.o.",
    )


def test_the_history_of_a_field_says_who_when_and_what(client: Browser, world: World) -> None:
    commands.update(world.actor("ann"), "company", world.company.pk, {"industry": "metal"})
    commands.update(world.actor("root"), "company", world.company.pk, {"industry": "machinery"})
    text = client.as_("ben").get(f"/companies/{world.company.pk}/history/industry/").content.decode()
    assert "Metal products" in text and "Machinery" in text and "Root" in text and "Ann" in text


def test_a_link_in_the_history_is_named_only_to_who_may_see_it(client: Browser, world: World) -> None:
    hidden = commands.create(world.actor("cat"), "company", {"name": "Secret Parent"})
    commands.update(world.actor("root"), "company", world.company.pk, {"parent": hidden.pk})
    path = f"/companies/{world.company.pk}/history/parent/"
    assert "Secret Parent" in client.as_("root").get(path).content.decode()
    assert "Secret Parent" not in client.as_("ann").get(path).content.decode()


@pytest.mark.parametrize(
    "key, status", [("nothing", 400), ("created_at", 400), ("address.city", 200), ("address.planet", 400)]
)
def test_fields_that_are_not_there_or_not_written_are_refused(
    client: Browser, world: World, key: str, status: int
) -> None:
    assert client.as_("ann").fragment("get", at(world, key)).status_code == status
