"""New cuts are applied and taken back in the background, in chunks that are each whole."""

from __future__ import annotations

import uuid
from collections import Counter

from django.utils.translation import gettext as _

from clientela.domains.territories import commands, placing, queries, reassigning
from clientela.engine.jobs.task import every, task
from clientela.engine.jobs.work import Cancelled, Work

LOCK = "territories"


@task("territories.apply", icon="map")
def apply_cut(work: Work, *, reassignment: str) -> None:
    job = uuid.UUID(reassignment)
    try:
        for done, ids in enumerate(reassigning.chunks()):
            work.step(done * reassigning.AT_ONCE)
            commands.reassign(work.actor, job, ids)
    except Cancelled:
        # What is done can be taken back as if it were all.
        commands.done(work.actor, job, "applied", queries.reassigned(job))
        raise
    total = Counter(queries.reassigned(job))
    commands.done(work.actor, job, "applied", dict(total))
    work.finish(
        _("%(companies)d companies, %(people)d people and %(deals)d deals reassigned.")
        % {"companies": total["company"], "people": total["person"], "deals": total["deal"]},
        f"/territories/cuts/{job}/",
    )


@task("territories.undo", icon="rotate-ccw")
def undo_cut(work: Work, *, reassignment: str) -> None:
    job = uuid.UUID(reassignment)
    back = kept = 0
    while True:
        work.step(back + kept)
        went, stayed = commands.give_back(work.actor, job)
        if not went + stayed:
            break
        back, kept = back + went, kept + stayed
    commands.done(work.actor, job, "undone", {"back": back, "kept": kept})
    work.finish(
        _("%(back)d records went back; %(kept)d were changed since and stay.") % {"back": back, "kept": kept},
        f"/territories/cuts/{job}/",
    )


every("41 3 * * *", "territories.sweep")(placing.sweep)
