"""What a stage asks for when a deal enters it: on the board, the stage bar, in bulk, through the API; not of an import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clientela.engine.errors import Invalid
from clientela.engine.records import commands
from tests.api.conftest import Caller
from tests.screens.conftest import Browser
from tests.world import World

Asks = Callable[..., None]


def test_every_way_in_is_refused_with_the_missing_fields_named(
    client: Browser, calls: Caller, world: World, asks: Asks, stored: Any
) -> None:
    asks("Proposal", required=["expected_close", "source"])
    proposal, here = str(world.stages["Proposal"].pk), f"/deals/{world.deal.pk}"
    ann = client.as_("ann")
    for path, sent in (
        (f"{here}/move/", {"stage": proposal}),
        (f"{here}/stage/", {"stage": proposal}),
    ):
        answer = ann.fragment("post", path, sent)
        assert answer.status_code == 422, path
        assert "Expected close" in answer.content.decode() and "Source" in answer.content.decode()
    program = calls("ann")
    assert program.patch(here, {"stage": proposal}).pointers == ["/expected_close", "/source"]
    assert program.post(f"{here}/moves", {"stage": proposal}).pointers == ["/expected_close", "/source"]
    bulk = ann.fragment(
        "post", "/deals/bulk/set/", {"ids": str(world.deal.pk), "field": "stage", "stage": proposal}
    )
    assert bulk.status_code == 422
    assert stored().stage_id == world.stages["Qualified"].pk


def test_the_small_form_fills_what_is_missing_and_moves_the_deal(
    client: Browser, world: World, asks: Asks, stored: Any
) -> None:
    asks("Proposal", required=["amount", "source"])
    path = f"/deals/{world.deal.pk}/stage/"
    sent = {"stage": str(world.stages["Proposal"].pk), "source": "fair", "result": "open"}
    assert client.as_("ann").fragment("post", path, {**sent, "source": "nonsense"}).status_code == 422
    answer = client.fragment("post", path, sent)
    assert answer.status_code == 200, answer.content.decode()
    assert (stored().stage_id, stored().source) == (world.stages["Proposal"].pk, "fair")


def test_the_api_moves_and_fills_at_once(calls: Caller, world: World, asks: Asks) -> None:
    asks("Won", required=["win_reason", "source"])
    here = f"/deals/{world.deal.pk}"
    refused = calls("ann").post(f"{here}/closure", {"outcome": "won", "reason": "price"})
    assert (refused.status, refused.pointers) == (422, ["/source"])
    unknown = calls("ann").post(f"{here}/closure", {"outcome": "won", "values": {"colour": "red"}})
    assert unknown.status == 422
    won = calls("ann").post(
        f"{here}/closure", {"outcome": "won", "reason": "price", "values": {"source": "fair"}}
    )
    assert (won.status, won.body["win_reason"], won.body["source"]) == (200, "price", "fair")


def test_the_past_is_taken_as_it_is(world: World, asks: Asks) -> None:
    asks("Proposal", required=["amount"], checks=["Seen"], tasks=[("Send it", 2)])
    row = {"name": "Old one", "stage": world.stages["Proposal"].pk}
    with pytest.raises(Invalid) as refused:
        commands.create(world.actor("ann"), "deal", row)
    assert list(refused.value.errors) == ["amount"]
    made: Any = commands.create(world.actor("ann", "import"), "deal", row)
    assert made.stage_id == world.stages["Proposal"].pk and made.next_step is None


def test_imported_deals_that_lack_something_are_told_of(client: Browser, world: World, asks: Asks) -> None:
    asks("Proposal", required=["amount"])
    row = {"name": "Old one", "stage": world.stages["Proposal"].pk}
    made = commands.create(world.actor("ann", "import"), "deal", row)
    assert "asks for: Amount" in client.as_("ann").get(f"/deals/{made.pk}/").content.decode()
    process = client.as_("root").get(f"/processes/{world.pipeline.pk}/").content.decode()
    assert "1 deal here lacks something" in process


def test_a_stage_asks_only_for_fields_that_can_be_filled(world: World) -> None:
    for key in ("contract_value", "nonsense"):
        with pytest.raises(Invalid) as refused:
            commands.update(world.actor("root"), "stage", world.stages["Won"].pk, {"required_fields": [key]})
        assert list(refused.value.errors) == ["required_fields"]


# -- the list --------------------------------------------------------------------------------------------------------
def test_a_list_is_ticked_before_the_deal_goes_on(calls: Caller, world: World, asks: Asks) -> None:
    asks("Qualified", checks=["Budget known", "Date known"])
    here, ann = f"/deals/{world.deal.pk}", calls("ann")
    proposal = {"stage": str(world.stages["Proposal"].pk)}
    refused = ann.post(f"{here}/moves", proposal)
    assert (refused.status, refused.pointers) == (422, ["/stage"])
    assert "Budget known" in str(refused.body) and "Date known" in str(refused.body)
    assert ann.post(f"{here}/closure", {"outcome": "lost", "reason": "price"}).status == 200
    assert ann.delete(f"{here}/closure").status == 200
    commands.update(world.actor("ann"), "deal", world.deal.pk, {"stage": world.stages["Qualified"].pk})
    items = calls("root").get("/stage-checks").body["items"]
    for item in items:
        assert ann.post(f"{here}/ticks", {"item": item["id"]}).status == 200
        assert ann.post(f"{here}/ticks", {"item": item["id"]}).status == 200
    ticks = ann.get("/deal-checks").body["items"]
    assert len(ticks) == 2 and {tick["created_by"] for tick in ticks} == {str(world.users["ann"].pk)}
    assert ann.post(f"{here}/moves", proposal).status == 200
    assert ann.post(f"{here}/ticks", {"item": items[0]["id"], "done": False}).status == 200
    assert len(ann.get("/deal-checks").body["items"]) == 1


@pytest.mark.parametrize("who, status", [("ann", 204), ("ben", 403), ("cat", 404), ("dan", 403), (None, 302)])
def test_only_who_may_change_the_deal_ticks(
    client: Browser, world: World, asks: Asks, who: str | None, status: int
) -> None:
    asks("Qualified", checks=["Budget known"])
    item = commands.create(
        world.actor("root"), "stagecheck", {"stage": world.stages["Qualified"].pk, "name": "B"}
    )
    answer = client.as_(who).fragment("post", f"/deals/{world.deal.pk}/ticks/{item.pk}/", {"done": "yes"})
    assert answer.status_code == status


def test_an_item_of_another_pipeline_is_not_ticked(world: World, calls: Caller) -> None:
    root = world.actor("root")
    other = commands.create(root, "pipeline", {"name": "Tenders"})
    stage = commands.create(root, "stage", {"pipeline": other.pk, "name": "New"})
    item = commands.create(root, "stagecheck", {"stage": stage.pk, "name": "Read"})
    assert calls("ann").post(f"/deals/{world.deal.pk}/ticks", {"item": str(item.pk)}).pointers == ["/item"]


# -- tasks -----------------------------------------------------------------------------------------------------------
def tasks_of(calls: Caller, world: World) -> list[dict[str, Any]]:
    found = calls("ann").get("/activities?kind=task").body["items"]
    return [task for task in found if task["about"]["id"] == str(world.deal.pk)]


def test_entering_plans_tasks_once_for_the_owner(
    calls: Caller, client: Browser, world: World, asks: Asks, stored: Any
) -> None:
    asks("Proposal", tasks=[("Send the proposal", 2), ("Ask what they think", 9)])
    root, here = calls("root"), f"/deals/{world.deal.pk}"
    for _turn in range(2):  # who moves it is not its owner; a second time plans nothing more
        assert root.post(f"{here}/moves", {"stage": str(world.stages["Proposal"].pk)}).status == 200
        assert root.post(f"{here}/moves", {"stage": str(world.stages["Qualified"].pk)}).status == 200
    tasks = tasks_of(calls, world)
    assert sorted(task["subject"] for task in tasks) == ["Ask what they think", "Send the proposal"]
    assert {task["owner"] for task in tasks} == {str(world.users["ann"].pk)}
    assert stored().next_step == "Send the proposal" and stored().next_step_on is not None


def test_undoing_a_move_takes_its_tasks_back_and_they_come_again(
    client: Browser, calls: Caller, world: World, asks: Asks
) -> None:
    import re

    asks("Proposal", tasks=[("Send the proposal", 2)])
    move = {"stage": str(world.stages["Proposal"].pk)}
    moved = client.as_("ann").fragment("post", f"/deals/{world.deal.pk}/stage/", move).content.decode()
    back = re.search(r'hx-post="(/undo/[^"]+)"', moved)
    assert back and client.fragment("post", back[1]).status_code == 200
    assert tasks_of(calls, world) == []
    client.fragment("post", f"/deals/{world.deal.pk}/stage/", move)
    assert len(tasks_of(calls, world)) == 1
