"""Processes as an administrator looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from clientela.domains.deals import entering
from clientela.domains.deals.models import Pipeline, ProcessVersion, Stage
from clientela.domains.deals.processes import comparing, document, memory
from clientela.domains.deals.processes.document import Process, Step
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor

VERSIONS = 100


@dataclass(frozen=True)
class InUse:
    """A pipeline, the number of its version, its stages and deals."""

    pipeline: Pipeline
    number: int
    stages: int
    deals: int


def in_use(actor: Actor) -> list[InUse]:
    gate.require_admin(actor)
    pipelines = gate.visible(actor, Pipeline).order_by("position", "pk")
    return [
        InUse(one, memory.number_of(one), len(document.of_pipeline(one).steps), sum(comparing.deals_in(actor, one).values()))
        for one in pipelines
    ]  # fmt: skip


@dataclass(frozen=True)
class StageView:
    """A stage with what it is in words, its deals, and how many of those lack what it asks for."""

    step: Step
    facts: list[tuple[str, str]]
    deals: int
    lacking: int


def stages(actor: Actor, pipeline: Pipeline) -> list[StageView]:
    deals = comparing.deals_in(actor, pipeline)
    rows = {stage.pk: stage for stage in gate.visible(actor, Stage).filter(pipeline=pipeline)}
    return [
        StageView(
            step,
            [fact for fact in comparing.facts(step)[2:] if fact[1]],
            deals.get(step.id, 0),
            entering.lacking(actor, rows[step.id]) if step.id in rows and deals.get(step.id) else 0,
        )
        for step in document.of_pipeline(pipeline).steps
    ]


def versions(pipeline: Pipeline) -> list[ProcessVersion]:
    """The versions, newest first, with who made them."""
    rows = ProcessVersion.objects.filter(pipeline=pipeline).select_related("by").order_by("-number")
    return list(rows[:VERSIONS])


def pipeline(actor: Actor, pipeline_id: UUID) -> Pipeline:
    """Raises Denied, NotFound."""
    gate.require_admin(actor)
    return gate.get(actor, Pipeline, pipeline_id, to="change")


def with_reasons_in_words(process: Process) -> tuple[str, str]:
    """The reasons to win and to lose, one a line."""
    wins = comparing.labels("win_reason", process.win_reasons)
    losses = comparing.labels("loss_reason", process.loss_reasons)
    return "\n".join(wins), "\n".join(losses)
