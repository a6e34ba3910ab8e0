"""Whether somebody is known already is said on arrival, and names are found."""

from __future__ import annotations

from typing import Any

import pytest

from clientela.domains.leads.tests.conftest import stored
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


def test_whom_we_know_is_announced_on_the_page(world: World, lead: Any, client: Browser) -> None:
    commands.update(
        world.actor("ann"), "lead", lead.pk, {"email": "igor@example.org", "company_name": "Zaklady Lodz"}
    )
    page = client.as_("ann").fragment("get", f"/leads/{lead.pk}/known/").content.decode()
    assert "Игорь Петренко" in page and "e-mail igor@example.org" in page and "Zakłady Łódź" in page
    assert client.as_("cat").fragment("get", f"/leads/{lead.pk}/known/").status_code == 404


def test_whom_we_know_is_announced_while_typing(world: World, client: Browser) -> None:
    page = (
        client.as_("ann")
        .fragment("post", "/leads/duplicates/", {"name": "I. P.", "email": "igor@example.org"})
        .content.decode()
    )
    assert "Игорь Петренко" in page and "Person" in page
    assert (
        "Игорь"
        not in client.as_("cat")
        .fragment("post", "/leads/duplicates/", {"email": "igor@example.org"})
        .content.decode()
    )


def test_another_lead_like_it_is_announced_as_everywhere(world: World, lead: Any, client: Browser) -> None:
    commands.create(world.actor("ann"), "lead", {"name": "J. Nowak", "email": "jan@nowak.example"})
    assert "J. Nowak" in client.as_("ann").fragment("get", f"/leads/{lead.pk}/duplicates/").content.decode()


@pytest.mark.parametrize(
    "values, name",
    [
        ({"company_name": "Ferro"}, "Ferro"),
        ({"email": "a@b.example"}, "a@b.example"),
        ({"given_name": "Ada", "family_name": "Lis"}, "Ada Lis"),
    ],
)
def test_a_lead_is_called_as_it_is_reached(world: World, values: Any, name: str) -> None:
    lead: Any = commands.create(world.actor("ann"), "lead", values)
    assert lead.name == name


EVERYBODY = [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]


@pytest.mark.parametrize("who, status", EVERYBODY)
@pytest.mark.parametrize("path, sent", [("disqualification", {"reason": "no-need"}), ("reopening", {})])
def test_only_who_may_change_a_lead_ends_it(
    world: World, lead: Any, client: Browser, path: str, sent: Any, who: str | None, status: int
) -> None:
    assert client.as_(who).fragment("post", f"/leads/{lead.pk}/{path}/", sent).status_code == status
    assert (stored(lead).status == "disqualified") == (status == 200 and path == "disqualification")


@pytest.mark.parametrize("who", ["ann", "ben", "cat", "dan"])
@pytest.mark.parametrize("page", ["assignment", "scoring", "forms"])
def test_only_administrators_set_leads_up(world: World, client: Browser, who: str, page: str) -> None:
    assert client.as_(who).get(f"/settings/leads/{page}/").status_code == 403
    assert client.post(f"/settings/leads/{page}/new/", {"name": "x"}).status_code == 403


def test_a_tick_says_who_and_when(world: World, lead: Any, client: Browser) -> None:
    root = world.actor("root")
    checklist = commands.create(root, "checklist", {"name": "Direct"})
    item = commands.create(root, "checklistitem", {"checklist": checklist.pk, "name": "Budget known"})
    commands.update(world.actor("ann"), "lead", lead.pk, {"checklist": checklist.pk})
    path = f"/leads/{lead.pk}/ticks/{item.pk}/"
    assert client.as_("ann").fragment("post", path, {"done": "1"}).status_code == 204
    assert client.fragment("post", path, {"done": "1"}).status_code == 204
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "Budget known" in page and 'aria-checked="true"' in page
    assert client.as_("ben").fragment("post", path, {"done": ""}).status_code == 403
    assert client.as_("ann").fragment("post", path, {"done": ""}).status_code == 204
    assert 'aria-checked="false"' in client.get(f"/leads/{lead.pk}/").content.decode()
