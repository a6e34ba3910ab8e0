"""What an administrator types about a stage and about reasons."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from clientela.domains.deals.processes.document import Check, Step, Task
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.text import one_line

# Empty rows of a form, for what is added.
ROOM = 3


def step(sent: MultiValueDict[str, str], before: Step) -> Step:
    """A stage as it was typed. Raises Invalid with what is wrong, by field."""
    stage = registry.get("stage")
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for key in ("name", "kind", "probability", "rot_days"):
        try:
            values[key] = stage.field(key).clean(sent.get(key, ""))
        except BadValue as bad:
            errors[key] = [str(bad)]
    if not values.get("name"):
        errors.setdefault("name", [_("Please fill in “%s”.") % stage.field("name").label])
    try:
        tasks = tuple(_tasks(sent))
    except BadValue as bad:
        errors["due_days"] = [str(bad)]
    if errors:
        raise Invalid(errors)
    rot = values["rot_days"]
    return Step(
        name=values["name"],
        kind=values["kind"] or "open",
        probability=values["probability"],
        rot_days=None if rot is None else int(rot),
        required=tuple(sent.getlist("required")),
        checks=tuple(_checks(sent)),
        tasks=tasks,
        id=before.id,
    )


def _checks(sent: MultiValueDict[str, str]) -> list[Check]:
    rows = zip(sent.getlist("check_id"), sent.getlist("check"), strict=False)
    return [Check(one_line(name), _id(key)) for key, name in rows if one_line(name)]


def _tasks(sent: MultiValueDict[str, str]) -> list[Task]:
    days = registry.get("stagetask").field("due_days")
    rows = zip(sent.getlist("task_id"), sent.getlist("task"), sent.getlist("due_days"), strict=False)
    found = [(key, one_line(subject), days.clean(due)) for key, subject, due in rows if one_line(subject)]
    return [Task(subject, None if due is None else int(due), _id(key)) for key, subject, due in found]


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def lines(text: str) -> list[str]:
    """One thing a line, each once."""
    return list(dict.fromkeys(line for raw in text.splitlines() if (line := one_line(raw))))


def askable() -> list[tuple[str, str]]:
    """The fields of a deal that a stage may ask for, by their labels."""
    kept = ("name", "pipeline", "stage", "branch")
    fields: Sequence[Any] = registry.get("deal").fields
    return [(one.key, str(one.label)) for one in fields if not one.read_only and one.key not in kept]
