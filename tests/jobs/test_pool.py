"""The pool of connections after PostgreSQL dropped them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

MANY = 8


def test_the_next_request_is_served_when_every_connection_was_dropped(transactional_db: None) -> None:
    met = threading.Barrier(MANY)
    with ThreadPoolExecutor(MANY) as callers:
        list(callers.map(lambda _n: _ask("SELECT 1", met), range(MANY)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] >= MANY - 1  # this one is of the pool too
    with ThreadPoolExecutor(1) as caller:
        assert caller.submit(_ask, "SELECT 2").result() == 2


def _ask(sql: str, met: threading.Barrier | None = None) -> Any:
    try:
        with connection.cursor() as cursor:
            if met is not None:
                met.wait(30)
            cursor.execute(sql)
            return cursor.fetchone()[0]
    finally:
        connection.close()
