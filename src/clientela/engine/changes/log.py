"""Reading the change log: as a stream that misses and repeats nothing, and as one record's history.

A reader sees only what lies below the oldest transaction still running (pg_snapshot_xmin). Sequence numbers alone would
skip the changes of a transaction that began earlier and commits later.
"""

# ruff: noqa: S608  # names come from the models and from here, values are parameters
from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from clientela.engine.records.models import Record

# The longest that a writing transaction may take; bounds the months that a read has to look into.
LONGEST_WRITE = dt.timedelta(hours=6)
BIGGEST = 2**63 - 1

COLUMNS = "seq, xid::text::bigint, at, actor, command, source, entity, record, operation::text, diff"


class BadCursor(ValueError):
    """A cursor that the change feed of this database did not give out."""


@dataclass(frozen=True)
class Change:
    """One change of one record: `diff` maps column → [old, new]; `operation` is i, u or d."""

    seq: int
    xid: int
    at: dt.datetime
    actor: uuid.UUID | None
    command: str
    source: str
    entity: str
    record: uuid.UUID
    operation: str
    diff: dict[str, list[Any]]


@dataclass(frozen=True)
class Position:
    """A place in the log of one database system."""

    xid: int
    seq: int
    at: dt.datetime
    system: int

    def token(self) -> str:
        packed = orjson.dumps([self.xid, self.seq, self.at.isoformat(), self.system])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def of(cls, token: str) -> Position:
        try:
            xid, seq, at, system = orjson.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            position = cls(int(xid), int(seq), dt.datetime.fromisoformat(at), int(system))
            if position.at.tzinfo is None or not all(0 <= n <= BIGGEST for n in (position.xid, position.seq)):
                raise ValueError("no place in a log")
            return position
        except (ValueError, TypeError, OverflowError):
            raise BadCursor(_("This is not a cursor of the change feed; read it from the start.")) from None


READ = f"""
SELECT {COLUMNS} FROM change
WHERE at >= %(at)s AND (xid, seq) > (%(xid)s::text::xid8, %(seq)s)
  AND xid < pg_snapshot_xmin(pg_current_snapshot())
  AND (%(entities)s::text[] IS NULL OR entity = ANY(%(entities)s))
ORDER BY xid, seq LIMIT %(limit)s
"""


def read(
    cursor: str | None, limit: int = 500, *, entities: Sequence[str] | None = None, exact: bool = False
) -> tuple[list[Change], str]:
    """The changes after a cursor (None: from the beginning), perhaps of some entities only, and the cursor after them.

    `exact` gives the numbers in the differences as Decimal instead of float.
    """
    frontier = now() if entities else ""
    position = (
        Position.of(cursor) if cursor else Position(0, 0, dt.datetime.min.replace(tzinfo=dt.UTC), system())
    )
    if position.system != system():
        raise BadCursor(_("This cursor is of another database; read the change feed from the start."))
    only = list(entities) if entities else None
    changes = _fetch(READ, _bounds(position) | {"limit": limit, "entities": only}, exact=exact)
    if frontier and len(changes) < limit:
        return changes, frontier  # nothing of these entities lies between: it need not be looked at again
    if changes:
        last = changes[-1]
        position = Position(last.xid, last.seq, last.at, position.system)
    return changes, position.token()


def _bounds(position: Position) -> dict[str, Any]:
    floor = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    at = position.at - LONGEST_WRITE if position.at > floor + LONGEST_WRITE else floor
    return {"xid": str(position.xid), "seq": position.seq, "at": at}


def now() -> str:
    """The cursor of this moment: what a reader that starts here will not have missed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, now()")
        xmin, at = cursor.fetchone()
    return Position(xmin - 1, 2**62, at, system()).token()


def system() -> int:
    """What tells this database system from one that its backup was restored into."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        return int(cursor.fetchone()[0])


def history(record: Record, limit: int = 50, before: int | None = None) -> list[Change]:
    """A record's own changes, newest first. The caller has passed the gate for the record."""
    return _fetch(
        f"SELECT {COLUMNS} FROM change WHERE record = %(record)s AND seq < %(before)s ORDER BY seq DESC LIMIT %(limit)s",
        {"record": record.pk, "before": before if before is not None else 2**62, "limit": limit},
    )


def of_column(record: Record, column: str) -> list[Change]:
    """All changes of one column of a record, oldest first. The caller has passed the gate for the record."""
    return _fetch(
        f"SELECT {COLUMNS} FROM change WHERE record = %(record)s AND diff ? %(column)s ORDER BY seq",
        {"record": record.pk, "column": column},
    )


def of_transaction(actor: uuid.UUID | None, xid: int, after: int, hours: int) -> list[Change]:
    """What an actor created and changed in one transaction behind a place in the log, newest first, while it is fresh."""
    if max(xid, after) > BIGGEST:
        return []
    sql = (
        f"SELECT {COLUMNS} FROM change WHERE xid = %(xid)s::text::xid8 AND seq > %(after)s AND actor = %(actor)s"
        " AND at > now() - make_interval(hours => %(hours)s) AND operation IN ('u', 'i') ORDER BY seq DESC"
    )
    return _fetch(sql, {"xid": str(xid), "after": after, "actor": actor, "hours": hours})


def _fetch(sql: str, params: dict[str, Any], *, exact: bool = False) -> list[Change]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Change(*(*row[:9], _json(row[9], exact))) for row in cursor.fetchall()]


def _json(value: Any, exact: bool) -> Any:
    """Django leaves jsonb to its own field; a plain cursor hands it over as text."""
    if not isinstance(value, (str, bytes)):
        return value
    return json.loads(value, parse_float=Decimal, parse_int=Decimal) if exact else orjson.loads(value)
