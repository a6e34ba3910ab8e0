"""Progress is written beside the job's own transaction, so that it shows while that one is still open."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.errors import NotFound, Refused
from clientela.engine.jobs.models import OPEN, Progress, State

RECENT = 50
# Whoever waits for an answer waits so long without turning to something else; a free worker takes a job up in a quarter of it.
MOMENT, TAKEN_UP = 1.0, 0.25
LATELY = dt.timedelta(seconds=3)


def start(actor: Actor, kind: str, label: str, *, total: int | None = None, link: str = "") -> Progress:
    """A new row, in the caller's transaction: what is rolled back was never begun."""
    return Progress.objects.create(
        kind=kind,
        label=label[:300],
        user=actor.user,
        source=actor.source,
        scopes=None if actor.scopes is None else sorted(actor.scopes),
        total=total,
        link=link,
    )


def begin(progress_id: uuid.UUID) -> None:
    _write(
        "UPDATE jobs_progress SET state = 'running', started_at = coalesce(started_at, clock_timestamp()), "
        "message = '', moved_at = clock_timestamp() WHERE id = %(id)s AND state IN ('queued', 'running')",
        {"id": progress_id},
    )


def step(
    progress_id: uuid.UUID, done: int | None = None, total: int | None = None, message: str | None = None
) -> bool:
    """Say how far it has come; returns whether somebody asked to cancel it."""
    row = _write(
        "UPDATE jobs_progress SET done = coalesce(%(done)s, done), total = coalesce(%(total)s, total), "
        "message = coalesce(%(message)s, message), moved_at = clock_timestamp() WHERE id = %(id)s "
        "AND state IN ('queued', 'running') "
        "RETURNING is_cancelling",
        {"id": progress_id, "done": done, "total": total, "message": message},
    )
    return bool(row and row[0])


def finish(
    progress_id: uuid.UUID, state: State = State.DONE, message: str = "", link: str | None = None
) -> None:
    _write(
        "UPDATE jobs_progress SET state = %(state)s, message = %(message)s, link = coalesce(%(link)s, link), "
        "finished_at = clock_timestamp(), moved_at = clock_timestamp(), "
        "done = CASE WHEN %(state)s = 'done' THEN coalesce(total, done) ELSE done END WHERE id = %(id)s AND state IN ('queued', 'running')",
        {"id": progress_id, "state": str(state), "message": message, "link": link},
    )


def wait_again(progress_id: uuid.UUID, message: str, *, failed: bool) -> None:
    """Back into the queue; `failed` counts the attempt."""
    _write(
        "UPDATE jobs_progress SET state = 'queued', message = %(message)s, failures = failures + %(failed)s, "
        "moved_at = clock_timestamp() WHERE id = %(id)s AND state IN ('queued', 'running')",
        {"id": progress_id, "message": message, "failed": int(failed)},
    )


def cancel(actor: Actor, progress_id: uuid.UUID) -> Progress:
    """A waiting job ends here; a running one at its next step. Raises NotFound, Refused."""
    from clientela.engine.jobs.queue import withdraw

    progress = get(actor, progress_id)
    if not progress.is_open:
        raise Refused(_("“%s” has already ended.") % progress.label)
    _write(
        "UPDATE jobs_progress SET is_cancelling = true, moved_at = clock_timestamp() WHERE id = %(id)s",
        {"id": progress_id},
    )
    if progress.job is not None and withdraw(progress.job):
        finish(progress_id, State.CANCELLED)
    progress.refresh_from_db()
    return progress


def await_end(progress_id: uuid.UUID, seconds: float = MOMENT) -> None:
    """Wait a moment for a small job, so that its result is there with the answer; not when no worker takes it up."""
    start = time.monotonic()
    while (waited := time.monotonic() - start) < seconds:
        state = Progress.objects.values_list("state", flat=True).get(pk=progress_id)
        if state not in OPEN or (state == State.QUEUED and waited > TAKEN_UP):
            return
        time.sleep(0.03)


def can_be_undone(progress_id: uuid.UUID, address: str) -> None:
    """Keep how a part of its work is taken back; in the transaction of that part, so that both hold or neither."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_progress SET undo = undo || jsonb_build_array(%s::text) WHERE id = %s",
            [address, progress_id],
        )


def take_undo(actor: Actor, progress_id: uuid.UUID) -> list[str]:
    """What takes the work back, handed out once. Raises NotFound, Refused."""
    get(actor, progress_id)
    with transaction.atomic():
        found = Progress.objects.select_for_update().get(pk=progress_id)
        if found.user_id != actor.user_id or not found.can_undo:
            raise Refused(_("This can no longer be undone."))
        parts: list[str] = found.undo
        Progress.objects.filter(pk=progress_id).update(undo=[])
    return parts


def just_ended(actor: Actor) -> list[Progress]:
    """The actor's own work that ended a moment ago and can be taken back: what a toast says."""
    since = timezone.now() - LATELY
    ended = Progress.objects.filter(user=actor.user, finished_at__gt=since, state=State.DONE)
    return [one for one in ended if one.can_undo]


def mine(actor: Actor) -> QuerySet[Progress]:
    """What the actor started; an administrator sees everybody's."""
    return Progress.objects.all() if actor.is_admin else Progress.objects.filter(user=actor.user)


def get(actor: Actor, progress_id: uuid.UUID) -> Progress:
    found = mine(actor).filter(pk=progress_id).first()
    if found is None:
        raise NotFound(f"job {progress_id}")
    return found


def running(actor: Actor) -> list[Progress]:
    """The actor's own jobs that are under way, oldest first: what the frame shows."""
    return list(Progress.objects.filter(user=actor.user, state__in=OPEN).order_by("created_at")[:5])


def recent(actor: Actor) -> list[Progress]:
    return list(mine(actor)[:RECENT])


def people(shown: Iterable[Progress]) -> dict[uuid.UUID, str]:
    """Names of those who started them."""
    return dict(
        User.objects.filter(pk__in={one.user_id for one in shown if one.user_id}).values_list("pk", "name")
    )


@contextmanager
def own_connection() -> Iterator[Any]:
    """A pooled connection that is not in the job's transaction."""
    pool = connection.pool  # type: ignore[attr-defined]  # PostgreSQL's wrapper has one
    pool.open()
    with pool.connection() as own:
        yield own


def _write(sql: str, values: Mapping[str, Any]) -> Any:
    with own_connection() as own, own.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() if cursor.description else None
