"""What files add to every record's page: a panel where they can be dropped, and their entries on the timeline."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.documents import files
from clientela.engine.documents.models import File
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.link import Target
from clientela.engine.records.queryset import RecordQuerySet
from clientela.engine.screens import slots, timeline
from clientela.engine.screens.slots import Fragment, Place
from clientela.engine.screens.timeline import Entry, Stream

FIRST = 8


@slots.fill(slots.RELATED)
def panel(place: Place) -> Fragment | None:
    if not place.entity.timeline or place.entity.key == "file":
        return None
    return Fragment("documents/_files.html", shown(place))


def shown(place: Place, problem: str = "") -> dict[str, Any]:
    """What the panel draws."""
    found = _known(place)
    return {
        "files": found[:FIRST],
        "rest": found[FIRST:],
        "count": len(found),
        "url": f"/files/about/{place.entity.key}/{place.record.pk}/",
        "may_add": "change" in place.may,
        "limit": settings.FILE_LIMIT // 2**20,
        "problem": problem,
    }


def _known(place: Place) -> list[File]:
    """The newest files of the record, read once for the panel and the timeline."""
    return place.once("files", lambda: files.of(place.actor, Target(place.entity.key, place.record.pk)))


# -- the timeline ----------------------------------------------------------------------------------------------------
def _read(place: Place, _only: str, marker: str | None, limit: int) -> list[Entry]:
    return [
        Entry(
            row.created_at, f"{row.created_at.isoformat()} {row.pk}", "documents/_entry.html", {"file": row}
        )
        for row in (_after(place, marker) if marker else _known(place))[:limit]
    ]


def _after(place: Place, marker: str) -> RecordQuerySet[File]:
    at, last = _place_of(marker)
    rows = gate.unrestricted(File, reason="who sees a record sees its files")
    rows = rows.filter(about_entity=place.entity.key, about_id=place.record.pk, deleted_at=None)
    return rows.filter(Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=last))).order_by(
        "-created_at", "-pk"
    )


def _place_of(marker: str) -> tuple[dt.datetime, uuid.UUID]:
    try:
        at, _space, key = marker.rpartition(" ")
        return dt.datetime.fromisoformat(at), uuid.UUID(key)
    except ValueError:
        raise BadValue(
            _("This page marker is not one that was given out; start from the first page.")
        ) from None


def _finish(place: Place, entries: Sequence[Entry]) -> list[Entry]:
    writers = [entry.context["file"].created_by_id for entry in entries]
    names = place.names([Target("user", one) if one else None for one in writers])
    return [
        replace(
            entry, context={**entry.context, "who": names.found.get(("user", writer)) if writer else None}
        )
        for entry, writer in zip(entries, writers, strict=True)
    ]


timeline.register(Stream("files", frozenset(), _read, _finish))
