"""Who has a record open right now: every process writes down its own readers, and each reads all of them.

A reader that is hidden or closed is gone with its stream; those of a process that was killed are forgotten after STALE.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterable
from typing import Any

import psycopg
from django.utils import timezone

from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.fields.link import Target
from clientela.engine.live.models import Presence
from clientela.engine.live.stream import Event, Stream
from clientela.engine.query import links

BEAT = 10.0
STALE = dt.timedelta(seconds=3 * BEAT)
MOST_SHOWN = 5

Row = tuple[uuid.UUID, uuid.UUID, uuid.UUID]

LEAVE = "DELETE FROM live_presence WHERE stream = ANY(%s) OR seen_at < clock_timestamp() - %s::interval * 4"
STAY = """
INSERT INTO live_presence (stream, record, person, seen_at)
SELECT *, clock_timestamp() FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[])
ON CONFLICT (stream, record) DO UPDATE SET seen_at = excluded.seen_at
"""
PRESENT = """
SELECT record, array_agg(DISTINCT person) FROM live_presence
WHERE record = ANY(%s) AND seen_at > clock_timestamp() - %s::interval GROUP BY record
"""


class Presences:
    """The readers of this process, as they were last written down."""

    def __init__(self) -> None:
        self.written: set[Row] = set()
        self.beaten = 0.0

    async def look(
        self, own: psycopg.AsyncConnection[Any], streams: Iterable[Stream]
    ) -> list[tuple[Stream, Event]]:
        """Whom to tell that others came or went."""
        present = [(stream, record) for stream in streams for record in stream.topics.present]
        await self._write(own, {(stream.id, record, stream.actor.user.pk) for stream, record in present})
        if not present:
            return []
        cursor = await own.execute(PRESENT, [list({record for _stream, record in present}), STALE])
        people = {record: frozenset(found) for record, found in await cursor.fetchall()}
        told = []
        for stream, record in present:
            others = people.get(record, frozenset()) - {stream.actor.user_id}
            if others != stream.others.get(record, frozenset()):
                stream.others[record] = others
                told.append((stream, Event(f"here:{record}", {})))
        return told

    async def _write(self, own: psycopg.AsyncConnection[Any], rows: set[Row]) -> None:
        is_due = bool(rows) and time.monotonic() - self.beaten > BEAT
        if rows == self.written and not is_due:
            return
        gone = {stream for stream, *_rest in self.written} - {stream for stream, *_rest in rows}
        await own.execute(LEAVE, [list(gone), STALE])
        if rows:
            await own.execute(STAY, [list(column) for column in zip(*rows, strict=True)])
        self.written, self.beaten = rows, time.monotonic()


def others(actor: Actor, record: uuid.UUID) -> list[links.LinkTitle]:
    """The colleagues who have the record open too, as far as the actor may see colleagues, by name."""
    fresh = Presence.objects.filter(record=record, seen_at__gt=timezone.now() - STALE)
    people = set(fresh.values_list("person", flat=True)) - {actor.user_id}
    titles = links.of_targets(actor, [Target(registry.get("user").key, one) for one in people])
    shown = [title for title in titles.found.values() if title.visible]
    return sorted(shown, key=lambda title: title.title)[:MOST_SHOWN]
