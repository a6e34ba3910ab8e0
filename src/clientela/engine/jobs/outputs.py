"""Files that jobs make: kept in the database, for the person who started the job and nobody else, for some days.

So they are there whichever machine the worker runs on, and a worker that is killed leaves none half made.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import IO, Any

import orjson
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound, Refused
from clientela.engine.jobs.models import OPEN, Output, OutputPiece, Progress

KEPT = timedelta(days=7)
PIECE = 2**20
LOCK = 7_302


def once(actor: Actor, entity: str, asked: Any, start: Callable[[], Progress]) -> Progress:
    """The job that makes what is `asked` (JSON) already, else the one that `start` queues. Impatient clicks meet here."""
    digest = hashlib.sha256(orjson.dumps([entity, asked])).hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, str(actor.user_id)])
        same = Progress.objects.filter(user=actor.user, state__in=OPEN, is_cancelling=False)
        if (found := same.filter(output__asked=digest).first()) is not None:
            return found
        started = start()
        Output.objects.create(progress=started, entity=entity, asked=digest)
    return started


def is_made(job_id: uuid.UUID) -> bool:
    """Whether an earlier attempt at the job was killed after its file was there."""
    return Output.objects.filter(pk=job_id, made_at__isnull=False).exists()


def keep(actor: Actor, job_id: uuid.UUID, name: str, media_type: str, file: IO[bytes]) -> None:
    """All of it or nothing, with the rights that the actor read it with."""
    size = 0
    with transaction.atomic():
        for number, data in enumerate(iter(lambda: file.read(PIECE), b"")):
            OutputPiece.objects.create(output_id=job_id, number=number, data=data)
            size += len(data)
        Output.objects.filter(pk=job_id).update(
            name=name, media_type=media_type, size=size, rights=_rights(actor), made_at=Now()
        )


def of(actor: Actor, job: Progress) -> Output | None:
    """The file of a job, for its own person; None for one that makes none, has none yet, or has it no more."""
    return Output.objects.filter(progress=job, progress__user=actor.user, made_at__isnull=False).first()


def get(actor: Actor, job_id: uuid.UUID) -> Output:
    """Raises NotFound, Denied for whoever may not export any more, Refused for whoever may see less by now."""
    found = Output.objects.filter(pk=job_id, progress__user=actor.user, made_at__isnull=False).first()
    if found is None:
        raise NotFound(f"file of job {job_id}")
    gate.require(actor, registry.get(found.entity).model, to="export")
    if not _holds(found.rights or {}, _rights(actor)):
        raise Refused(_("Your rights have changed since this file was made. Export again."))
    return found


def pieces(made: Output) -> Iterator[bytes]:
    for number in range(-(-made.size // PIECE)):
        yield bytes(OutputPiece.objects.values_list("data", flat=True).get(output=made, number=number))


def forget_old() -> None:
    Output.objects.filter(made_at__lt=Now() - KEPT).delete()


def _rights(actor: Actor) -> dict[str, Any]:
    reach = actor.reach
    groups = {"colleagues": reach.colleagues, "branches": reach.branches, "teams": reach.teams}
    return {
        "admin": reach.is_admin,
        "grants": sorted(orjson.dumps(one, option=orjson.OPT_SORT_KEYS).decode() for one in reach.grants),
        **{name: sorted(map(str, ids)) for name, ids in groups.items()},
    }


def _holds(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether everything that could be seen then can be seen still: a new colleague takes nothing away."""
    if now["admin"]:
        return True
    same = before.get("admin") is False and before["grants"] == now["grants"]
    return same and all(set(before[name]) <= set(now[name]) for name in ("colleagues", "branches", "teams"))
