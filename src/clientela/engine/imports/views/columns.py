"""The mapping table of a file: each column with what it holds, where it goes, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.moments import Date, DateTime
from clientela.engine.imports import targets
from clientela.engine.imports.guess import new_kind
from clientela.engine.imports.plan import ColumnPlan, FilePlan
from clientela.engine.imports.views import fields
from clientela.engine.imports.views.fields import Choice

SURE, MAYBE = 0.85, 0.6
EXAMPLES = 3


@dataclass
class ColumnShown:
    """`tone` is good, warn or ""; `likely` the choices worth offering first, the one in force foremost."""

    index: int
    name: str
    examples: list[str]
    filled: float
    target: str
    reason: str
    confidence: float
    tone: str
    likely: list[Choice]
    new: list[Choice] = field(default_factory=list)
    shared_with: str = ""
    date_order: str = ""
    fixes: dict[str, str] = field(default_factory=dict)


def shown(actor: Actor, plan: FilePlan) -> list[ColumnShown]:
    entity = registry.get(plan.entity)
    uses = Counter(column.target for column in plan.columns)
    return [_column(actor, entity, plan, index, column, uses) for index, column in enumerate(plan.columns)]


def _column(
    actor: Actor, entity: Entity, plan: FilePlan, index: int, column: ColumnPlan, uses: Counter[str]
) -> ColumnShown:
    profile = column.profile
    return ColumnShown(
        index=index,
        name=column.name,
        examples=[text[:60] for text in profile.examples[:EXAMPLES]] if profile else [],
        filled=profile.fill if profile else 0.0,
        target=column.target,
        reason=column.reason,
        confidence=min(column.confidence, 1.0),
        tone=_tone(column),
        likely=_likely(entity, column),
        new=_new(actor, column),
        shared_with=_shared(plan, index, uses),
        date_order=_date_order(entity, column),
        fixes=column.fixes,
    )


def _tone(column: ColumnPlan) -> str:
    if column.target in (targets.SKIP, targets.NOTE):
        return ""
    if column.target.startswith("+") or column.confidence < MAYBE:
        return "warn"
    return "good" if column.confidence >= SURE else ""


def _likely(entity: Entity, column: ColumnPlan) -> list[Choice]:
    found = [column.target, *(candidate.target for candidate in column.alternatives)]
    return [(target, fields.said(entity, target)) for target in dict.fromkeys(found)]


def _new(actor: Actor, column: ColumnPlan) -> list[Choice]:
    """Only administrators add fields; a column that is one already is among the likely ones."""
    if not actor.is_admin or column.profile is None or column.profile.kind == "empty":
        return []
    return [
        choice
        for choice in fields.new_choices(column.name, new_kind(column.profile))
        if choice[0] != column.target
    ]


def _shared(plan: FilePlan, index: int, uses: Counter[str]) -> str:
    """The other column that goes to the same place; where several may meet anyway, that is no news."""
    target = plan.columns[index].target
    if uses[target] < 2 or target in (targets.SKIP, targets.NOTE) or target.startswith("="):
        return ""
    others = [column.name for i, column in enumerate(plan.columns) if column.target == target and i != index]
    return _("also from “%s”") % others[0]


def _date_order(entity: Entity, column: ColumnPlan) -> str:
    """The order of day and month when the values leave it open; "" when there is nothing to ask."""
    profile = column.profile
    if profile is None or profile.kind not in ("date", "datetime") or not profile.is_ambiguous:
        return ""
    if not column.target or not targets.is_possible(entity, column.target):
        return ""
    target = targets.parse(entity, column.target)
    is_date = (
        target.by in ("date", "datetime")
        if target.kind == "new"
        else isinstance(target.field, (Date, DateTime))
    )
    return column.date_order if is_date else ""
