"""The hub's own way to the database: the change log from a position on, and jobs that moved."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

from clientela.engine.changes.log import LONGEST_WRITE, READ, Change

Place = tuple[int, int]
# More in one look is a flood (an import, a bulk edit): nobody reads that one by one.
MOST = 1_000
# So many transactions back lies surely all that happened since the page that follows was drawn.
LATELY = 200

OVERLAP = dt.timedelta(seconds=2)

FRONTIER = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, now()"
MOVED = """
SELECT id, user_id, state, done, total, moved_at FROM jobs_progress
WHERE moved_at > %s AND user_id IS NOT NULL ORDER BY moved_at LIMIT 500
"""
# Progress is committed a moment after its time is taken; so far back it is looked for again.
LATE = dt.timedelta(seconds=2)


@dataclass(frozen=True)
class Moved:
    """A job that came further or ended."""

    id: uuid.UUID
    user: uuid.UUID
    state: str
    done: int
    total: int | None
    at: dt.datetime

    def said(self) -> dict[str, Any]:
        return {"job": str(self.id), "state": self.state, "done": self.done, "total": self.total}


class Feed:
    """`place` is the (xid, seq) up to which everything has been read."""

    def __init__(self) -> None:
        self.place: Place = (0, 0)
        self.since = dt.datetime.now(dt.UTC)
        self.moved_at = self.since
        self.told: set[tuple[uuid.UUID, dt.datetime]] = set()

    async def begin(self, own: psycopg.AsyncConnection[Any]) -> list[Change]:
        """Start here; returns what happened just before, since the page that made us start was drawn then."""
        frontier, now = await _one(own, FRONTIER)
        lately = await _changes(own, max(frontier - LATELY, 0), 0, now - OVERLAP)
        self.place, self.since, self.moved_at = (frontier, 0), now - LONGEST_WRITE, now
        return [change for change in lately if change.xid < frontier]

    async def read(self, own: psycopg.AsyncConnection[Any]) -> tuple[list[Change], bool]:
        """The changes since the last look, and whether there were too many, in which case they are skipped."""
        changes = await _changes(own, *self.place, self.since)
        if len(changes) == MOST:
            frontier, now = await _one(own, FRONTIER)
            self.place, self.since = (frontier, 0), now - LONGEST_WRITE
            return [], True
        if changes:
            last = changes[-1]
            self.place = (last.xid, last.seq)
            self.since = max(self.since, last.at - LONGEST_WRITE)
        return changes, False

    async def moved(self, own: psycopg.AsyncConnection[Any]) -> list[Moved]:
        cursor = await own.execute(MOVED, [self.moved_at - LATE])
        rows = [Moved(*row) for row in await cursor.fetchall()]
        fresh = [job for job in rows if (job.id, job.at) not in self.told]
        self.told = {(job.id, job.at) for job in rows}
        if rows:
            self.moved_at = max(self.moved_at, rows[-1].at)
        return fresh


async def _changes(own: psycopg.AsyncConnection[Any], xid: int, seq: int, at: dt.datetime) -> list[Change]:
    cursor = await own.execute(READ, {"at": at, "xid": str(xid), "seq": seq, "limit": MOST, "entities": None})
    return [Change(*row) for row in await cursor.fetchall()]


async def _one(own: psycopg.AsyncConnection[Any], sql: LiteralString) -> Any:
    row = await (await own.execute(sql)).fetchone()
    assert row is not None
    return row
