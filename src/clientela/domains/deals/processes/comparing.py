"""What differs between two states of a process, and what becomes of the deals when one takes the place of the other."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from clientela.domains.deals.choices import STAGE_KINDS
from clientela.domains.deals.models import Deal, Pipeline, Stage
from clientela.domains.deals.processes import document
from clientela.domains.deals.processes.document import Process, Step
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry


@dataclass(frozen=True)
class Difference:
    """One thing that changes: what it is called, what it was and what it will be (texts, empty for nothing)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class StageChange:
    """A stage that is added, changed, removed or stays; `deals` stand in it now."""

    state: str
    name: str
    step: Step | None
    before: Step | None
    differences: tuple[Difference, ...] = ()
    deals: int = 0

    @property
    def needs_target(self) -> bool:
        return self.state == "removed" and self.deals > 0


@dataclass(frozen=True)
class Comparison:
    """From what is in use to what is wanted."""

    stages: list[StageChange] = field(default_factory=list)
    others: list[Difference] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return not self.others and all(change.state == "same" for change in self.stages)


def matched(now: Sequence[Step], wanted: Sequence[Step]) -> list[tuple[Step | None, Step]]:
    """For each wanted stage the one that becomes it: the same record, else the one of that name, else none."""
    by_id = {step.id: step for step in now}
    taken = {step.id for step in wanted if step.id in by_id}
    by_name = {step.name.casefold(): step for step in now if step.id not in taken}
    return [
        (by_id.get(step.id) if step.id in by_id else by_name.pop(step.name.casefold(), None), step)
        for step in wanted
    ]


def compare(now: Process, wanted: Process, deals: dict[uuid.UUID | None, int]) -> Comparison:
    """`deals` counts the deals in each stage that is in use."""
    pairs = matched(now.steps, wanted.steps)
    stages = [_change(before, after, deals) for before, after in pairs]
    kept = {before.id for before, _after in pairs if before}
    stages += [
        StageChange("removed", step.name, None, step, deals=deals.get(step.id, 0))
        for step in now.steps
        if step.id not in kept
    ]
    return Comparison(stages, list(_others(now, wanted)))


def _change(before: Step | None, after: Step, deals: dict[uuid.UUID | None, int]) -> StageChange:
    if before is None:
        return StageChange("added", after.name, after, None)
    found = tuple(_differences(before, after))
    state = "changed" if found else "same"
    return StageChange(state, after.name, after, before, found, deals.get(before.id, 0))


def _differences(before: Step, after: Step) -> Iterator[Difference]:
    for (label, old), (_label, new) in zip(facts(before), facts(after), strict=True):
        if old != new:
            yield Difference(label, old, new)


def facts(step: Step) -> list[tuple[str, str]]:
    """What a stage is, in words."""
    deal = registry.get("deal")
    kinds = {option.key: str(option.label) for option in STAGE_KINDS}
    return [
        (_("Name"), step.name),
        (_("Kind"), kinds.get(step.kind, step.kind)),
        (_("Probability"), "" if step.probability is None else f"{step.probability.normalize():f} %"),
        (_("Days until a deal rots"), "" if step.rot_days is None else str(step.rot_days)),
        (
            _("Required fields"),
            ", ".join(str(deal.field(k).label) if deal.has(k) else k for k in step.required),
        ),
        (_("To be ticked"), ", ".join(check.name for check in step.checks)),
        (_("Tasks"), ", ".join(_task(task.subject, task.due_days) for task in step.tasks)),
    ]


def _task(subject: str, due_days: int | None) -> str:
    return subject if due_days is None else _("%(task)s (day %(n)d)") % {"task": subject, "n": due_days}


def _others(now: Process, wanted: Process) -> Iterator[Difference]:
    if now.name != wanted.name:
        yield Difference(_("Name"), now.name, wanted.name)
    if [before.id for before, _a in matched(now.steps, wanted.steps) if before] != [
        step.id
        for step in now.steps
        if any(step is before for before, _a in matched(now.steps, wanted.steps))
    ]:
        yield Difference(_("Order of the stages"), _names(now), _names(wanted))
    for key, label in (("win_reason", _("Reasons to win")), ("loss_reason", _("Reasons to lose"))):
        old, new = (labels(key, getattr(process, f"{key}s")) for process in (now, wanted))
        if old != new:
            yield Difference(label, ", ".join(old), ", ".join(new))


def _names(process: Process) -> str:
    return " → ".join(step.name for step in process.steps)


def labels(field_key: str, reasons: Sequence[str]) -> list[str]:
    """Reasons in words: of options their labels, of a ready-made process the labels that it has already."""
    found = registry.get("deal").field(field_key)
    return [found.display(reason) for reason in reasons]


def deals_in(actor: Actor, pipeline: Pipeline) -> dict[uuid.UUID | None, int]:
    """How many deals stand in each stage; an administrator sees all of them."""
    stages = gate.visible(actor, Stage).filter(pipeline=pipeline).values("pk")
    rows = gate.visible(actor, Deal).filter(stage__in=stages).order_by()
    return dict(rows.values_list("stage_id").annotate(Count("pk")))


def against(actor: Actor, pipeline: Pipeline, wanted: Process) -> Comparison:
    return compare(document.of_pipeline(pipeline), wanted, deals_in(actor, pipeline))
