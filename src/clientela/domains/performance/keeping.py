"""Keeping the read models up with the change log: in one transaction with the mark, so that nothing counts twice."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from clientela.domains.deals.models import DealCompetitor, Stage
from clientela.domains.performance import cubes, replay
from clientela.domains.performance.models import Fact, Mark, Step, Tally
from clientela.engine.access import gate
from clientela.engine.changes import log
from clientela.engine.changes.log import Change

BATCH = 5_000
# A page that finds the models behind reads on by itself, so many batches; the clock does the rest.
PATIENCE = 1
# The mark moves over changes of other records once in a while, not with every look.
STALE = timedelta(minutes=1)


def catch_up(batches: int = 10_000) -> int:
    """Read on from the mark; how many changes were taken in. Beside another reader it does nothing."""
    taken = 0
    for _turn in range(batches):
        found = _batch()
        taken += found
        if found < BATCH:
            break
    return taken


@transaction.atomic
def _batch() -> int:
    Mark.objects.get_or_create(pk=1)
    mark = Mark.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if mark is None:
        return 0
    try:
        changes, cursor = log.read(mark.cursor, BATCH, entities=("deal", "dealcompetitor"), exact=True)
    except log.BadCursor:  # restored into another database system, whose log begins anew
        changes, cursor = [], _from_deals()
    if changes:
        _take(changes)
    if changes or mark.read_at is None or timezone.now() - mark.read_at > STALE:
        mark.cursor, mark.read_at = cursor, timezone.now()
        mark.save()
    return len(changes)


def _take(changes: Sequence[Change]) -> None:
    of_deals = [change for change in changes if change.entity == "deal"]
    deals = sorted({change.record for change in of_deals})
    found = list(replay.steps(of_deals, _last_states(deals), _kinds()))
    Step.objects.bulk_create(found, batch_size=1_000)
    _run(cubes.ADD_STEPS.format(which="id = ANY(%(steps)s)"), steps=[step.pk for step in found])
    count_again(sorted({*deals, *_rivalled(changes)}))


def _rivalled(changes: Sequence[Change]) -> set[uuid.UUID]:
    """The deals on which a competitor was named, or no longer is; also those they were moved away from."""
    named = [change for change in changes if change.entity == "dealcompetitor"]
    rows = gate.unrestricted(DealCompetitor, reason="every deal is counted")
    found = set(rows.filter(pk__in={change.record for change in named}).values_list("deal_id", flat=True))
    return found | {uuid.UUID(deal) for change in named for deal in change.diff.get("deal_id", ()) if deal}


def count_again(deals: Sequence[uuid.UUID]) -> None:
    """Take what these deals counted for out of the tallies and count them as they are now."""
    which = {"deals": list(deals)}
    _run(cubes.add_facts("deal_id = ANY(%(deals)s)", -1), **which)
    Fact.objects.filter(pk__in=deals).delete()
    _run(cubes.PUT_FACTS.format(which="d.id = ANY(%(deals)s)"), **which)
    _run(cubes.add_facts("deal_id = ANY(%(deals)s)", 1), **which)


def rebuild() -> None:
    """Forget the read models and make them again from the deals and the whole log."""
    with transaction.atomic():
        Mark.objects.get_or_create(pk=1)
        Mark.objects.select_for_update().get(pk=1)
        for model in (Step, Fact, Tally):
            model.objects.all().delete()
        Mark.objects.update(cursor=None)
    catch_up()


def _from_deals() -> str:
    """Facts and tallies straight from the deals; the steps stay as they are. The cursor to go on from."""
    cursor = log.now()
    count_everything()
    return cursor


def count_everything() -> None:
    """Facts and tallies of all deals as they are now; what steps count for stays."""
    _run("DELETE FROM performance_tally WHERE cube NOT IN ('left', 'moved')")
    Fact.objects.all().delete()
    _run(cubes.PUT_FACTS.format(which="true"))
    _run(cubes.add_facts("true", 1))


def _last_states(deals: Sequence[uuid.UUID]) -> dict[uuid.UUID, replay.State]:
    last = Step.objects.filter(deal_id__in=deals).order_by("deal_id", "-id").distinct("deal_id")
    return {step.deal_id: replay.State.after(step) for step in last}


def _kinds() -> dict[uuid.UUID | None, str]:
    stages = gate.unrestricted(Stage, reason="what a stage means is no secret; also of deleted ones")
    return dict(stages.values_list("pk", "kind"))


def _run(sql: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
