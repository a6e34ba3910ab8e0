"""Columns that fit no field: each gets a field of its own, a place in the note, or is left out and said to be."""

from __future__ import annotations

from clientela.engine.access.actor import Actor
from clientela.engine.entities import commands as shaping
from clientela.engine.entities import registry
from clientela.engine.entities.models import CustomField
from clientela.engine.errors import Invalid, Refused
from clientela.engine.imports import hints, problems, targets
from clientela.engine.imports.plan import FilePlan, Options
from clientela.engine.imports.problems import Problem, Report


def settle_leftovers(actor: Actor, plan: FilePlan, options: Options, report: Report) -> None:
    """Give each column that is to be a new field its field, or its place in the note; say what is left out."""
    entity = registry.get(plan.entity)
    if note := hints.of(plan.entity).note:
        _new_field(actor, plan.entity, targets.Target("new", note, "longtext"), options)
    for column in plan.columns:
        target = targets.parse(entity, column.target)
        if target.kind == "new":
            column.target = _new_field(actor, plan.entity, target, options)
            kind = problems.NOTED if column.target == targets.NOTE else problems.NEW_FIELD
            report.add(
                Problem(kind, column.name, column.name, "" if column.target == targets.NOTE else target.key)
            )
        elif target.kind == "note":
            report.add(Problem(problems.NOTED, column.name, column.name))
        elif target.kind == "skip":
            report.add(Problem(problems.LEFT_OUT, column.name, column.reason or column.name))


def _new_field(actor: Actor, entity: str, target: targets.Target, options: Options) -> str:
    """The field of this name if somebody added it before, else a new one if the actor may add it, else the note."""
    label = target.key[:200]
    same = next((f for f in registry.get(entity).fields if f.custom and str(f.label) == label), None)
    if same is not None:
        return same.key
    if not (options.add_fields and actor.is_admin):
        return targets.NOTE
    archived = CustomField.objects.filter(entity=entity, label=label, kind=target.by or "text").first()
    if archived is not None:
        shaping.restore_field(actor, entity, archived.key)
        return archived.key
    try:
        return shaping.add_field(actor, entity, label=label, kind=target.by or "text")
    except (Invalid, Refused):
        return targets.NOTE
