"""The bulk bar: one change for many records, a result for each, and an undo for all."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.jobs.models import Progress
from clientela.engine.records import commands
from clientela.engine.screens import mass
from tests.screens.conftest import Browser


def text(response: Any) -> str:
    return str(response.content.decode())


def stored(*ids: uuid.UUID) -> list[Any]:
    rows = gate.unrestricted(Company, reason="a test looks").in_bulk(ids)
    return [rows[one] for one in ids]


@pytest.fixture
def three(client: Browser) -> list[uuid.UUID]:
    rows = [{"name": f"Firma {n}", "tags": ["Old"], "industry": "food"} for n in range(3)]
    return [outcome.unwrap() for outcome in commands.create_many(client.world.actor("ann"), "company", rows)]


def post(client: Browser, verb: str, ids: Any, **values: Any) -> Any:
    return client.fragment("post", f"/companies/bulk/{verb}/", {"ids": [str(one) for one in ids], **values})


@pytest.mark.parametrize(
    "who, status, changed",
    [("ann", 200, 3), ("root", 200, 3), ("ben", 200, 0), ("cat", 200, 0), ("dan", 403, 0)],
)
def test_who_may_set_a_field(
    client: Browser, three: list[uuid.UUID], who: str, status: int, changed: int
) -> None:
    answer = post(client.as_(who), "set", three, field="industry", industry="metal")
    assert answer.status_code == status
    assert sum(row.industry == "metal" for row in stored(*three)) == changed
    if who == "ben":
        assert "You may not do this with it." in text(answer) and "Firma 1" in text(answer)
    if who == "cat":
        assert "It is not there any more." in text(answer) and "Firma 1" not in text(answer)


def test_what_can_be_done_is_done_and_the_rest_is_named(client: Browser, three: list[uuid.UUID]) -> None:
    mine = commands.create(client.world.actor("ben"), "company", {"name": "Ben's own"}).pk
    answer = post(client.as_("ben"), "set", [*three, mine], field="industry", industry="metal")
    assert "1 changed. 3 could not be changed." in text(answer)
    assert [row.industry for row in stored(*three, mine)] == ["food", "food", "food", "metal"]


def test_assigning_and_taking_it_back(client: Browser, three: list[uuid.UUID]) -> None:
    ben = client.world.users["ben"].pk
    dialog = client.as_("ann").fragment(
        "get", f"/companies/bulk/set/owner/?{'&'.join(f'ids={one}' for one in three)}"
    )
    assert "3 records" in text(dialog) and "Ben" in text(dialog)
    answer = post(client, "set/owner", three, owner=str(ben))
    assert {row.owner_id for row in stored(*three)} == {ben}
    (undo,) = re.findall(r'hx-post="(/undo/[^"]+)"', text(answer))
    client.as_("root").force_login(client.world.users["ann"])
    undone = text(client.fragment("post", undo))
    assert "left as they are" in undone or "Undone" in undone


def test_undo_of_a_field_restores_each_value(client: Browser, three: list[uuid.UUID]) -> None:
    commands.update(client.world.actor("ann"), "company", three[0], {"industry": "medical"})
    answer = post(client.as_("ann"), "set", three, field="industry", industry="metal")
    (undo,) = re.findall(r'hx-post="(/undo/[^"]+)"', text(answer))
    assert "Undone in 3 records" in text(client.fragment("post", undo))
    assert [row.industry for row in stored(*three)] == ["medical", "food", "food"]


def test_tags_are_added_and_removed(client: Browser, three: list[uuid.UUID]) -> None:
    answer = post(client.as_("ann"), "tag", three, add="Key account, Tender", remove="old")
    assert answer.status_code == 200
    assert all(row.tags == ["Key account", "Tender"] for row in stored(*three))
    (undo,) = re.findall(r'hx-post="(/undo/[^"]+)"', text(answer))
    client.fragment("post", undo)
    assert all(row.tags == ["Old"] for row in stored(*three))


def test_deleting_goes_to_the_bin_and_back(client: Browser, three: list[uuid.UUID]) -> None:
    answer = post(client.as_("ann"), "delete", three)
    assert "3 are in the recycle bin." in text(answer)
    assert all(row.deleted_at for row in stored(*three))
    (undo,) = re.findall(r'hx-post="(/undo/[^"]+)"', text(answer))
    client.fragment("post", undo)
    assert not any(row.deleted_at for row in stored(*three))


def test_a_bad_value_is_told_beside_the_input(client: Browser, three: list[uuid.UUID]) -> None:
    answer = post(client.as_("ann"), "set", three, field="employees", employees="many")
    assert answer.status_code == 422 and "is not a number" in text(answer)
    assert post(client, "set", three, field="name", name="X").status_code == 400
    assert post(client, "set", three, field="created_at", created_at="2026-01-01").status_code == 400


@pytest.mark.parametrize("ids, status", [([], 409), (["nonsense"], 400)])
def test_a_bad_selection_changes_nothing(client: Browser, ids: list[str], status: int) -> None:
    assert post(client.as_("ann"), "delete", ids).status_code == status


def test_all_that_match_are_meant(client: Browser, three: list[uuid.UUID]) -> None:
    answer = client.as_("ann").fragment(
        "post", "/companies/bulk/set/?industry=food", {"all": "1", "field": "industry", "industry": "metal"}
    )
    assert "3 changed." in text(answer)
    assert stored(client.world.company.pk)[0].industry is None


def test_more_than_one_transaction_holds_is_a_job(
    client: Browser, three: list[uuid.UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mass, "SET", 2)
    answer = post(client.as_("ann"), "set", three, field="industry", industry="metal")
    assert "Under way" in text(answer)
    assert Progress.objects.filter(user=client.world.users["ann"]).count() == 1
    assert {row.industry for row in stored(*three)} == {"food"}


def test_the_job_does_what_the_bar_does(client: Browser, three: list[uuid.UUID]) -> None:
    from clientela.engine.jobs.work import Work
    from clientela.engine.screens import tasks

    work = Work(id=uuid.uuid4(), actor=client.world.actor("ann"))
    arguments: dict[str, Any] = {
        "entity": "company",
        "ids": [str(one) for one in three],
        "verb": "tag",
        "values": {"add": "New"},
    }
    tasks.bulk.function(work, **arguments)
    tasks.bulk.function(work, **arguments)  # taken up again after a crash: nothing twice
    assert all(row.tags == ["Old", "New"] and row.version == 2 for row in stored(*three))
    assert "3 changed." in work.message
