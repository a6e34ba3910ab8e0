"""A process as one document: its stages with their rules, and the reasons to win and lose that closing offers."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clientela.domains.deals.models import Pipeline, Stage, StageCheck, StageTask
from clientela.engine.access import gate

REASON = "what a process is does not depend on who asks"


@dataclass(frozen=True)
class Check:
    """An item to tick before leaving; `id` is the record's, where there is one already."""

    name: str
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class Task:
    """A task on entering, due after so many days."""

    subject: str
    due_days: int | None = None
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class Step:
    """A stage. Probability in percent; `rot_days` is how long a deal may stay."""

    name: str
    kind: str = "open"
    probability: Decimal | None = None
    rot_days: int | None = None
    required: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    tasks: tuple[Task, ...] = ()
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class Process:
    """Stages in their order; the reasons are option keys (labels in a ready-made process), none meaning all."""

    name: str
    steps: tuple[Step, ...]
    win_reasons: tuple[str, ...] = ()
    loss_reasons: tuple[str, ...] = ()


# -- JSON ------------------------------------------------------------------------------------------------------------
def to_json(process: Process) -> dict[str, Any]:
    return {
        "name": process.name,
        "win_reasons": list(process.win_reasons),
        "loss_reasons": list(process.loss_reasons),
        "stages": [_step_to_json(step) for step in process.steps],
    }


def _step_to_json(step: Step) -> dict[str, Any]:
    return {
        "id": str(step.id),
        "name": step.name,
        "kind": step.kind,
        "probability": None if step.probability is None else format(step.probability.normalize(), "f"),
        "rot_days": step.rot_days,
        "required": list(step.required),
        "checks": [{"id": str(check.id), "name": check.name} for check in step.checks],
        "tasks": [
            {"id": str(task.id), "subject": task.subject, "due_days": task.due_days} for task in step.tasks
        ],
    }


def from_json(document: Mapping[str, Any]) -> Process:
    """A process from what to_json() made, or from a ready-made document, which has no ids."""
    return Process(
        document["name"],
        tuple(_step(one) for one in document["stages"]),
        tuple(document.get("win_reasons") or ()),
        tuple(document.get("loss_reasons") or ()),
    )


def _step(one: Mapping[str, Any]) -> Step:
    probability = one.get("probability")
    return Step(
        name=one["name"],
        kind=one.get("kind", "open"),
        probability=None if probability is None else Decimal(str(probability)),
        rot_days=one.get("rot_days"),
        required=tuple(one.get("required") or ()),
        checks=tuple(Check(c["name"], _id(c)) for c in one.get("checks") or ()),
        tasks=tuple(Task(t["subject"], t.get("due_days"), _id(t)) for t in one.get("tasks") or ()),
        id=_id(one),
    )


def _id(one: Mapping[str, Any]) -> uuid.UUID | None:
    return uuid.UUID(one["id"]) if one.get("id") else None


# -- what is in use --------------------------------------------------------------------------------------------------
def of_pipeline(pipeline: Pipeline) -> Process:
    """A pipeline as it is now."""
    stages = gate.unrestricted(Stage, reason=REASON).filter(pipeline=pipeline, deleted_at=None)
    rows = list(stages.order_by("position", "pk"))
    checks = _by_stage(gate.unrestricted(StageCheck, reason=REASON), rows)
    tasks = _by_stage(gate.unrestricted(StageTask, reason=REASON), rows)
    steps = tuple(_step_of(stage, checks[stage.pk], tasks[stage.pk]) for stage in rows)
    return Process(
        pipeline.name, steps, tuple(pipeline.win_reasons or ()), tuple(pipeline.loss_reasons or ())
    )


def _by_stage(parts: Any, stages: Iterable[Stage]) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for part in parts.filter(stage__in=[stage.pk for stage in stages], deleted_at=None).order_by(
        "position", "pk"
    ):
        found[part.stage_id].append(part)
    return found


def _step_of(stage: Stage, checks: Iterable[StageCheck], tasks: Iterable[StageTask]) -> Step:
    return Step(
        name=stage.name,
        kind=stage.kind,
        probability=stage.probability,
        rot_days=_whole(stage.rot_days),
        required=tuple(stage.required_fields or ()),
        checks=tuple(Check(check.name, check.pk) for check in checks),
        tasks=tuple(Task(task.subject, _whole(task.due_days), task.pk) for task in tasks),
        id=stage.pk,
    )


def _whole(number: Decimal | None) -> int | None:
    return None if number is None else int(number)
