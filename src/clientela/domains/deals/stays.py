"""How long a deal stood in which stage, from the change log, which keeps it for ever."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from clientela.domains.deals.models import Deal, Stage
from clientela.engine.access import gate
from clientela.engine.changes import log


@dataclass(frozen=True)
class Stay:
    """A deal's time in a stage: from when to when (None: still), who moved it there and who moved it on (None: the system).

    `share` is the part of all its time, in thousandths.
    """

    stage_id: uuid.UUID
    stage: Stage | None
    entered: dt.datetime
    left: dt.datetime | None
    entered_by: uuid.UUID | None
    left_by: uuid.UUID | None
    share: int = 0

    @property
    def span(self) -> dt.timedelta:
        return (self.left or timezone.now()) - self.entered

    @property
    def days(self) -> int:
        return self.span.days


def of(deal: Deal) -> list[Stay]:
    """Every stay, in the order of time; a stage that was entered twice is there twice. The caller has seen the deal."""
    entries = [
        (change.at, uuid.UUID(change.diff["stage_id"][1]), change.actor)
        for change in log.of_column(deal, "stage_id")
        if change.diff["stage_id"][1]
    ]
    entries = _since_when(deal, entries)
    stages = _stages({stage for _at, stage, _who in entries})
    ends = [*entries[1:], None]
    stays = [
        Stay(stage, stages.get(stage), at, end[0] if end else None, who, end[2] if end else None)
        for (at, stage, who), end in zip(entries, ends, strict=True)
    ]
    return _shared(stays)


Entry = tuple[dt.datetime, uuid.UUID, uuid.UUID | None]


def _since_when(deal: Deal, entries: list[Entry]) -> list[Entry]:
    """The deal itself may know better since when it is where it is: it came from another system, or the log begins later."""
    if not entries:
        return [(deal.stage_since or deal.created_at, deal.stage_id, deal.created_by_id)]
    at, stage, who = entries[-1]
    if stage == deal.stage_id and deal.stage_since and deal.stage_since < at:
        floor = entries[-2][0] if len(entries) > 1 else deal.stage_since
        return [*entries[:-1], (max(deal.stage_since, floor), stage, who)]
    return entries


def _stages(ids: set[uuid.UUID]) -> dict[uuid.UUID, Stage]:
    rows = gate.unrestricted(Stage, reason="a stage that was deleted since is still what it was called")
    return {stage.pk: stage for stage in rows.filter(pk__in=ids)}


def _shared(stays: Sequence[Stay]) -> list[Stay]:
    whole = sum((stay.span for stay in stays), dt.timedelta()) or dt.timedelta(1)
    return [
        Stay(
            stay.stage_id,
            stay.stage,
            stay.entered,
            stay.left,
            stay.entered_by,
            stay.left_by,
            round(1000 * (stay.span / whole)),
        )
        for stay in stays
    ]


def days_in_stages(stays: Sequence[Stay]) -> dict[uuid.UUID, int]:
    """Whole days in each stage, all stays together."""
    spent: dict[uuid.UUID, dt.timedelta] = defaultdict(dt.timedelta)
    for stay in stays:
        spent[stay.stage_id] += stay.span
    return {stage: span.days for stage, span in spent.items()}
