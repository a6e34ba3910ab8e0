"""Django's PostgreSQL backend with two things that every request gains by: statements planned once, and a connection
taken from the pool without asking the server first. ADR 0007 has the figures.
"""

from __future__ import annotations

import select
from typing import Any

from django.db import connection
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def pool(self) -> Any:
        found = super().pool
        if found is not None and self.settings_dict["CONN_HEALTH_CHECKS"]:
            found._check = check  # Django gives its own, and a pool takes only one
        return found

    def hot_cursor(self) -> CursorWrapper:
        """A cursor whose statements PostgreSQL plans once per connection instead of once per use."""
        self.ensure_connection()
        with self.wrap_database_errors:
            raw = base.ServerBindingCursor(self.connection)  # type: ignore[call-arg]  # the stubs know no connection
            cursor: CursorWrapper = self._prepare_cursor(raw)  # type: ignore[attr-defined]  # nor this
        return cursor


def hot() -> CursorWrapper:
    """For the few statements that every request sends. Any other is better planned for its own values."""
    cursor: CursorWrapper = connection.hot_cursor()  # type: ignore[attr-defined]  # ours, see database.py
    return cursor


def check(connection: Connection[Any]) -> None:
    """Raises OperationalError for a connection whose server is gone: it has closed its end, which shows without asking.

    The others are gone with it as a rule, and the pool waits ever longer before it looks at the next one: with some of
    them a request would come too late. So it begins with new ones.
    """
    looked = select.poll()
    looked.register(connection.fileno(), select.POLLIN)
    if looked.poll(0):  # or it has merely said something
        try:
            ConnectionPool.check_connection(connection)
        except OperationalError:
            if isinstance(pool := getattr(connection, "_pool", None), ConnectionPool):
                pool.drain()
            raise
