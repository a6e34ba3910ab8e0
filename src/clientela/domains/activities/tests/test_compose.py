"""Writing down what happened and planning what is to be done, from the page of a record."""

from __future__ import annotations

from typing import Any

import pytest

from clientela.domains.activities.models import Activity
from clientela.engine.access import gate
from clientela.engine.records import commands as records
from tests.screens.conftest import Browser
from tests.world import World


def written() -> list[Any]:
    return list(gate.unrestricted(Activity, reason="a test looks").filter(deleted_at=None).order_by("pk"))


def at(world: World) -> str:
    return f"/activities/about/company/{world.company.pk}/"


@pytest.mark.parametrize(
    "who, status", [("ann", 201), ("ben", 201), ("cat", 404), ("dan", 403), ("root", 201), (None, 302)]
)
@pytest.mark.parametrize("kind", ["note", "call", "meeting", "task"])
def test_who_sees_a_record_and_may_write_writes(
    client: Browser, world: World, who: str | None, status: int, kind: str
) -> None:
    answer = client.as_(who).fragment("post", at(world), {"kind": kind, "text": "Budget approved"})
    assert answer.status_code == status
    assert [one.kind for one in written()] == ([kind] if status == 201 else [])


def test_a_call_is_logged_at_one_click_and_stands_on_the_timeline(client: Browser, world: World) -> None:
    answer = client.as_("ann").fragment(
        "post", f"{at(world)}?kind=call", {"kind": "note", "text": "", "key": "k1"}
    )
    (call,) = written()
    assert (call.kind, call.direction, call.outcome, call.company_id) == (
        "call",
        "out",
        "reached",
        world.company.pk,
    )
    text = answer.content.decode()
    assert f"activity-{call.pk}" in text and f"/activities/{call.pk}/deletion/" in text
    client.fragment("post", f"{at(world)}?kind=call", {"kind": "note", "text": "", "key": "k1"})
    assert len(written()) == 1


def test_a_task_is_planned_in_words_and_is_the_next_step(client: Browser, world: World) -> None:
    answer = client.as_("ann").fragment(
        "post", at(world), {"kind": "task", "text": "Send the offer\nwith prices", "due": "tomorrow 10"}
    )
    (task,) = written()
    assert answer.status_code == 201 and (task.subject, task.body) == ("Send the offer", "with prices")
    assert task.due_at is not None and task.due_at.hour == 10 and task.done_at is None
    page = client.get(f"/companies/{world.company.pk}/").content.decode()
    assert page.count("Send the offer") >= 2 and f"task-{task.pk}" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "note", "text": ""},
        {"kind": "task", "text": "x", "due": "soonish"},
        {"kind": "call", "minutes": "many"},
        {"kind": "meeting", "at": "<b>"},
        {"kind": "dance"},
    ],
)
def test_what_cannot_be_written_says_why_and_keeps_what_was_typed(
    client: Browser, world: World, typed: dict[str, str]
) -> None:
    answer = client.as_("ann").fragment("post", at(world), typed)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert written() == []


@pytest.fixture
def task(world: World) -> Any:
    return records.create(
        world.actor("ann"),
        "activity",
        {"kind": "task", "subject": "Call back", "about": f"deal:{world.deal.pk}"},
    )


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]
)
def test_only_who_may_change_a_task_ticks_it_off(
    client: Browser, world: World, task: Any, who: str | None, status: int
) -> None:
    answer = client.as_(who).fragment("post", f"/activities/{task.pk}/completion/")
    task.refresh_from_db()
    assert (answer.status_code, task.done_at is not None) == (status, status == 200)


def test_a_finished_task_goes_to_the_timeline_and_comes_back(
    client: Browser, world: World, task: Any
) -> None:
    page = f"/deals/{world.deal.pk}/"
    client.as_("ann").fragment("post", f"/activities/{task.pk}/completion/")
    assert f"activity-{task.pk}" in client.get(page).content.decode()
    client.fragment("post", f"/activities/{task.pk}/reopening/")
    text = client.get(page).content.decode()
    assert f"activity-{task.pk}" not in text and f"task-{task.pk}" in text


def test_a_note_is_no_task(client: Browser, world: World) -> None:
    note = records.create(
        world.actor("ann"), "activity", {"kind": "note", "body": "Hello", "about": f"deal:{world.deal.pk}"}
    )
    assert client.as_("ann").fragment("post", f"/activities/{note.pk}/completion/").status_code == 409


def test_what_is_about_a_deal_also_stands_on_its_company_and_person(client: Browser, world: World) -> None:
    client.as_("ann").fragment(
        "post", f"/activities/about/deal/{world.deal.pk}/", {"kind": "note", "text": "Wants three"}
    )
    for path in (
        f"/deals/{world.deal.pk}/",
        f"/companies/{world.company.pk}/",
        f"/people/{world.person.pk}/",
    ):
        assert "Wants three" in client.get(path).content.decode(), path
