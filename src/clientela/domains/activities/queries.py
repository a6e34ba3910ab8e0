"""What was done and what is to be done about a record."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import F, Q

from clientela.domains.activities.models import Activity
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records.queryset import RecordQuerySet

TALKS = ("call", "meeting", "note")
OPEN = 10


def about(actor: Actor, entity: str, record_id: uuid.UUID) -> RecordQuerySet[Activity]:
    """Everything that concerns a record: companies and people also hear of what is about their deals."""
    rows = gate.visible(actor, Activity)
    if entity in ("company", "person"):
        return rows.filter(**{f"{entity}_id": record_id})
    return rows.filter(about_id=record_id)


def happened(
    actor: Actor,
    entity: str,
    record_id: uuid.UUID,
    *,
    kinds: tuple[str, ...] = (),
    before: tuple[dt.datetime, uuid.UUID] | None = None,
) -> RecordQuerySet[Activity]:
    """What has its place on the timeline, newest first."""
    rows = about(actor, entity, record_id).filter(happened_at__isnull=False)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if before:
        at, last = before
        rows = rows.filter(Q(happened_at__lte=at) & (Q(happened_at__lt=at) | Q(pk__lt=last)))
    return rows.order_by("-happened_at", "-pk")


def to_do(actor: Actor, entity: str, record_id: uuid.UUID) -> RecordQuerySet[Activity]:
    """Open tasks, the most urgent first, those without a day last."""
    rows = about(actor, entity, record_id).filter(kind="task", done_at=None)
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:OPEN]
