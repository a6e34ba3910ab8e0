"""Deleting, the recycle bin, and the way back."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


def is_deleted(record: Any) -> bool:
    return gate.unrestricted(Company, reason="a test looks").get(pk=record.pk).deleted_at is not None


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]
)
def test_only_who_may_delete_deletes(client: Browser, world: World, who: str | None, status: int) -> None:
    answer = client.as_(who).fragment("post", f"/companies/{world.company.pk}/deletion/")
    assert (answer.status_code, is_deleted(world.company)) == (status, status == 200)


def test_deleting_offers_to_undo_and_goes_to_the_list(client: Browser, world: World) -> None:
    path = f"/companies/{world.company.pk}/"
    answer = client.as_("ann").fragment("post", f"{path}deletion/")
    assert json.loads(answer["HX-Trigger"])["visit"]["href"] == "/companies/"
    assert f"{path}restoration/" in answer.content.decode()
    assert client.get(path).status_code == 404
    assert client.fragment("post", f"{path}restoration/").status_code == 200
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "who, sees, restores",
    [
        ("ann", True, True),
        ("ben", True, False),
        ("cat", False, False),
        ("dan", True, False),
        ("root", True, True),
    ],
)
def test_the_bin_shows_what_one_may_see_and_restores_what_one_may_delete(
    client: Browser, world: World, who: str, sees: bool, restores: bool
) -> None:
    commands.delete(world.actor("ann"), "company", world.company.pk)
    text = client.as_(who).get("/bin/").content.decode()
    assert ("Zakłady Łódź" in text) == sees
    assert ("/bin/restore/" in text and f'value="company:{world.company.pk}"' in text) == restores
    answer = client.fragment("post", "/bin/restore/", {"ids": [f"company:{world.company.pk}"]})
    assert answer.status_code == 200
    assert is_deleted(world.company) == (not restores)


def test_the_bin_pages_and_narrows(client: Browser, world: World) -> None:
    ann = world.actor("ann")
    made = commands.create_many(ann, "person", [{"name": f"Gone {n:03}"} for n in range(60)])
    commands.delete_many(ann, "person", [(one.unwrap(), None) for one in made])
    commands.delete(ann, "company", world.company.pk)
    first = client.as_("ann").get("/bin/?kind=person").content.decode()
    assert first.count('id="row-') == 50 and "Zakłady" not in first
    following = re.search(r'hx-get="(/bin/[^"]+)"', first)
    assert following
    rest = client.get(html.unescape(following[1])).content.decode()
    assert rest.count('id="row-') == 10


@pytest.mark.parametrize("ids, status", [("company:nonsense", 400), ("nothing:1", 404), ("", 400)])
def test_nonsense_is_told(client: Browser, world: World, ids: str, status: int) -> None:
    assert client.as_("ann").fragment("post", "/bin/restore/", {"ids": [ids]}).status_code in (status, 404)
    assert client.get("/bin/?after=nonsense").status_code == 400


def test_a_visitor_is_sent_to_sign_in(client: Browser, world: World) -> None:
    assert client.get("/bin/").status_code == 302
