"""What one transaction has made so far, read from the change log; and what points at records."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from django.db import connection

from clientela.engine.entities import registry
from clientela.engine.records import pointers

MADE = """
SELECT entity, record FROM change
WHERE xid = pg_current_xact_id() AND seq > %s AND operation = 'i' AND at > now() - interval '1 day' ORDER BY seq
"""

Row = tuple[str, uuid.UUID]


def here() -> int:
    """This place in the log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM change_seq")
        return int(cursor.fetchone()[0])


def made_since(place: int) -> list[Row]:
    """Records that this transaction has created behind a place in the log, in order."""
    known = {entity.key for entity in registry.every()}
    with connection.cursor() as cursor:
        cursor.execute(MADE, [place])
        return [(entity, record) for entity, record in cursor.fetchall() if entity in known]


def versions(rows: Sequence[Row]) -> dict[uuid.UUID, tuple[int, bool]]:
    """Version of each, and whether it is out of the recycle bin; locked until the end of the transaction."""
    found: dict[uuid.UUID, tuple[int, bool]] = {}
    for key in sorted({entity for entity, _pk in rows}):
        table = registry.get(key).model._meta.db_table
        ids = [pk for entity, pk in rows if entity == key]
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT id, version, deleted_at IS NULL FROM "{table}" WHERE id = ANY(%s) ORDER BY id FOR UPDATE',  # noqa: S608  # names of ours
                [ids],
            )
            found |= {pk: (version, alive) for pk, version, alive in cursor.fetchall()}
    return found


def users_of(row: Row) -> Iterator[Row]:
    """Living records that point at this one."""
    key, record = row
    for pointer in pointers.pointers(registry.get(key)):
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT t.id FROM "{pointer.table}" t WHERE t.deleted_at IS NULL AND {pointers.indexed(pointer)} '  # noqa: S608  # names of ours
                f"AND {pointer.where}",
                [[str(record)]] * 2,
            )
            yield from ((pointer.entity.key, pk) for (pk,) in cursor.fetchall())
