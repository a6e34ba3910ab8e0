"""Scores and recycling, by the clock and after rules have changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clientela.domains.leads import commands, scoring
from clientela.domains.leads.capture import sending
from clientela.engine.access.actor import SYSTEM
from clientela.engine.changes.context import attributed
from clientela.engine.jobs.task import every, task
from clientela.engine.jobs.work import Work

LOCK = "lead.scores"


@task("leads.score", icon="gauge")
def score_all(work: Work) -> None:
    """After the rules have changed."""
    changed = 0
    for number, ids in enumerate(scoring.chunks()):
        work.step(number * scoring.AT_ONCE)
        with attributed(SYSTEM, "lead.score"):
            changed += scoring.rescore(ids)
    work.finish(_("%d leads have another score now.") % changed, "/leads/?sort=-score")


@every("17 2 * * *", "leads.age")
def age() -> None:
    """Points fade and dates pass by the day."""
    for ids in scoring.chunks():
        with attributed(SYSTEM, "lead.score"):
            scoring.rescore(ids)


every("7 4 * * *", "leads.recycle")(commands.recycle_all)
every("37 * * * *", "leads.forget_senders")(sending.forget)
