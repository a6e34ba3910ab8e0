"""Taking back what was just done: the change log knows what every value was before.

A mark names a stretch of the log within one transaction. Undoing it is a command of its own, so it asks for the same
rights, is logged, and can be undone in turn. A record that somebody changed meanwhile is left as it is, and said so.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import orjson
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.changes import log
from clientela.engine.changes.log import Change
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Refused
from clientela.engine.jobs import progress
from clientela.engine.records import commands
from clientela.engine.records.command import command
from clientela.engine.records.outcome import Outcome
from clientela.engine.screens.responses import screen, told, visit

# What can be taken back is fresh; older things are changed by hand, with an eye on what followed from them.
HOURS = 24


@dataclass
class Mark:
    """Where in the log a command stands; `url` undoes it, None when nothing was changed."""

    url: str | None = None


@contextmanager
def undoable() -> Iterator[Mark]:
    """Around commands: one transaction, and the address that takes all of it back."""
    mark = Mark()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM change_seq")
        before = cursor.fetchone()[0]
        yield mark
        cursor.execute("SELECT pg_current_xact_id_if_assigned()::text")
        xid = cursor.fetchone()[0]
        mark.url = f"/undo/{xid}/{before}/" if xid else None


@screen
@require_POST
def undo(request: Request, xid: int, after: int) -> HttpResponse:
    outcomes = take_back(request.actor, xid, after)
    done = sum(outcome.is_done for outcome in outcomes)
    left = len(outcomes) - done
    text = ngettext("Undone.", "Undone in %(n)d records.", done) % {"n": done}
    if left:
        text += " " + ngettext(
            "%(n)d was changed meanwhile and left as it is.",
            "%(n)d were changed meanwhile and left as they are.",
            left,
        ) % {"n": left}
    response = render(request, "screens/toast.html", {"text": text, "tone": "" if done else "bad"})
    return told(response, refresh=True)


@screen
@require_POST
def undo_job(request: Request, job_id: uuid.UUID) -> HttpResponseBase:
    """Take back, in the background again, all that a job changed."""
    from clientela.engine.screens import tasks

    job = progress.get(request.actor, job_id)
    with transaction.atomic():
        parts = [re.findall(r"\d+", address) for address in progress.take_undo(request.actor, job_id)]
        label = _("Undoing: %s") % job.label
        numbers = [[int(xid), int(after)] for xid, after in parts]
        started = tasks.take_back.start(request.actor, label, total=len(parts), link=job.link, parts=numbers)
    if request.headers.get("HX-Request") != "true":
        return visit(request, started.href)
    text = _("Under way; the bar at the top shows how far it has come.")
    return told(render(request, "screens/toast.html", {"text": text}), refresh=True)


@command("undo")
def take_back(actor: Actor, xid: int, after: int) -> list[Outcome]:
    """Undo the actor's own changes of a transaction behind a place in the log. Raises Refused."""
    by_entity: dict[str, list[Change]] = defaultdict(list)
    known = {entity.key for entity in registry.every()}
    for change in log.of_transaction(actor.user_id, xid, after, HOURS):
        if change.entity in known:
            by_entity[change.entity].append(change)
    if not by_entity:
        raise Refused(_("This can no longer be undone."))
    outcomes: list[Outcome] = []
    for key, changes in by_entity.items():
        outcomes += _reverted(actor, registry.get(key), changes)
    return outcomes


def _reverted(actor: Actor, entity: Entity, changes: Sequence[Change]) -> list[Outcome]:
    stored = _stored(entity, [change.record for change in changes])
    kept = [change for change in changes if _is_as_left(change, stored.get(change.record))]
    outcomes = [Outcome("conflict", change.record) for change in changes if change not in kept]
    made = [c.record for c in kept if c.operation == "i"]
    binned = [c.record for c in kept if c.operation == "u" and c.diff.get("deleted_at", [1, None])[0] is None]
    back = [c.record for c in kept if c.operation == "u" and c.diff.get("deleted_at", [None, 1])[1] is None]
    changed = [
        (c.record, _values(entity, c, stored[c.record]), None)
        for c in kept
        if c.operation == "u" and "deleted_at" not in c.diff
    ]
    outcomes += commands.restore_many(actor, entity.key, binned) if binned else []
    gone = [*made, *back]
    outcomes += (
        commands.delete_many(actor, entity.key, [(record_id, None) for record_id in gone]) if gone else []
    )
    return outcomes + (commands.update_many(actor, entity.key, changed) if changed else [])


def _stored(entity: Entity, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """The rows as the log writes them, to be compared with it; what may be changed the commands decide."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, to_jsonb(t) - 'search' FROM \"{entity.model._meta.db_table}\" t WHERE id = ANY(%s)",  # noqa: S608  # our own table
            [list(ids)],
        )
        return {key: row if isinstance(row, dict) else orjson.loads(row) for key, row in cursor.fetchall()}


def _is_as_left(change: Change, row: dict[str, Any] | None) -> bool:
    if row is None:
        return False
    if change.operation == "i":
        return row["version"] == 1 and row["deleted_at"] is None
    return all(row.get(column) == new for column, (_old, new) in change.diff.items())


def _values(entity: Entity, change: Change, row: dict[str, Any]) -> dict[str, Any]:
    """What the changed fields held before, as commands take it."""
    old = {**row, **{column: pair[0] for column, pair in change.diff.items()}}
    columns = entity.model._meta.concrete_fields
    before: Any = SimpleNamespace(**{f.attname: f.to_python(old.get(str(f.column))) for f in columns})
    values = {}
    for field in entity.fields:
        touched = (
            _is_custom_touched(change, field.key) if field.custom else set(field.columns()) & set(change.diff)
        )
        if touched and not field.read_only:
            values[field.key] = field.load(before)
    return values


def _is_custom_touched(change: Change, key: str) -> bool:
    old, new = change.diff.get("custom", [None, None])
    return bool((old or {}).get(key) != (new or {}).get(key))
