"""What a deal's page has of its own: the bar of stages with the days in each, closing, and the next step."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from clientela.domains.deals.entity import LOSS_REASONS
from clientela.domains.deals.models import Deal, Stage
from clientela.engine.access import gate
from clientela.engine.changes import log
from clientela.engine.screens import slots
from clientela.engine.screens.slots import Fragment, Place

HISTORY = 200


@dataclass(frozen=True)
class Step:
    """A stage on the bar: passed, current or still to come, and how many days the deal spent in it."""

    stage: Stage
    state: str
    days: int | None


@slots.fill(slots.HEADER)
def stage_bar(place: Place) -> Fragment | None:
    if place.entity.key != "deal":
        return None
    deal: Deal = place.record
    stages = list(
        gate.visible(place.actor, Stage).filter(pipeline_id=deal.pipeline_id).order_by("position", "pk")
    )
    current = next((stage for stage in stages if stage.pk == deal.stage_id), None)
    kinds = {stage.kind for stage in stages}
    return Fragment(
        "deals/_stage_bar.html",
        {
            "deal": deal,
            "steps": _steps(deal, stages, current),
            "current": current,
            "may_change": "change" in place.may,
            "kinds": kinds,
            "reasons": [(option.key, option.label) for option in LOSS_REASONS],
        },
    )


def _steps(deal: Deal, stages: list[Stage], current: Stage | None) -> list[Step]:
    """Open stages in their order; a closed deal ends with the stage that closed it."""
    days = days_in_stages(deal)
    shown = [stage for stage in stages if stage.kind == "open" or stage == current]
    at = shown.index(current) if current in shown else -1
    return [
        Step(stage, "current" if i == at else "passed" if i < at else "ahead", days.get(stage.pk))
        for i, stage in enumerate(shown)
    ]


def days_in_stages(deal: Deal) -> dict[uuid.UUID, int]:
    """Whole days in each stage, from the change log; an imported deal has only what was logged since."""
    spent: dict[uuid.UUID, dt.timedelta] = defaultdict(dt.timedelta)
    left = timezone.now()
    for change in log.history(deal, limit=HISTORY):
        if "stage_id" in change.diff:
            entered = change.diff["stage_id"][1]
            if entered:
                spent[uuid.UUID(entered)] += left - change.at
            left = change.at
    if deal.stage_since:  # says more than the log where the deal came from elsewhere
        spent[deal.stage_id] = max(spent[deal.stage_id], timezone.now() - deal.stage_since)
    return {stage: span.days for stage, span in spent.items()}


@slots.fill(slots.NEXT)
def next_step(place: Place) -> Fragment | None:
    if place.entity.key != "deal" or not (place.record.next_step or place.record.next_step_on):
        return None
    late = bool(place.record.next_step_on and place.record.next_step_on < timezone.localdate())
    return Fragment("deals/_next_step.html", {"deal": place.record, "is_late": late})
