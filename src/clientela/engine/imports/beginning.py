"""What a person does with an import as a whole: begin it, go on with it, take it back; and how it stands."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.imports import drafts, run, trial, undoing
from clientela.engine.imports.drafts import Draft
from clientela.engine.imports.models import Import
from clientela.engine.imports.tasks import page, run_import, try_import, undo_import
from clientela.engine.imports.undoing import Undone
from clientela.engine.jobs import progress
from clientela.engine.jobs.models import Progress
from clientela.engine.jobs.task import Task

# Undoing so many rows for a look takes about a second; of more only the outcomes are counted.
PREVIEWED = 5_000
# So many rows are imported in less than a second.
SMALL = 1_000
Phase = Literal["draft", "working", "stopped", "done", "undone"]


@dataclass(frozen=True)
class Standing:
    """`phase`: draft, working (a job is at it), stopped (interrupted or failed), done, undone."""

    phase: Phase
    work: Progress | None = None

    @property
    def is_working(self) -> bool:
        return self.work is not None and self.work.is_open


def standing(job: Import) -> Standing:
    work = Progress.objects.filter(pk=job.work).first() if job.work else None
    if job.state == "planned":
        return Standing("draft", work)
    if work is not None and work.is_open:
        return Standing("working", work)
    if job.state in ("done", "undone"):
        return Standing("done" if job.state == "done" else "undone", work)
    return Standing("stopped", work)


def name_of(job: Import) -> str:
    """The files by name, the first two of many."""
    names = list(job.files.values_list("name", flat=True))
    if len(names) > 2:
        return _("%(first)s and %(count)d more") % {"first": names[0], "count": len(names) - 1}
    return ", ".join(names)


def try_all(actor: Actor, draft: Draft) -> None:
    """Try all rows in the background, instead of what was being tried before."""
    stop_trying(actor, draft.job)
    # Not the lock of the run, which must not wait until a trial has noticed that it is cancelled.
    _work(actor, draft.job, try_import, _("Check of %s"), lock="import-try")


def stop_trying(actor: Actor, job: Import) -> None:
    work = Progress.objects.filter(pk=job.work).first() if job.work else None
    if work is not None and work.is_open:
        progress.cancel(actor, work.pk)


def begin(actor: Actor, job: Import) -> None:
    """Run it in the background as it was shown. Raises Refused with what stands in the way."""
    draft = drafts.read(actor, job)
    if obstacles := drafts.obstacles(actor, draft):
        raise Refused(" ".join(obstacles))
    stop_trying(actor, job)
    tried = trial.known(draft)
    with transaction.atomic():
        if not Import.objects.select_for_update().filter(pk=job.pk, state="planned").exists():
            raise Refused(_("This import has begun already; what it does cannot be changed any more."))
        drafts.save(draft)
        Import.objects.filter(pk=job.pk).update(state="running", trial={})
        _work(actor, job, run_import, _("Import of %s"), total=tried.rows if tried and tried.whole else None)


def await_small(actor: Actor, import_id: uuid.UUID) -> None:
    """The result of a few rows is there in a moment: then it is shown at once, not after the page for waiting."""
    work = standing(run.get(actor, import_id)).work
    if work is not None and work.total is not None and work.total <= SMALL:
        progress.await_end(work.pk)


def go_on(actor: Actor, import_id: uuid.UUID) -> Import:
    """Go on with an import, or with undoing one, that was interrupted. Done rows are not done again."""
    job = run.get(actor, import_id)
    if standing(job).phase != "stopped":
        raise Refused(_("There is nothing to go on with."))
    if job.state == "undoing":
        _work(actor, job, undo_import, _("Undoing of %s"))
    else:
        _work(actor, job, run_import, _("Import of %s"))
    return job


def take_back(actor: Actor, import_id: uuid.UUID) -> Import:
    """Undo an import in the background. Raises Refused when it cannot be undone now."""
    job = run.get(actor, import_id)
    if standing(job).phase not in ("done", "stopped"):
        raise Refused(_("This import cannot be undone now."))
    _work(actor, job, undo_import, _("Undoing of %s"), total=sum(job.files.values_list("chunks", flat=True)))
    return job


def _work(
    actor: Actor, job: Import, task: Task, label: str, total: int | None = None, lock: str = "import"
) -> None:
    with transaction.atomic():
        started = task.start(
            actor,
            label % name_of(job),
            total=total,
            link=page(job.pk),
            lock=f"{lock}:{job.pk}",
            import_id=str(job.pk),
        )
        Import.objects.filter(pk=job.pk).update(work=started.pk)
    job.work = started.pk


# -- a look at what undoing would do ---------------------------------------------------------------------------------
class _Looked(Exception):
    """Rolls back what a look did."""


def preview(actor: Actor, job: Import) -> Undone | None:
    """What undoing would take back and leave, exactly; None of an import too big for a look."""
    if sum(job.files.values_list("rows", flat=True)) > PREVIEWED:
        return None
    try:
        with transaction.atomic():
            undone = undoing.undo(actor, job.pk)
            raise _Looked
    except _Looked:
        return undone
