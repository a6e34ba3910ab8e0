"""Installing a process, changing it, and going back to a version of it. Only administrators do."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clientela.domains.deals.models import Deal, Pipeline, ProcessVersion, Stage, StageCheck, StageTask
from clientela.domains.deals.processes import document, library, memory
from clientela.domains.deals.processes.comparing import matched
from clientela.domains.deals.processes.document import Process, Step
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import commands as shapes
from clientela.engine.errors import Conflict, NotFound, Refused
from clientela.engine.fields.text import one_line
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

# So many deals move in one statement.
SET = 500
Targets = Mapping[str, str]


@command("process.install")
def install(actor: Actor, key: str, *, name: str = "") -> Pipeline:
    """Make a pipeline of a ready-made process. Raises Denied, NotFound, Refused."""
    gate.require_admin(actor)
    ready = library.get(key)
    name = one_line(name) or ready.name
    if gate.visible(actor, Pipeline).filter(name__iexact=name).exists():
        raise Refused(_("There is a pipeline “%s” already; give this one another name.") % name)
    last = gate.visible(actor, Pipeline).order_by("-position").values_list("position", flat=True).first()
    position = 0 if last is None else last + 1
    with memory.silent():
        pipeline = cast(Pipeline, records.create(actor, "pipeline", {"name": name, "position": position}))
        gate.visible(actor, Pipeline).filter(pk=pipeline.pk).update(process=key)
        _write(actor, pipeline, replace(settled(actor, ready.process), name=name), {})
    memory.remember(actor, [pipeline.pk], _("Installed"))
    return gate.get(actor, Pipeline, pipeline.pk)


def settled(actor: Actor, process: Process) -> Process:
    """A ready-made process with its reasons as options of the deal's fields, made where they are missing."""
    wins = tuple(shapes.add_option(actor, "deal", "win_reason", _(reason)) for reason in process.win_reasons)
    losses = tuple(
        shapes.add_option(actor, "deal", "loss_reason", _(reason)) for reason in process.loss_reasons
    )
    return replace(process, win_reasons=wins, loss_reasons=losses)


@command("process.apply")
def apply(
    actor: Actor,
    pipeline_id: uuid.UUID,
    wanted: Process,
    *,
    targets: Targets,
    base: int | None = None,
    note: str | None = None,
) -> Pipeline:
    """Make a pipeline what `wanted` says. `targets` names, by the id of a stage that goes, the stage its deals move to.

    `base` is the version that the change was based on. Raises Denied, NotFound, Conflict, Refused.
    """
    gate.require_admin(actor)
    pipeline = gate.get(actor, Pipeline, pipeline_id, to="change", lock=True)
    if base is not None and base != memory.number_of(pipeline):
        raise Conflict(pipeline)
    with memory.silent():
        _write(actor, pipeline, wanted, targets)
    memory.remember(actor, [pipeline.pk], note)
    return gate.get(actor, Pipeline, pipeline_id)


@command("process.apply_library")
def apply_library(
    actor: Actor, pipeline_id: uuid.UUID, key: str, *, targets: Targets, base: int | None = None
) -> Pipeline:
    """Make a pipeline that is there what a ready-made process says; it keeps its own name."""
    gate.require_admin(actor)
    pipeline = gate.get(actor, Pipeline, pipeline_id, to="change", lock=True)
    ready = library.get(key)
    wanted = replace(settled(actor, ready.process), name=pipeline.name)
    apply(actor, pipeline_id, wanted, targets=targets, base=base, note=ready.name)
    gate.visible(actor, Pipeline).filter(pk=pipeline_id).update(process=key)
    return gate.get(actor, Pipeline, pipeline_id)


@command("process.revert")
def revert(
    actor: Actor, pipeline_id: uuid.UUID, number: int, *, targets: Targets, base: int | None = None
) -> Pipeline:
    """Go back to a version; that makes a new one, so nothing is lost."""
    gate.require_admin(actor)
    pipeline = gate.get(actor, Pipeline, pipeline_id, to="change", lock=True)
    wanted = version(pipeline, number)
    note = _("Back to version %d") % number
    return apply(actor, pipeline_id, wanted, targets=targets, base=base, note=note)


def version(pipeline: Pipeline, number: int) -> Process:
    """A process as it was. Raises NotFound."""
    found = ProcessVersion.objects.filter(pipeline=pipeline, number=number).first()
    if found is None:
        raise NotFound(f"version {number}")
    return document.from_json(found.document)


# -- writing it ------------------------------------------------------------------------------------------------------
def _write(actor: Actor, pipeline: Pipeline, wanted: Process, targets: Targets) -> None:
    if not any(step.kind == "open" for step in wanted.steps):
        raise Refused(_("A process needs an open stage, where deals begin."))
    values = {
        "name": wanted.name,
        "win_reasons": list(wanted.win_reasons),
        "loss_reasons": list(wanted.loss_reasons),
    }
    records.update(actor, "pipeline", pipeline.pk, values)
    now = document.of_pipeline(pipeline)
    pairs = [(before or _binned(pipeline, step), step) for before, step in matched(now.steps, wanted.steps)]
    stages = [_write_stage(actor, pipeline, before, step, at) for at, (before, step) in enumerate(pairs)]
    kept = {before.id for before, _step in pairs if before}
    _remove(actor, [step for step in now.steps if step.id not in kept], stages, targets)


def _binned(pipeline: Pipeline, step: Step) -> Step | None:
    """A stage of the version that is in the recycle bin: it comes back, and with it what was said of it."""
    rows = gate.unrestricted(Stage, reason=document.REASON).filter(
        pipeline=pipeline, deleted_at__isnull=False
    )
    return Step(step.name, id=step.id) if step.id and rows.filter(pk=step.id).exists() else None


def _write_stage(actor: Actor, pipeline: Pipeline, before: Step | None, step: Step, at: int) -> Stage:
    values: dict[str, Any] = {
        "name": step.name,
        "kind": step.kind,
        "position": at,
        "probability": step.probability,
        "rot_days": step.rot_days,
        "required_fields": list(step.required),
    }
    if before is None:
        stage = records.create(actor, "stage", {**values, "pipeline": pipeline.pk})
    else:
        assert before.id
        binned = gate.visible(actor, Stage, deleted=True).filter(pk=before.id).exists()
        if binned:
            records.restore(actor, "stage", before.id)
        stage = records.update(actor, "stage", before.id, values)
    checks = [(check.id, {"name": check.name}) for check in step.checks]
    tasks = [(task.id, {"subject": task.subject, "due_days": task.due_days}) for task in step.tasks]
    write_parts(actor, StageCheck, "name", stage.pk, checks)
    write_parts(actor, StageTask, "subject", stage.pk, tasks)
    return cast(Stage, stage)


Part = tuple[uuid.UUID | None, dict[str, Any]]


def write_parts(
    actor: Actor,
    model: type[StageCheck] | type[StageTask],
    title: str,
    stage: uuid.UUID,
    wanted: Sequence[Part],
) -> None:
    """The items or tasks of a stage: found by id or by title (ticks stay with them), made, or put into the bin."""
    key = str(model._meta.model_name)
    there = {part.pk: part for part in gate.visible(actor, model).filter(stage_id=stage)}
    by_title = {getattr(part, title).casefold(): pk for pk, part in there.items()}
    kept: set[uuid.UUID] = set()
    for at, (part_id, values) in enumerate(wanted):
        found = part_id if part_id in there else by_title.get(values[title].casefold())
        if found is not None and found not in kept:
            kept.add(found)
            records.update(actor, key, found, {**values, "position": at})
        else:
            made = records.create(actor, key, {**values, "stage": stage, "position": at})
            kept.add(made.pk)
    records.delete_many(actor, key, [(pk, None) for pk in there if pk not in kept])


def _remove(actor: Actor, steps: Sequence[Step], stages: Sequence[Stage], targets: Targets) -> None:
    """Stages that go: their deals move on first, those in the recycle bin as well."""
    for step in steps:
        deals = gate.unrestricted(Deal, reason="no deal may be left in a stage that is gone").filter(
            stage=step.id
        )
        ids = list(deals.filter(deleted_at=None).order_by("pk").values_list("pk", flat=True))
        target = _target(step, stages, targets)
        if ids and target is None:
            raise Refused(_nowhere(step.name, len(ids)))
        for start in range(0, len(ids), SET):
            some = [(pk, {"stage": target.pk}, None) for pk in ids[start : start + SET] if target]
            for outcome in records.update_many(actor.through("process"), "deal", some):
                outcome.unwrap()
        deals.exclude(deleted_at=None).update(stage=target or stages[0])
    records.delete_many(actor, "stage", [(step.id, None) for step in steps if step.id])


def _target(step: Step, stages: Sequence[Stage], targets: Targets) -> Stage | None:
    """A stage by its name or id, as the person chose it."""
    wanted = targets.get(str(step.id), "")
    return next((stage for stage in stages if wanted in (stage.name, str(stage.pk))), None)


def _nowhere(name: str, number: int) -> str:
    words = ngettext(
        "“%(stage)s” holds %(n)d deal; say which stage it moves to.",
        "“%(stage)s” holds %(n)d deals; say which stage they move to.",
        number,
    )
    return words % {"stage": name, "n": number}


# -- changing one thing ----------------------------------------------------------------------------------------------
@command("process.add_stage")
def add_stage(actor: Actor, pipeline_id: uuid.UUID, name: str) -> Pipeline:
    """An open stage more, before the first that closes deals."""
    gate.require_admin(actor)
    pipeline = gate.get(actor, Pipeline, pipeline_id, to="change", lock=True)
    name = one_line(name)
    if not name:
        raise Refused(_("Name the stage."))
    now = document.of_pipeline(pipeline)
    if any(step.name.casefold() == name.casefold() for step in now.steps):
        raise Refused(_("There is a stage “%s” already.") % name)
    at = next((place for place, step in enumerate(now.steps) if step.kind != "open"), len(now.steps))
    steps = (*now.steps[:at], Step(name), *now.steps[at:])
    return apply(actor, pipeline_id, replace(now, steps=steps), targets={}, note=_("Stage “%s” added") % name)


@command("process.change_stage")
def change_stage(
    actor: Actor, pipeline_id: uuid.UUID, step: Step, *, place: int | None = None, base: int | None = None
) -> Pipeline:
    """Another state of one stage, perhaps at another place (0 is the first). Raises NotFound, Invalid, Conflict."""
    gate.require_admin(actor)
    pipeline = gate.get(actor, Pipeline, pipeline_id, to="change", lock=True)
    now = document.of_pipeline(pipeline)
    at = next((at for at, one in enumerate(now.steps) if one.id == step.id), None)
    if at is None:
        raise NotFound(f"stage {step.id}")
    others = [one for one in now.steps if one.id != step.id]
    if any(one.name.casefold() == step.name.casefold() for one in others):
        raise Refused(_("There is a stage “%s” already.") % step.name)
    others.insert(at if place is None else place, step)
    wanted = replace(now, steps=tuple(others))
    return apply(actor, pipeline_id, wanted, targets={}, base=base, note=_("“%s” changed") % step.name)


@command("process.remove_stage")
def remove_stage(
    actor: Actor, pipeline_id: uuid.UUID, stage_id: uuid.UUID, *, target: str = "", base: int | None = None
) -> Pipeline:
    """A stage less; its deals move to `target` (a stage by id or name)."""
    gate.require_admin(actor)
    pipeline = gate.get(actor, Pipeline, pipeline_id, to="change", lock=True)
    now = document.of_pipeline(pipeline)
    gone = next((step for step in now.steps if step.id == stage_id), None)
    if gone is None:
        raise NotFound(f"stage {stage_id}")
    wanted = replace(now, steps=tuple(step for step in now.steps if step is not gone))
    note = _("Stage “%s” removed") % gone.name
    return apply(actor, pipeline_id, wanted, targets={str(stage_id): target}, base=base, note=note)


@command("process.set_reasons")
def set_reasons(
    actor: Actor, pipeline_id: uuid.UUID, *, name: str, wins: Sequence[str], losses: Sequence[str]
) -> Pipeline:
    """The name of a pipeline, and the reasons that closing offers, by their labels; new ones become options."""
    gate.require_admin(actor)
    pipeline = gate.get(actor, Pipeline, pipeline_id, to="change", lock=True)
    now = document.of_pipeline(pipeline)
    wanted = replace(now, name=one_line(name), win_reasons=tuple(wins), loss_reasons=tuple(losses))
    return apply(actor, pipeline_id, settled(actor, wanted), targets={}, note=_("Name and reasons"))
