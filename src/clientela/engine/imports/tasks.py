"""Imports in the background: the run itself, its undoing, the trial of all rows, and the tidying of drafts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.errors import Refused
from clientela.engine.imports import drafts, results, run, trial, undoing
from clientela.engine.imports.models import Import
from clientela.engine.jobs.task import every, task
from clientela.engine.jobs.work import Work

# What nobody has begun by then was tried out and forgotten.
DRAFT_DAYS = 7


def page(import_id: object) -> str:
    # Not reversed: the worker says it too, and should not load every page of the system for that.
    return f"/import/{import_id}/"


@task("import.run", icon="file-up")
def run_import(work: Work, *, import_id: str) -> None:
    done = run.run(work.actor, uuid.UUID(import_id), tell=_teller(work))
    work.finish(results.counted(done.counts), link=page(import_id))


@task("import.undo", icon="undo-2")
def undo_import(work: Work, *, import_id: str) -> None:
    undone = undoing.undo(work.actor, uuid.UUID(import_id), tell=_teller(work))
    said = [_("%d removed") % undone.counts["removed"], _("%d restored") % undone.counts["restored"]]
    if undone.counts["kept"]:
        said.append(_("%d left as they are") % undone.counts["kept"])
    work.finish(", ".join(said), link=page(import_id))


@task("import.try", icon="list-checks", retries=0)
def try_import(work: Work, *, import_id: str) -> None:
    """A dry run of all rows. Whoever changes the plan meanwhile gets another one."""
    try:
        draft = drafts.read(work.actor, drafts.get(work.actor, uuid.UUID(import_id)))
    except (Refused, drafts.Expired):
        return
    trial.whole(work.actor, draft, _teller(work))


def _teller(work: Work) -> Callable[[run.Progress], None]:
    """Rows of all files together, and which file it is at."""
    done: dict[str, int] = {}

    def tell(progress: run.Progress) -> None:
        done[progress.file] = progress.done
        work.step(
            sum(done.values()), None, _("%(file)s: %(rows)d") % {"file": progress.file, "rows": progress.done}
        )

    return tell


@every("17 3 * * *", "import.tidy")
def tidy() -> None:
    before = timezone.now() - dt.timedelta(days=DRAFT_DAYS)
    for job in Import.objects.filter(state="planned", at__lt=before):
        drafts.discard(job)
