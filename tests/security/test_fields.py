"""Nobody writes what they may not: fields of the system, other people's rights, the scope of a key."""

from __future__ import annotations

import pytest

from clientela.engine.access.models import User
from tests.api.conftest import Caller, Program, token_of
from tests.security.conftest import SignedIn
from tests.world import World


@pytest.mark.parametrize(
    "values",
    [
        {"created_by": "x"},
        {"created_at": "2001-01-01T00:00:00Z"},
        {"updated_at": "2001-01-01T00:00:00Z"},
        {"version": 99},
        {"deleted_at": "2001-01-01T00:00:00Z"},
        {"custom": {"a": 1}},
        {"search": "x"},
        {"owner_id": "x"},
    ],
)
def test_fields_of_the_system_are_not_assigned(
    world: World, calls: Caller, values: dict[str, object]
) -> None:
    here = f"/companies/{world.company.pk}"
    before = calls("ann").get(here).body
    assert calls("ann").patch(here, values).status == 422
    assert calls("ann").post("/companies", {"name": "A", **values}).status == 422
    assert calls("ann").get(here).body == before


@pytest.mark.parametrize(
    "values",
    [{"name": "X"}, {"is_active": True}, {"email": "evil@example.org"}, {"roles": []}, {"password": "x"}],
)
def test_only_administrators_change_colleagues(
    world: World, calls: Caller, signed_in: SignedIn, values: dict[str, object]
) -> None:
    for whose in ("ann", "root"):
        person = world.users[whose]
        assert calls("ann").patch(f"/users/{person.pk}", values).status == 403
        for key, value in values.items():
            answer = signed_in("ann").post(f"/users/{person.pk}/edit/{key}/", {key: str(value)})
            assert answer.status_code in (400, 403)
        assert signed_in("ann").post(f"/users/{person.pk}/edit/", values).status_code == 403
    assert calls("ann").post("/users", {"name": "New", **values}).status == 403
    assert signed_in("ann").post("/users/new/", {"name": "New"}).status_code == 403
    assert User.objects.count() == 5


def test_not_even_administrators_write_passwords_and_roles_as_fields(world: World, calls: Caller) -> None:
    here = f"/users/{world.users['ann'].pk}"
    refused: tuple[dict[str, object], ...] = ({"password": "x"}, {"roles": []}, {"preferences": {}})
    for values in refused:
        assert calls("root").patch(here, values).status == 422


@pytest.mark.parametrize("page", ["people/", "roles/", "roles/new/", "fields/"])
def test_settings_are_for_administrators(world: World, signed_in: SignedIn, page: str) -> None:
    for answer in (signed_in("ann").get(f"/settings/{page}"), signed_in("ann").post(f"/settings/{page}", {})):
        assert answer.status_code == 403


def test_a_key_does_no_more_than_its_scopes(world: World) -> None:
    reading, deals = Program(token_of(world, "root", "read")), Program(token_of(world, "root", "deal:write"))
    here = f"/companies/{world.company.pk}"
    for key in (reading, deals):
        assert key.patch(here, {"name": "X"}).status == 403
        assert key.delete(here).status == 403
        assert key.post("/companies", {"name": "X"}).status == 403
        assert key.post("/companies/batch", {"operations": []}).status == 403
        assert key.post("/companies/merges", {"winner": str(world.company.pk), "losers": []}).status == 403
        assert key.patch(f"/users/{world.users['ann'].pk}", {"name": "X"}).status == 403
    expanded = deals.get(f"/deals/{world.deal.pk}?expand=company").body
    assert expanded["company"] == str(world.company.pk)
    assert deals.get(here).status == 403
    assert deals.get("/users").status == 403
    writing = Program(token_of(world, "root", "write"))
    assert writing.patch(f"/users/{world.users['ann'].pk}", {"name": "X"}).status == 403


def test_keys_are_no_way_to_the_pages(world: World) -> None:
    program = Program(token_of(world, "root"))
    answer = program.browser.get("/settings/people/", headers={"Authorization": f"Bearer {program.token}"})
    assert answer.status_code == 302
