"""What a stage asks of a deal that enters it, and what the stage before asks of one that leaves.

Checked for a whole set of drafts, whoever saves them. Records of the past are taken as they are: an import is not kept
from bringing a deal that lacks something (its page and the process say what), nor is an undo from going back.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clientela.domains.activities.models import Activity
from clientela.domains.deals.models import Deal, DealCheck, Stage, StageCheck, StageTask
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.changes.context import running
from clientela.engine.entities import registry
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from clientela.engine.records.draft import Draft

EXEMPT = frozenset({"import", "process"})
# Tasks of one deal and one rule have one id, so that entering a stage again, or twice at once, plans nothing twice.
PLANNED = uuid.UUID("0199b1f0-5d0a-7c53-9b1e-4c1a6f1d2e77")
MORNING = dt.time(9)


def is_exempt(actor: Actor) -> bool:
    return actor.source in EXEMPT or running() == "undo"


# -- what a stage asks -----------------------------------------------------------------------------------------------
def fields_exist(actor: Actor, drafts: list[Draft]) -> None:
    """A stage asks for fields that a deal has and that somebody can fill."""
    for draft in drafts:
        for key in draft.values.get("required_fields") or ():
            if not _can_be_asked(key):
                draft.refuse(
                    "required_fields", _("A deal has no field “%s” that somebody could fill.") % key[:60]
                )


def _can_be_asked(key: str) -> bool:
    try:
        return not registry.get("deal").field(key).read_only
    except BadValue:
        return False


def asked(stage: Stage) -> list[Field]:
    """The fields that this stage asks for, as far as they are there; an archived one is not."""
    deal = registry.get("deal")
    return [deal.field(key) for key in stage.required_fields or () if deal.has(key)]


def missing(stage: Stage, deal: Any) -> list[Field]:
    """What this stage asks for and the deal (or a draft of it) has not."""
    get = deal.get if isinstance(deal, Draft) else lambda key: registry.get("deal").field(key).load(deal)
    return [field for field in asked(stage) if get(field.key) in (None, "", [])]


def ask(actor: Actor, drafts: list[Draft]) -> None:
    """Refuse deals that lack what the new stage asks for, or leave behind what the old one has on its list."""
    moving = [draft for draft in drafts if draft.changes("stage")]
    if not moving or is_exempt(actor):
        return
    stages = _stages(
        draft_stage for draft in moving for draft_stage in (draft.get("stage"), draft.was("stage"))
    )
    for draft in moving:
        stage = stages.get(draft.get("stage"))
        for field in missing(stage, draft) if stage else ():
            text = _("“%(stage)s” needs “%(field)s”.") % {"stage": stage, "field": field.label}
            draft.refuse(field.key, text)
    _finish_lists(actor, [draft for draft in moving if _goes_on(draft, stages)])
    _take_up_tasks(moving)


def _stages(ids: Iterable[Any]) -> dict[uuid.UUID, Stage]:
    rows = gate.unrestricted(Stage, reason="what a stage asks holds for everybody")
    return {stage.pk: stage for stage in rows.filter(pk__in={one for one in ids if one})}


def _goes_on(draft: Draft, stages: dict[uuid.UUID, Stage]) -> bool:
    """Whether the deal leaves its stage for a later one, or wins; who goes back or loses need not finish the list."""
    before, after = stages.get(draft.was("stage")), stages.get(draft.get("stage"))
    if before is None or after is None or before.kind != "open" or after.kind == "lost":
        return False
    return before.pipeline_id == after.pipeline_id and after.position > before.position


# -- the list of the stage that is left ------------------------------------------------------------------------------
def _finish_lists(actor: Actor, drafts: Sequence[Draft]) -> None:
    items = _items({draft.was("stage") for draft in drafts})
    if not items:
        return
    ticks = gate.unrestricted(DealCheck, reason="what is done is done, whoever ticked it")
    done = set(
        ticks.filter(deal__in=[d.id for d in drafts], deleted_at=None).values_list("deal_id", "item_id")
    )
    for draft in drafts:
        left = [item for item in items.get(draft.was("stage"), ()) if (draft.id, item.pk) not in done]
        if left:
            draft.refuse("stage", _unfinished(left))


def _unfinished(left: Sequence[StageCheck]) -> str:
    names = ", ".join(f"“{item.name}”" for item in left)
    return ngettext("Tick %s first.", "Tick these first: %s.", len(left)) % names


def _items(stages: set[Any]) -> dict[uuid.UUID, list[StageCheck]]:
    found: dict[uuid.UUID, list[StageCheck]] = defaultdict(list)
    rows = gate.unrestricted(StageCheck, reason="what a stage asks holds for everybody")
    for item in rows.filter(stage__in=stages, deleted_at=None).order_by("position", "pk"):
        found[item.stage_id].append(item)
    return found


# -- tasks -----------------------------------------------------------------------------------------------------------
def _take_up_tasks(drafts: Sequence[Draft]) -> None:
    """Deals that enter a stage with tasks get them; the first is the next step of a deal that has none."""
    tasks = _tasks({draft.get("stage") for draft in drafts})
    for draft in drafts:
        planned = tasks.get(draft.get("stage"))
        if planned and not draft.errors:
            draft.after.append(plan_tasks)
            if not draft.get("next_step") and not draft.get("next_step_on"):
                draft.set("next_step", planned[0].subject)
                draft.set(
                    "next_step_on", _due(planned[0]).date() if planned[0].due_days is not None else None
                )


def _tasks(stages: set[Any]) -> dict[uuid.UUID, list[StageTask]]:
    found: dict[uuid.UUID, list[StageTask]] = defaultdict(list)
    rows = gate.unrestricted(StageTask, reason="what a stage plans it plans for everybody")
    for task in rows.filter(stage__in=stages, deleted_at=None).order_by("position", "pk"):
        found[task.stage_id].append(task)
    return found


def _due(task: StageTask) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(int(task.due_days or 0))
    return timezone.make_aware(dt.datetime.combine(day, MORNING))


def plan_tasks(actor: Actor, drafts: list[Draft]) -> None:
    """Give the owners of these deals the tasks of the stages entered, each once for a deal and ever.

    The system does it: who moves a deal of a colleague need not be allowed to write into the colleague's tasks.
    """
    tasks = _tasks({draft.get("stage") for draft in drafts})
    rows = {
        uuid.uuid5(PLANNED, f"{draft.id} {task.pk}"): _task(draft, task)
        for draft in drafts
        for task in tasks.get(draft.get("stage"), ())
    }
    activities = gate.unrestricted(Activity, reason="a task that was planned once is not planned again")
    known = dict(activities.filter(pk__in=rows).values_list("pk", "deleted_at"))
    gone = [one for one, deleted_at in known.items() if deleted_at]
    if gone:  # an undo took them back; the deal is here again
        records.restore_many(SYSTEM, "activity", gone)
    new = [{"id": one, **row} for one, row in rows.items() if one not in known]
    for outcome in records.create_many(SYSTEM, "activity", new) if new else ():
        outcome.unwrap()


def _task(draft: Draft, task: StageTask) -> dict[str, Any]:
    return {
        "kind": "task",
        "subject": task.subject,
        "about": Target("deal", draft.id),
        "due_at": _due(task) if task.due_days is not None else None,
        "owner": draft.get("owner"),
        "branch": draft.get("branch"),
    }


def lacking(actor: Actor, stage: Stage) -> int:
    """How many deals stand in a stage without what it asks for: imported, or there before it asked."""
    fields = asked(stage)
    rows = gate.visible(actor, Deal).filter(stage=stage)
    empty = [field.condition(field.operator("empty"), True) for field in fields]
    return rows.filter(_any(empty)).count() if empty else 0


def _any(conditions: Sequence[Any]) -> Any:
    found = conditions[0]
    for condition in conditions[1:]:
        found |= condition
    return found
