"""Lists are filled in the background, in sets that are each whole; call-backs are told when they are due."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from clientela.domains.telesales import callbacks, filling
from clientela.domains.telesales.models import CallList
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.jobs import progress
from clientela.engine.jobs.models import Progress
from clientela.engine.jobs.task import every, task
from clientela.engine.jobs.work import Work
from clientela.engine.screens.undo import undoable


@task("telesales.fill", icon="phone-outgoing")
def fill(work: Work, *, call_list: str) -> None:
    found = gate.get(work.actor, CallList, uuid.UUID(call_list))
    total = 0
    while True:
        work.step(total)
        with undoable() as mark:
            added = filling.fill(work.actor, found.pk, filling.SET)
        if mark.url and added:
            progress.can_be_undone(work.id, mark.url)
        total += added
        if added < filling.SET:
            break
    work.finish(filling.said(total, found), f"/call-lists/{found.pk}/")


def start(actor: Actor, call_list: CallList) -> Progress:
    """Begin to fill a list."""
    label = _("Filling “%s”") % call_list.name
    here = str(call_list.pk)
    return fill.start(actor, label, link=f"/call-lists/{here}/", lock=f"calllist:{here}", call_list=here)


every("* * * * * */20", "telesales.callbacks")(callbacks.tell)
every("17 * * * *", "telesales.leases")(callbacks.sweep)
