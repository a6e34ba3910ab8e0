"""Settings, signing in and the first visit: who reaches which page, and what each verb does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from clientela.engine.access.levels import ACTIONS
from clientela.engine.access.models import ApiToken, Role, User
from clientela.engine.access.presets import ROLES
from clientela.engine.entities import registry
from tests.world import PASSWORD, World

ADMINISTRATION = ["people/", "roles/", "roles/new/", "fields/", "fields/deal/"]
OWN = ["", "profile/", "keys/"]


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


@pytest.mark.parametrize("page", ADMINISTRATION)
@pytest.mark.parametrize(("who", "status"), [("root", 200), ("ann", 403), ("dan", 403)])
def test_administration_is_for_administrators(world: World, page: str, who: str, status: int) -> None:
    assert signed_in(world, who).get(f"/settings/{page}").status_code == status


@pytest.mark.parametrize("page", OWN)
def test_everybody_has_their_own_settings(world: World, page: str) -> None:
    assert signed_in(world, "dan").get(f"/settings/{page}").status_code == 200
    assert Client().get(f"/settings/{page}").status_code == 302


@pytest.mark.django_db
def test_the_first_visit_asks_for_the_administrator() -> None:
    visitor = Client()
    assert visitor.get("/")["Location"] == "/setup/"
    bad = visitor.post("/setup/", {"name": "", "email": "nobody", "password": PASSWORD})
    assert bad.status_code == 422 and "is not an e-mail address" in bad.content.decode()
    made = visitor.post("/setup/", {"name": "Root", "email": "root@example.org", "password": PASSWORD})
    assert made.status_code == 302 and visitor.get("/").status_code == 200
    assert Client().get("/setup/")["Location"] == "/account/login/"


def test_signing_in_needs_the_right_password(world: World) -> None:
    world.users["ann"].set_password(PASSWORD)
    world.users["ann"].save()
    visitor = Client()
    wrong = visitor.post("/account/login/", {"login": "ann@example.org", "password": "wrong"})
    assert wrong.status_code == 200 and "_auth_user_id" not in visitor.session
    visitor.post("/account/login/", {"login": "Ann@Example.org", "password": PASSWORD})
    assert visitor.session["_auth_user_id"] == str(world.users["ann"].pk)


def test_guessing_passwords_is_slowed_down(world: World) -> None:
    statuses = {
        Client().post("/account/login/", {"login": "ann@example.org", "password": f"guess {n}"}).status_code
        for n in range(12)
    }
    assert 429 in statuses or any(
        "Too many"
        in Client().post("/account/login/", {"login": "ann@example.org", "password": "x"}).content.decode()
        for _ in "x"
    )


@pytest.mark.parametrize("change", [{"is_active": False}, {"deleted_at": "2026-01-01T00:00:00Z"}])
def test_a_closed_account_ends_its_sessions(world: World, change: dict[str, Any]) -> None:
    client = signed_in(world, "ann")
    assert client.get("/today/").status_code == 200
    User.objects.filter(pk=world.users["ann"].pk).update(**change)
    assert client.get("/today/").status_code == 302


def _account_pages(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if route.startswith("account/") and "<" not in route and "(" not in route:
                yield "/" + route.replace("^", "").replace("$", "")
        elif route.startswith("account/"):
            yield from _account_pages(entry, route)


@pytest.mark.parametrize("page", sorted(set(_account_pages())))
def test_every_page_of_signing_in_has_its_template(world: World, page: str) -> None:
    for client in (Client(), signed_in(world, "ann")):
        assert client.get(page).status_code in (200, 302, 403, 404, 405), page


def test_a_colleague_is_added_changed_and_closed(world: World) -> None:
    root = signed_in(world, "root")
    seller = Role.objects.get(name="Seller")
    made = root.post(
        "/settings/people/",
        {"name": "Eve", "email": "eve@example.org", "password": PASSWORD, "roles": [seller.pk]},
    )
    assert made.status_code == 302
    eve = User.objects.get(email="eve@example.org")
    assert Client().login(
        request=None, username="eve@example.org", email="eve@example.org", password=PASSWORD
    )
    root.post(f"/settings/people/{eve.pk}/", {"roles": []})
    eve.refresh_from_db()
    assert (eve.is_active, eve.roles.count()) == (False, 0)


def test_a_colleague_without_an_address_cannot_be_invited(world: World) -> None:
    answer = signed_in(world, "root").post("/settings/people/", {"name": "Eve"})
    assert answer.status_code == 422 and not User.objects.filter(name="Eve").exists()


def test_a_role_is_a_matrix(world: World) -> None:
    root = signed_in(world, "root")
    root.post(
        "/settings/roles/new/", {"name": "Caller", "*.view": "team", "*.change": "none", "deal.view": "all"}
    )
    role = Role.objects.get(name="Caller")
    assert role.grants == {"*": {"view": "team", "change": "none"}, "deal": {"view": "all", "change": "none"}}
    assert root.get(f"/settings/roles/{role.pk}/").status_code == 200
    assert root.post("/settings/roles/new/", {"name": "Caller"}).status_code == 422
    root.post(f"/settings/roles/{role.pk}/deletion/")
    assert not Role.objects.filter(name="Caller").exists()


def reach(grants: dict[str, Any]) -> dict[tuple[str, str], str]:
    """How far a role's grants go, for everything there is."""
    return {
        (entity.key, action): grants.get(entity.key, grants.get("*", {})).get(action, "none")
        for entity in registry.every()
        for action in ACTIONS
    }


@pytest.mark.parametrize("name", ROLES)
def test_a_role_saved_as_it_is_shown_grants_what_it_granted(world: World, name: str) -> None:
    role = Role.objects.create(name="As shown", grants=ROLES[name])
    root, path = signed_in(world, "root"), f"/settings/roles/{role.pk}/"
    page = root.get(path).content.decode()
    shown = dict(
        re.findall(r'<select[^>]* name="([\w*]+\.\w+)"(?:(?!</select>)[\s\S])*?value="(\w*)" selected', page)
    )
    assert {"invoice.view", "productcost.view", "*.view"} <= set(shown)
    root.post(path, {"name": "As shown", **shown})
    role.refresh_from_db()
    assert reach(role.grants) == reach(ROLES[name])


def test_fields_of_ones_own_go_on_every_kind_of_daily_work(world: World) -> None:
    page = signed_in(world, "root").get("/settings/fields/company/").content.decode()
    assert all(f"/settings/fields/{key}/" in page for key in ("deal", "quote", "order", "invoice", "product"))


def test_a_field_is_added_in_the_browser_and_there_at_once(world: World) -> None:
    root = signed_in(world, "root")
    bad = root.post("/settings/fields/company/", {"label": "Size", "kind": "choice"})
    assert bad.status_code == 422 and "at least one option" in bad.content.decode()
    root.post(
        "/settings/fields/company/",
        {"label": "Size", "kind": "choice", "options": "Small\nLarge", "in_list": "on"},
    )
    assert registry.get("company").has("size")
    ann = signed_in(world, "ann")
    assert "Size" in ann.get("/companies/new/").content.decode()
    root.post("/settings/fields/company/size/", {"label": "Company size", "options": "Small\nLarge\nHuge"})
    assert "Company size" in ann.get(f"/companies/{world.company.pk}/").content.decode()
    root.post("/settings/fields/company/size/archive/")
    assert "Company size" not in ann.get(f"/companies/{world.company.pk}/").content.decode()


def test_a_key_is_shown_once_and_revoked(world: World) -> None:
    ann = signed_in(world, "ann")
    shown = ann.post("/settings/keys/", {"name": "Script", "scopes": ["read"], "days": "30"}).content.decode()
    token = ApiToken.objects.get(user=world.users["ann"])
    assert ApiToken.PREFIX in shown and token.scopes == ["read"]
    assert token.digest not in shown and "Script" in ann.get("/settings/keys/").content.decode()
    assert signed_in(world, "ben").post(f"/settings/keys/{token.pk}/revocation/").status_code == 404
    ann.post(f"/settings/keys/{token.pk}/revocation/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_ones_own_profile(world: World) -> None:
    ann = signed_in(world, "ann")
    good = {"name": "Anna", "language": "pl", "timezone": "Europe/Warsaw", "currency": "PLN"}
    assert ann.post("/settings/profile/", good).status_code == 302
    user = User.objects.get(pk=world.users["ann"].pk)
    assert (user.name, user.language, user.timezone, user.currency) == ("Anna", "pl", "Europe/Warsaw", "PLN")
    for key in good:
        assert (
            ann.post("/settings/profile/", good | {key: "nonsense" if key != "name" else ""}).status_code
            == 422
        )


def test_today_shows_ones_own_day(world: World) -> None:
    from clientela.engine.records import commands

    ann = world.actor("ann")
    commands.create(
        ann,
        "activity",
        {
            "kind": "task",
            "subject": "Ring Igor",
            "due_at": "2026-01-01T09:00:00Z",
            "about": f"deal:{world.deal.pk}",
        },
    )
    commands.create(
        world.actor("ben"),
        "activity",
        {"kind": "task", "subject": "Bens own", "due_at": "2026-01-01T09:00:00Z"},
    )
    page = signed_in(world, "ann").get("/today/").content.decode()
    assert "Ring Igor" in page and "CNC line" in page and "Bens own" not in page
