"""Saved views: whose they are, who sees them, which opens first, in what order they stand."""

from __future__ import annotations

import re
from typing import Any

import pytest

from clientela.engine.entities import registry
from clientela.engine.query import saved
from clientela.engine.query.models import SavedView
from tests.screens.conftest import Browser

LEADS = {"all": [{"field": "state", "op": "eq", "value": "lead"}]}


def text(response: Any) -> str:
    return str(response.content.decode())


def tabs(response: Any) -> list[str]:
    return re.findall(r'class="view"[^>]*>.*?<bdi>(.*?)</bdi>', text(response), re.S)


def view_of(client: Browser, who: str, **values: Any) -> SavedView:
    return saved.save(
        client.world.actor(who), registry.get("company"), **{"name": "Leads", "filter": LEADS, **values}
    )


def test_what_is_shown_is_kept(client: Browser) -> None:
    answer = client.as_("ann").post(
        "/companies/views/?state=lead&sort=-name&columns=name,owner", {"name": " Leads ", "audience": "team"}
    )
    view = SavedView.objects.get()
    assert answer["Location"] == f"/companies/?view={view.pk}"
    assert (view.name, view.audience, view.filter, view.sort) == ("Leads", "team", LEADS, "-name")
    assert view.columns == ["name", "owner"]
    shown = client.get(f"/companies/?view={view.pk}")
    assert "State is Lead" in text(shown) and tabs(shown) == ["All", "Leads"]


@pytest.mark.parametrize(
    "audience, who, status",
    [
        ("private", "ann", 200), ("private", "ben", 404), ("private", "cat", 404), ("private", "root", 404),
        ("team", "ben", 200), ("team", "cat", 404), ("shared", "cat", 200), ("shared", "dan", 200),
    ],
)  # fmt: skip
def test_who_sees_a_view(client: Browser, audience: str, who: str, status: int) -> None:
    view = view_of(client, "ann", audience=audience)
    response = client.as_(who).get(f"/companies/?view={view.pk}")
    assert response.status_code == status
    assert ("Leads" in tabs(client.get("/companies/"))) == (status == 200)


@pytest.mark.parametrize("who, status", [("ann", 302), ("ben", 403), ("cat", 403), ("root", 302)])
def test_only_its_owner_or_an_administrator_changes_a_view(client: Browser, who: str, status: int) -> None:
    view = view_of(client, "ann", audience="shared")
    answer = client.as_(who).post(f"/companies/views/{view.pk}/", {"name": "Other", "audience": "shared"})
    assert answer.status_code == status
    view.refresh_from_db()
    assert view.name == ("Other" if status == 302 else "Leads")
    assert client.post(f"/companies/views/{view.pk}/delete/").status_code == status
    assert SavedView.objects.exists() == (status != 302)


def test_a_stranger_learns_nothing_of_a_private_view(client: Browser) -> None:
    view = view_of(client, "ann")
    client.as_("cat")
    for path in ("", "delete/"):
        assert (
            client.post(
                f"/companies/views/{view.pk}/{path}", {"name": "Mine", "audience": "private"}
            ).status_code
            == 404
        )
    assert client.post("/companies/views/?state=lead", {"over": str(view.pk)}).status_code == 404
    assert client.post(f"/companies/views/first/?view={view.pk}").status_code == 404


@pytest.mark.parametrize("asked", ["nonsense", "0190a1a1-0000-7000-8000-000000000000"])
def test_a_view_that_is_not_there(client: Browser, asked: str) -> None:
    assert client.as_("ann").get(f"/companies/?view={asked}").status_code == 404


def test_a_view_is_of_one_entity(client: Browser) -> None:
    view = view_of(client, "ann")
    assert client.as_("ann").get(f"/people/?view={view.pk}").status_code == 404


def test_a_view_needs_a_name(client: Browser) -> None:
    answer = client.as_("ann").fragment(
        "post", "/companies/views/?state=lead", {"name": " ", "audience": "private"}
    )
    assert answer.status_code == 422 and "Give the view a name" in text(answer)


def test_keeping_over_an_own_view(client: Browser) -> None:
    view = view_of(client, "ann")
    client.as_("ann").post(f"/companies/views/?view={view.pk}&state=customer", {"over": str(view.pk)})
    view.refresh_from_db()
    assert view.filter == {"all": [{"field": "state", "op": "eq", "value": "customer"}]}


def test_the_first_choice_opens_by_itself_and_all_stays_reachable(client: Browser) -> None:
    view = view_of(client, "ann")
    client.as_("ann").post(f"/companies/views/first/?view={view.pk}")
    assert "State is Lead" in text(client.get("/companies/"))
    everything = client.get("/companies/?view=all")
    assert "State is Lead" not in text(everything) and "Zakłady" in text(everything)
    assert "view=all" in re.findall(r'class="sort" href="([^"]+)"', text(everything))[0]
    client.post("/companies/views/first/")
    assert "State is Lead" not in text(client.get("/companies/"))


def test_tabs_stand_in_ones_own_order(client: Browser) -> None:
    views = [view_of(client, "ann", name=name) for name in ("A", "B", "C")]
    client.as_("ann").post(
        "/companies/views/order/", {"view": [str(views[2].pk), str(views[0].pk), "nonsense"]}
    )
    assert tabs(client.get("/companies/")) == ["All", "C", "A", "B"]


def test_a_view_whose_field_is_gone_says_so(client: Browser) -> None:
    view = view_of(client, "ann")
    SavedView.objects.filter(pk=view.pk).update(
        filter={"all": [{"field": "colour", "op": "eq", "value": "red"}]}
    )
    response = client.as_("ann").get(f"/companies/?view={view.pk}")
    assert response.status_code == 400 and "colour" in text(response) and "Leads" in tabs(response)
