from __future__ import annotations

import time

import pytest
from django.db import connection

from clientela.domains.performance import keeping
from tests import world as cast
from tests.conftest import _flush_past_the_guard
from tests.screens.conftest import client

__all__ = ["_flush_past_the_guard", "client"]


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The log shows what is committed only, so these tests commit."""
    return cast.build()


PATIENCE = 60
IS_READABLE = "SELECT coalesce(max(xid) < pg_snapshot_xmin(pg_current_snapshot()), true) FROM change"


def caught_up() -> None:
    """Read on to the last change. It shows only when no older transaction runs, of any test on this server."""
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        cursor.execute(IS_READABLE)
        while not cursor.fetchone()[0]:
            assert time.monotonic() < end, "a transaction of somebody else never ended"
            time.sleep(0.05)
            cursor.execute(IS_READABLE)
    keeping.catch_up()
