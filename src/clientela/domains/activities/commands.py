"""What people do with activities: write down what happened, plan what is to be done, and do it."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.activities.models import Activity
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from clientela.engine.records.command import command


@command("note.add")
def add_note(actor: Actor, *, about: Target, text: str) -> Activity:
    """Write a note about a record."""
    return _create(actor, {"kind": "note", "about": about, "body": text})


@command("task.add")
def add_task(
    actor: Actor, *, about: Target | None, subject: str, due: dt.datetime | None = None, text: str = ""
) -> Activity:
    """Plan something to be done, by the actor, until `due`."""
    return _create(actor, {"kind": "task", "about": about, "subject": subject, "due_at": due, "body": text})


@command("call.log")
def log_call(
    actor: Actor,
    *,
    about: Target,
    text: str = "",
    minutes: int | None = None,
    direction: str = "out",
    outcome: str = "reached",
) -> Activity:
    """Note that somebody was called; it takes no words."""
    values = {
        "kind": "call",
        "about": about,
        "body": text,
        "minutes": minutes,
        "direction": direction,
        "outcome": outcome,
    }
    return _create(actor, values | ({} if text else {"subject": _("Call")}))


@command("meeting.log")
def log_meeting(
    actor: Actor,
    *,
    about: Target,
    text: str = "",
    at: dt.datetime | None = None,
    minutes: int | None = None,
    location: str = "",
) -> Activity:
    """Note a meeting that was, or one that is agreed."""
    values = {
        "kind": "meeting",
        "about": about,
        "body": text,
        "happened_at": at,
        "minutes": minutes,
        "location": location,
    }
    return _create(actor, values | ({} if text else {"subject": _("Meeting")}))


def _create(actor: Actor, values: dict[str, Any]) -> Activity:
    given = {key: value for key, value in values.items() if value not in (None, "")}
    return cast(Activity, records.create(actor, "activity", given))


@command("task.finish")
def finish_task(actor: Actor, task_id: UUID) -> Activity:
    """Tick a task off; one that is done already stays as it was."""
    task = _task(actor, task_id)
    if task.done_at is None:
        records.update(actor, "activity", task_id, {"done_at": timezone.now()})
    return gate.get(actor, Activity, task_id)


@command("task.reopen")
def reopen_task(actor: Actor, task_id: UUID) -> Activity:
    """Put a task that was done back among the open ones."""
    task = _task(actor, task_id)
    if task.done_at is not None:
        values = {"done_at": None} | ({"happened_at": None} if task.kind == "task" else {})
        records.update(actor, "activity", task_id, values)
    return gate.get(actor, Activity, task_id)


def _task(actor: Actor, task_id: UUID) -> Activity:
    task = gate.get(actor, Activity, task_id, to="change", lock=True)
    # A call or meeting that was planned has a day on which it is due; what just happened has none.
    if task.kind != "task" and task.due_at is None:
        raise Refused(_("“%s” is not a task.") % task)
    return task
