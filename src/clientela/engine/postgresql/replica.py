"""Heavy reading from a streaming replica, where there is one (CLIENTELA_REPLICA_URL) and it is not behind.

Nobody reads there what was true a while ago: a reader first asks the primary how far its log is on disk, which is at
least everything that was acknowledged to anybody, and waits a moment for the replica to have replayed it. A replica
that is away, too far behind or no replica at all is left alone, and the primary is asked as if there were none.

Inside `using()` the connection "default" of this thread is the replica's, so that cursors and querysets follow alike.
Only what reads belongs there: a replica refuses to be written to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connections

T = TypeVar("T")
REPLICA = "replica"
# A replica is milliseconds behind; whoever waits for a big figure or file does not notice so much.
PATIENCE, LOOK = 0.3, 0.01
# One that could not be reached, or did not catch up, is not tried again for so many seconds.
PAUSE = 10.0

logger = structlog.get_logger("clientela.replica")
_away_until = 0.0


class Reader:
    """Where to read: chosen once, so that all parts of one answer come from one server."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    @contextmanager
    def using(self) -> Iterator[None]:
        if self.alias != REPLICA:
            yield
            return
        primary = connections["default"]
        connections["default"] = connections[REPLICA]
        try:
            yield
        finally:
            connections["default"] = primary

    def close(self) -> None:
        if self.alias == REPLICA:
            connections[REPLICA].close()


def reader() -> Reader:
    """The replica, if it has replayed everything that was acknowledged by now; else the primary."""
    global _away_until
    if REPLICA not in connections.settings or time.monotonic() < _away_until:
        return Reader("default")
    try:
        if _has_caught_up():
            return Reader(REPLICA)
        reason = "it is behind, or no replica"
    except DatabaseError as failure:
        reason = str(failure).strip()
    connections[REPLICA].close()
    _away_until = time.monotonic() + PAUSE
    logger.warning("reading from the primary instead of the replica", reason=reason)
    return Reader("default")


def read(work: Callable[[], T]) -> T:
    """What `work` reads; asked again of the primary when the replica fails meanwhile (it ends, or cancels a long query)."""
    chosen = reader()
    try:
        with chosen.using():
            return work()
    except (OperationalError, InterfaceError):
        if chosen.alias != REPLICA:
            raise
    finally:
        chosen.close()
    return work()


def _has_caught_up() -> bool:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()::text")
        target = cursor.fetchone()[0]
    until = time.monotonic() + PATIENCE
    with connections[REPLICA].cursor() as cursor:
        while True:
            # NULL on a server that is no replica, or has been made a primary: what it holds is not ours any more.
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn, pg_is_in_recovery()", [target])
            caught_up, is_replica = cursor.fetchone()
            if caught_up or not is_replica or time.monotonic() > until:
                return bool(caught_up and is_replica)
            time.sleep(LOOK)
