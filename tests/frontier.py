"""The change log tells what lies below the oldest running transaction, and other tests on the server run some."""

from __future__ import annotations

import time

from django.db import connection

PATIENCE = 60
IS_READABLE = "SELECT coalesce(max(xid) < pg_snapshot_xmin(pg_current_snapshot()), true) FROM change"


def settled() -> None:
    """Wait until everything committed in this database can be read from the log."""
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        cursor.execute(IS_READABLE)
        while not cursor.fetchone()[0]:
            assert time.monotonic() < end, "a transaction of somebody else never ended"
            time.sleep(0.05)
            cursor.execute(IS_READABLE)
