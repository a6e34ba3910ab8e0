"""One attempt at a job: the actor restored, alone at it, and an end that is told to whoever waits for it."""

from __future__ import annotations

import contextlib
import uuid
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import User
from clientela.engine.entities import shape
from clientela.engine.errors import Conflict, Denied, Invalid, NotFound, Refused
from clientela.engine.jobs import progress
from clientela.engine.jobs.models import Progress, State
from clientela.engine.jobs.work import Cancelled, Interrupted, Work
from clientela.engine.live.notices import notify

logger = structlog.get_logger("clientela.jobs")

Function = Callable[..., None]
SPACE = 0x10B5
# Whoever started something longer than this has turned to other work and wants to be told.
WORTH_TELLING = 10.0


class Again(Exception):
    """Try the job again in so many seconds."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"again in {seconds} s")


def attempt(function: Function, retries: int, progress_id: uuid.UUID, arguments: dict[str, Any]) -> None:
    """Run the job, unless it has ended already: then only the queue had not heard of it."""
    with _alone(progress_id):
        stored = Progress.objects.filter(pk=progress_id).first()
        if stored is None or not stored.is_open:
            return
        progress.begin(progress_id)
        try:
            _perform(function, stored, arguments)
        except Interrupted:
            progress.wait_again(progress_id, "", failed=False)
            raise Again(0) from None
        except Exception as failure:
            _fail(stored, retries, failure)
            raise


@contextmanager
def _alone(progress_id: uuid.UUID) -> Iterator[None]:
    """Held by a session lock, which a dead process loses at once: rescue.py looks at it to tell dead from slow."""
    with progress.own_connection() as own:
        own.autocommit = True
        if not own.execute(
            "SELECT pg_try_advisory_lock(%s, hashtext(%s))", [SPACE, str(progress_id)]
        ).fetchone()[0]:
            raise Again(5)
        try:
            yield
        finally:
            # A connection that broke has lost the lock anyway, and must not hide how the job ended.
            with contextlib.suppress(psycopg.Error):
                own.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [SPACE, str(progress_id)])
                own.autocommit = False


def _perform(function: Function, stored: Progress, arguments: dict[str, Any]) -> None:
    user = _user(stored)
    with _speaking_to(user):
        try:
            shape.refresh()
            work = Work(stored.pk, _actor(stored, user))
            function(work, **arguments)
            _end(stored, State.DONE, work.message, work.link, is_told=work.is_told)
        except Cancelled:
            _end(stored, State.CANCELLED)
        except (Refused, Denied, NotFound, Invalid, Conflict) as no:
            _end(stored, State.FAILED, _reason(no))


def _user(stored: Progress) -> User | None:
    return User.objects.filter(pk=stored.user_id).first() if stored.user_id else None


def _actor(stored: Progress, user: User | None) -> Actor:
    if stored.user_id is None:
        return SYSTEM
    if user is None or not user.is_active or user.deleted_at is not None:
        name = user.name if user else stored.user_id
        raise Refused(_("%s may not sign in any more, so this was not done.") % name)
    scopes = None if stored.scopes is None else frozenset(stored.scopes)
    return Actor(user=user, source=stored.source, scopes=scopes)


@contextmanager
def _speaking_to(user: User | None) -> Iterator[None]:
    language = user.language if user else settings.LANGUAGE_CODE
    zone = zoneinfo.ZoneInfo(user.timezone if user else settings.TIME_ZONE)
    with translation.override(language), timezone.override(zone):
        yield


def _reason(no: Exception) -> str:
    match no:
        case Denied():
            return _("You may not do this.")
        case NotFound():
            return _("A record that this needs is not there any more, or you may not see it.")
        case Conflict():
            return _("Somebody else changed a record meanwhile.")
        case Invalid():
            return " ".join(message for messages in no.errors.values() for message in messages)
    return str(no)


def _fail(stored: Progress, retries: int, failure: Exception) -> None:
    """An error of ours or of the machine: it may pass, so the job is tried again, each time after a longer while."""
    logger.exception("job failed", kind=stored.kind, job=str(stored.pk), failures=stored.failures + 1)
    connection.close()
    with _speaking_to(_user(stored)):
        if stored.failures < retries:
            wait = 2 * 4**stored.failures
            progress.wait_again(stored.pk, _("Something went wrong; it is being tried again."), failed=True)
            raise Again(wait) from failure
        _end(
            stored,
            State.FAILED,
            _("Something went wrong, also when tried again. The log of the server says what."),
        )


def _end(
    stored: Progress, state: State, message: str = "", link: str | None = None, *, is_told: bool = False
) -> None:
    """Told first: a crash in between repeats this, and nobody is told twice."""
    started = stored.started_at or stored.created_at
    is_long = (timezone.now() - started).total_seconds() > WORTH_TELLING
    is_worth_it = state == State.FAILED or (state == State.DONE and (is_long or is_told))
    if stored.user_id is not None and is_worth_it:
        text = f"{stored.label}: {message or State(state).label}"
        notify(stored.user_id, text, link or stored.link or stored.href, key=f"job:{stored.pk}")
    progress.finish(stored.pk, state, message, link)
