"""Merging on the screen: side by side, chosen value by value, and taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.records import commands
from clientela.engine.records.models import Merge
from tests.screens.conftest import Browser
from tests.world import World


def stored(record: Any) -> Any:
    return gate.unrestricted(Company, reason="a test looks").get(pk=record.pk)


@pytest.fixture
def double(world: World) -> Any:
    return commands.create(world.actor("ann"), "company", {"name": "Zaklady Lodz", "website": "lodz.example"})


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]
)
def test_only_who_may_merge_compares(
    client: Browser, world: World, double: Any, who: str | None, status: int
) -> None:
    browser = client.as_(who)
    assert browser.get(f"/companies/merge/?ids={world.company.pk}&ids={double.pk}").status_code == status
    assert browser.get(f"/companies/{world.company.pk}/merge/").status_code == status


@pytest.mark.parametrize(
    "who, status", [("ann", 302), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 302), (None, 302)]
)
def test_only_who_may_merge_merges(
    client: Browser, world: World, double: Any, who: str | None, status: int
) -> None:
    answer = client.as_(who).post("/companies/merge/", {"ids": [str(world.company.pk), str(double.pk)]})
    assert answer.status_code == status
    assert (stored(double).deleted_at is not None) == (who in ("ann", "root"))


def test_values_are_chosen_and_the_merge_is_taken_back(client: Browser, world: World, double: Any) -> None:
    browser = client.as_("ann")
    text = browser.fragment(
        "get", f"/companies/merge/?ids={world.company.pk}&ids={double.pk}", target="div#overlay"
    ).content.decode()
    assert text.lstrip().startswith("<dialog") and "Zaklady Lodz" in text and "Zakłady Łódź" in text
    answer = browser.fragment(
        "post",
        "/companies/merge/",
        {
            "ids": [str(world.company.pk), str(double.pk)],
            "winner": str(double.pk),
            "choice.name": str(world.company.pk),
        },
    )
    assert json.loads(answer["HX-Trigger"])["visit"]["href"] == f"/companies/{double.pk}/"
    assert (stored(double).name, stored(world.company).deleted_at is None) == ("Zakłady Łódź", False)
    done = Merge.objects.get()
    assert f"/merges/{done.pk}/undo/" in answer.content.decode()
    assert "Zakłady Łódź" in browser.get(f"/companies/{double.pk}/").content.decode()
    assert browser.fragment("post", f"/merges/{done.pk}/undo/").status_code == 200
    assert (stored(double).name, stored(world.company).deleted_at) == ("Zaklady Lodz", None)
    assert browser.fragment("post", f"/merges/{done.pk}/undo/").status_code == 409


def test_what_could_not_come_back_is_said(client: Browser, world: World, double: Any) -> None:
    browser = client.as_("ann")
    browser.post("/companies/merge/", {"ids": [str(world.company.pk), str(double.pk)]})
    commands.update(world.actor("ann"), "company", world.company.pk, {"website": "new.example"})
    text = browser.fragment("post", f"/merges/{Merge.objects.get().pk}/undo/").content.decode()
    assert "Web site" in text


def test_a_choice_based_on_old_values_is_refused(client: Browser, world: World, double: Any) -> None:
    ids = [str(world.company.pk), str(double.pk)]
    answer = client.as_("ann").fragment(
        "post", "/companies/merge/", {"ids": ids, f"version.{double.pk}": "9"}
    )
    assert answer.status_code == 412 and stored(double).deleted_at is None


@pytest.mark.parametrize(
    "query, status",
    [("", 409), ("?ids=nonsense&ids=x", 400), ("?ids=01926f2c-0000-7000-8000-000000000000", 409)],
)
def test_nonsense_is_told(client: Browser, world: World, query: str, status: int) -> None:
    assert client.as_("ann").get(f"/companies/merge/{query}").status_code == status
