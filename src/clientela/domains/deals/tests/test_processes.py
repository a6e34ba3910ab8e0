"""Ready-made processes, changing them, versions, and what becomes of the deals."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from clientela.domains.deals.models import Deal, Pipeline, ProcessVersion, Stage
from clientela.domains.deals.processes import commands, comparing, document, library, memory
from clientela.domains.deals.processes.document import Process, Step
from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.errors import Conflict, Denied, NotFound, Refused
from clientela.engine.records import commands as records
from tests.api.conftest import Caller
from tests.screens.conftest import Browser
from tests.world import World


def now(pipeline: Any) -> Process:
    return document.of_pipeline(gate.unrestricted(Pipeline, reason="a test looks").get(pk=pipeline.pk))


def bare(process: Process) -> list[Any]:
    """A process without the ids of its records."""
    return [
        (s.name, s.kind, s.probability, s.rot_days, s.required, [c.name for c in s.checks], [(t.subject, t.due_days) for t in s.tasks])
        for s in process.steps
    ]  # fmt: skip


@pytest.mark.parametrize("key", [one.key for one in library.every()])
def test_a_ready_made_process_is_installed_as_it_is_written(world: World, key: str) -> None:
    ready = library.get(key)
    pipeline = commands.install(world.actor("root"), key)
    assert bare(now(pipeline)) == bare(ready.process)
    assert pipeline.process == key and memory.number_of(pipeline) == 1
    assert comparing.labels("loss_reason", now(pipeline).loss_reasons) == list(ready.process.loss_reasons)
    kinds = [step.kind for step in ready.process.steps]
    assert kinds.count("won") == kinds.count("lost") == 1 and kinds[0] == "open"
    deal = registry.get("deal")
    assert all(deal.has(field) for step in ready.process.steps for field in step.required)


def test_six_trades_have_theirs() -> None:
    assert {one.key for one in library.every()} >= {
        "b2b-hardware", "saas", "agency", "wholesale", "real-estate", "services"
    }  # fmt: skip


@pytest.mark.parametrize("who", ["ann", "dan"])
def test_only_administrators_touch_processes(world: World, who: str) -> None:
    actor, pipeline = world.actor(who), world.pipeline.pk
    for refused in (
        lambda: commands.install(actor, "saas"),
        lambda: commands.apply_library(actor, pipeline, "saas", targets={}),
        lambda: commands.revert(actor, pipeline, 1, targets={}),
        lambda: commands.add_stage(actor, pipeline, "More"),
        lambda: commands.remove_stage(actor, pipeline, world.stages["Proposal"].pk),
        lambda: commands.set_reasons(actor, pipeline, name="X", wins=[], losses=[]),
    ):
        with pytest.raises(Denied):
            refused()


def test_a_name_is_taken_once_and_an_unknown_process_is_not_found(world: World) -> None:
    root = world.actor("root")
    commands.install(root, "saas", name="Subscriptions")
    with pytest.raises(Refused):
        commands.install(root, "agency", name="subscriptions")
    with pytest.raises(NotFound):
        commands.install(root, "nonsense")


def test_every_change_makes_a_version_whoever_makes_it(world: World, calls: Caller) -> None:
    pipeline: Any = world.pipeline
    before = memory.number_of(pipeline)
    stage = world.stages["Proposal"].pk
    calls("root").patch(f"/stages/{stage}", {"probability": "45"})
    calls("root").patch(f"/stages/{stage}", {"probability": "45"})  # the same again is no change
    item = records.create(world.actor("root"), "stagecheck", {"stage": stage, "name": "Read"})
    records.delete(world.actor("root"), "stagecheck", item.pk)
    assert memory.number_of(pipeline) == before + 3
    newest = ProcessVersion.objects.filter(pipeline=pipeline).latest("number")
    assert newest.by_id == world.users["root"].pk


def test_going_back_restores_what_was_and_makes_a_version(world: World) -> None:
    root, pipeline = world.actor("root"), world.pipeline
    assert pipeline is not None
    commands.set_reasons(root, pipeline.pk, name="Direct sales", wins=["Price"], losses=["Price", "Weather"])
    start = memory.number_of(pipeline)
    was = now(pipeline)
    commands.add_stage(root, pipeline.pk, "Pilot")
    commands.change_stage(
        root, pipeline.pk, replace(now(pipeline).steps[1], rot_days=3, required=("amount",))
    )
    commands.remove_stage(root, pipeline.pk, world.stages["Negotiation"].pk)
    assert [s.name for s in now(pipeline).steps] == ["Qualified", "Proposal", "Pilot", "Won", "Lost"]
    commands.revert(root, pipeline.pk, start, targets={})
    assert now(pipeline) == was  # the same records, ids and all
    assert memory.number_of(pipeline) == start + 4


def test_deals_of_a_stage_that_goes_are_asked_for_and_moved(world: World, stored: Any) -> None:
    root, pipeline, qualified = world.actor("root"), world.pipeline, world.stages["Qualified"].pk
    assert pipeline is not None
    binned = records.create(world.actor("ann"), "deal", {"name": "Binned", "stage": qualified})
    records.delete(world.actor("ann"), "deal", binned.pk)
    with pytest.raises(Refused, match="1 deal"):
        commands.remove_stage(root, pipeline.pk, qualified)
    assert next(s.name for s in now(pipeline).steps) == "Qualified"
    commands.remove_stage(root, pipeline.pk, qualified, target="Negotiation")
    assert stored().stage_id == world.stages["Negotiation"].pk and stored().probability == 60
    rows = gate.unrestricted(Deal, reason="a test looks")
    assert rows.get(pk=binned.pk).stage_id == world.stages["Negotiation"].pk


def test_a_stage_with_deals_cannot_be_deleted_behind_the_process(world: World) -> None:
    with pytest.raises(Refused, match="1 deal"):
        records.delete(world.actor("root"), "stage", world.stages["Qualified"].pk)
    records.delete(world.actor("root"), "stage", world.stages["Proposal"].pk)


def test_deals_keep_the_stages_that_a_ready_made_process_has_too(world: World, stored: Any) -> None:
    pipeline: Any = world.pipeline
    qualified = str(world.stages["Qualified"].pk)
    comparison = comparing.against(world.actor("root"), pipeline, library.get("saas").process)
    states = {change.name: change.state for change in comparison.stages}
    assert (
        states["Qualified"] == "changed" and states["Demo"] == "added" and states["Negotiation"] == "removed"
    )
    commands.apply_library(world.actor("root"), pipeline.pk, "saas", targets={})
    assert str(stored().stage_id) == qualified
    assert [s.name for s in now(pipeline).steps] == [s.name for s in library.get("saas").process.steps]


def test_what_was_decided_on_an_old_version_is_refused(world: World) -> None:
    pipeline: Any = world.pipeline
    base = memory.number_of(pipeline)
    commands.add_stage(world.actor("root"), pipeline.pk, "Pilot")
    with pytest.raises(Conflict):
        commands.apply_library(world.actor("root"), pipeline.pk, "saas", targets={}, base=base)


def test_a_process_needs_a_beginning(world: World) -> None:
    pipeline: Any = world.pipeline
    with pytest.raises(Refused):
        commands.apply(world.actor("root"), pipeline.pk, Process("X", (Step("Won", "won"),)), targets={})
    assert gate.unrestricted(Stage, reason="a test").filter(pipeline=pipeline, deleted_at=None).count() == 5


def test_an_administrator_does_it_all_in_the_browser(client: Browser, world: World) -> None:
    root = client.as_("root")
    assert "SaaS" in root.get("/processes/").content.decode()
    assert "Trial" in root.get("/processes/library/saas/").content.decode()
    answer = root.post("/processes/library/saas/", {"name": "Cloud"})
    assert answer.status_code == 302
    here = answer["Location"]
    pipeline = gate.unrestricted(Pipeline, reason="a test").get(name="Cloud")
    demo = next(step for step in now(pipeline).steps if step.name == "Demo")
    form = {
        "name": "Demo", "kind": "open", "probability": "30", "rot_days": "12", "place": "2", "base": str(memory.number_of(pipeline)),
        "required": ["company", "amount"], "check_id": [str(demo.checks[0].id), ""], "check": ["Demo held", "Liked it"],
        "task_id": [""], "task": ["Thank them"], "due_days": ["1"],
    }  # fmt: skip
    assert root.get(f"{here}stages/{demo.id}/").status_code == 200
    bad = root.post(f"{here}stages/{demo.id}/", {**form, "probability": "300", "rot_days": "soon"})
    assert bad.status_code == 422
    assert root.post(f"{here}stages/{demo.id}/", form).status_code == 302
    changed = now(pipeline).steps[2]
    assert (changed.name, changed.probability, changed.required) == (
        "Demo",
        Decimal(30),
        ("company", "amount"),
    )
    assert [check.name for check in changed.checks] == ["Demo held", "Liked it"] and changed.checks[
        0
    ].id == demo.checks[0].id
    stale = root.post(f"{here}stages/{demo.id}/", form)
    assert stale.status_code == 412
    assert "Demo" in root.get(f"{here}versions/1/").content.decode()
    assert root.post(f"{here}versions/1/", {}).status_code == 302
    assert bare(now(pipeline)) == bare(library.get("saas").process)
    assert root.get(f"{here}stages/{demo.id}/removal/").status_code == 200
    assert root.get(f"{here}library/agency/").status_code == 200
    assert root.get(f"{here}versions/99/").status_code == 404
    assert root.get(f"{here}stages/{uuid.uuid4()}/").status_code == 404


def test_the_api_changes_over_and_goes_back(calls: Caller, world: World) -> None:
    here, root = f"/pipelines/{world.pipeline.pk}", calls("root")
    assert root.post(f"{here}/process", {"library": "agency"}).status == 409  # a deal stands in “Qualified”
    targets = {str(world.stages["Qualified"].pk): "First talk"}
    done = root.post(f"{here}/process", {"library": "agency", "targets": targets})
    assert (done.status, done.body["process"]) == (200, "agency")
    assert root.post(f"{here}/reversion", {"version": 99}).status == 404
    assert root.post(f"{here}/reversion", {"version": "1"}).pointers == ["/version"]
    assert calls("ann").post(f"{here}/process", {"library": "saas"}).status == 403
