"""Users, roles and keys: who may change them, and what can never happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clientela.engine.access import commands, presets
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import ApiToken, Role, User
from clientela.engine.errors import Denied, Invalid, NotFound, Refused
from clientela.engine.records import commands as records
from tests.world import PASSWORD, World


@pytest.mark.django_db
def test_the_first_visitor_becomes_administrator_and_nobody_after() -> None:
    assert commands.is_new()
    root = commands.create_first_administrator(
        SYSTEM, name="Root", email="root@example.org", password=PASSWORD
    )
    assert Actor(user=root).is_admin and not commands.is_new()
    assert set(Role.objects.values_list("name", flat=True)) == {presets.ADMINISTRATOR, *presets.ROLES}
    with pytest.raises(Refused):
        commands.create_first_administrator(SYSTEM, name="Eve", email="eve@example.org", password=PASSWORD)


@pytest.mark.django_db
def test_a_weak_password_makes_no_administrator() -> None:
    with pytest.raises(Invalid) as refusal:
        commands.create_first_administrator(
            SYSTEM, name="Root", email="root@example.org", password="password"
        )
    assert list(refusal.value.errors) == ["password"] and commands.is_new()


ADMINISTRATION: list[Callable[[World, Actor], Any]] = [
    lambda w, a: commands.create_user(a, name="New", email="new@example.org"),
    lambda w, a: commands.set_roles(a, w.users["ann"].pk, []),
    lambda w, a: commands.set_active(a, w.users["ann"].pk, active=False),
    lambda w, a: commands.set_password(a, w.users["cat"].pk, PASSWORD),
    lambda w, a: commands.save_role(a, name="New", grants={"*": {"view": "all"}}),
    lambda w, a: commands.create_token(a, w.users["cat"].pk, name="x"),
]


@pytest.mark.parametrize("verb", ADMINISTRATION)
def test_only_administrators_administer(world: World, verb: Callable[[World, Actor], Any]) -> None:
    for stranger in ("ann", "dan"):
        with pytest.raises(Denied):
            verb(world, world.actor(stranger))
    verb(world, world.actor("root"))


def test_somebody_remains_administrator(world: World) -> None:
    root = world.actor("root")
    with pytest.raises(Refused):
        commands.set_roles(root, world.users["root"].pk, [])
    assert User.objects.get(pk=root.user.pk).roles.count() == 1


def test_the_last_administrator_cannot_be_closed_or_deleted_through_the_list(world: World) -> None:
    root = world.actor("root")
    with pytest.raises(Refused):
        records.update(root, "user", root.user.pk, {"is_active": False})
    with pytest.raises(Refused):
        records.delete(root, "user", root.user.pk)
    records.delete(root, "user", world.users["dan"].pk)


@pytest.mark.parametrize("name", ["a\0b", "  a   b "])
def test_names_lose_what_cannot_be_stored(world: World, name: str) -> None:
    root = world.actor("root")
    assert commands.save_role(root, name=name, grants={}).name == " ".join(name.replace("\0", "").split())
    assert commands.create_token(root, root.user.pk, name=name)[0].name


def test_a_key_is_kept_only_as_digest_and_shown_once(world: World) -> None:
    ann = world.actor("ann")
    token, key = commands.create_token(ann, world.users["ann"].pk, name="Script", scopes=["deal:read"])
    stored = ApiToken.objects.get(pk=token.pk)
    assert key.startswith(ApiToken.PREFIX) and key not in repr(stored.__dict__)
    assert stored.digest == ApiToken.digest_of(key)


def test_keys_are_revoked_by_their_owner_or_an_administrator(world: World) -> None:
    token, _key = commands.create_token(world.actor("ann"), world.users["ann"].pk, name="Script")
    with pytest.raises(NotFound):
        commands.revoke_token(world.actor("ben"), token.pk)
    commands.revoke_token(world.actor("root"), token.pk)
    assert ApiToken.objects.get(pk=token.pk).revoked_at is not None


@pytest.mark.parametrize(
    "grants", [{"moon": {"view": "all"}}, {"deal": {"fly": "all"}}, {"deal": {"view": "most"}}]
)
def test_a_role_of_nonsense_is_refused(world: World, grants: dict[str, dict[str, str]]) -> None:
    with pytest.raises(Invalid):
        commands.save_role(world.actor("root"), name="Odd", grants=grants)


@pytest.mark.parametrize(
    ("scopes", "may_see", "may_change"),
    [
        (None, True, True),
        ({"read"}, True, False),
        ({"write"}, True, True),
        ({"company:write"}, False, False),
        ({"deal:read"}, True, False),
    ],
)
def test_scopes_bound_what_a_key_may(
    world: World, scopes: set[str] | None, may_see: bool, may_change: bool
) -> None:
    from clientela.domains.deals.models import Deal
    from clientela.engine.access import gate

    key = Actor(user=world.users["ann"], source="api", scopes=None if scopes is None else frozenset(scopes))
    assert gate.visible(key, Deal).exists() == may_see
    assert gate.can(key, world.deal, "change") == may_change
