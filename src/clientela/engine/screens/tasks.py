"""Commands over more records than one transaction should hold, with progress in the frame."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clientela.engine.entities import registry
from clientela.engine.errors import Refused
from clientela.engine.jobs import progress
from clientela.engine.jobs.task import task
from clientela.engine.jobs.work import Work
from clientela.engine.screens import mass, undo


@task("screens.bulk", icon="list-checks")
def bulk(work: Work, *, entity: str, ids: list[str], verb: str, values: dict[str, Any]) -> None:
    kind = registry.get(entity)
    outcomes = []
    for number, part in enumerate(mass.sets([uuid.UUID(one) for one in ids])):
        work.step(number * mass.SET, len(ids))
        with transaction.atomic():
            with undo.undoable() as mark:
                done = mass.apply(work.once(number), kind, part, verb, values)
            if mark.url and any(one.is_done and one.status != "unchanged" for one in done):
                progress.can_be_undone(work.id, mark.url)
        outcomes += done
    said = [
        mass.told(outcomes, verb),
        *(f"{count} × {words}" for words, count in mass.reasons(outcomes, entity)[:5]),
    ]
    work.finish(" ".join(said), link=f"/{kind.slug}/")


@task("screens.undo", icon="undo-2")
def take_back(work: Work, *, parts: list[list[int]], link: str) -> None:
    """The parts of a bulk change, the last one first; what somebody changed meanwhile is left as it is."""
    done = left = 0
    for number, (xid, after) in enumerate(reversed(parts)):
        work.step(number, len(parts))
        try:
            outcomes = undo.take_back(work.once(number), xid, after)
        except Refused:
            continue  # this part had changed nothing, or is too old
        done += sum(outcome.is_done for outcome in outcomes)
        left += sum(not outcome.is_done for outcome in outcomes)
    text = ngettext("Undone in %(n)d record.", "Undone in %(n)d records.", done) % {"n": done}
    work.finish(
        f"{text} {_('%d were changed meanwhile and left as they are.') % left}" if left else text, link=link
    )
