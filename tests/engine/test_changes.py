"""The change log sees every write, and its readers miss and repeat nothing, however writers interleave."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.changes import log
from clientela.engine.records import commands
from tests.frontier import settled
from tests.world import World

WRITERS, READERS, SECONDS = 6, 3, 4.0


def _dsn() -> dict[str, Any]:
    settings = connection.settings_dict
    return {
        "dbname": settings["NAME"],
        "user": settings["USER"] or None,
        "host": settings["HOST"] or None,
        "port": settings["PORT"] or None,
    }


@pytest.mark.django_db(transaction=True)
def test_readers_miss_and_repeat_nothing() -> None:
    """Writers commit late, roll back and use savepoints; readers take random bites. Both sides must agree at the end."""
    stop = time.monotonic() + SECONDS
    written: list[str] = []
    start = log.now()
    read: list[list[str]] = [[] for _ in range(READERS)]
    finished = threading.Event()
    writers = [threading.Thread(target=_write, args=(seed, stop, written)) for seed in range(WRITERS)]
    readers = [
        threading.Thread(target=_read, args=(seed, start, read[seed], finished)) for seed in range(READERS)
    ]
    for thread in (*writers, *readers):
        thread.start()
    for thread in writers:
        thread.join()
    settled()
    finished.set()
    for thread in readers:
        thread.join()
    assert len(written) > 100
    for seen in read:
        assert len(seen) == len(set(seen)), "a change was read twice"
        assert set(seen) == set(written), "a change was missed or invented"


def _write(seed: int, stop: float, written: list[str]) -> None:
    chance = random.Random(seed)
    number = 0
    with psycopg.connect(**_dsn()) as db:
        while time.monotonic() < stop:
            names = [f"{seed}-{number + i}" for i in range(chance.randint(1, 4))]
            number += len(names)
            kept: list[str] = []
            db.execute("SELECT 1")  # begins the outer transaction, so that the blocks below are savepoints
            for name in names:
                with contextlib.suppress(psycopg.errors.RaiseException), db.transaction():
                    db.execute(
                        "INSERT INTO contacts_company (id, name, version, custom, do_not_contact, blacklisted) "
                        "VALUES (gen_random_uuid(), %s, 1, '{}', false, false)",
                        [name],
                    )
                    if chance.random() < 0.2:
                        raise psycopg.errors.RaiseException
                    kept.append(name)
            time.sleep(chance.choice([0, 0.001, 0.02, 0.2]))
            if chance.random() < 0.2:
                db.rollback()
            else:
                db.commit()
                written.extend(kept)


def _read(seed: int, cursor: str, seen: list[str], finished: threading.Event) -> None:
    chance = random.Random(1000 + seed)
    try:
        while True:
            last_round = finished.is_set()
            changes, cursor = log.read(cursor, chance.choice([1, 3, 50, 400]))
            seen.extend(change.diff["name"][1] for change in changes if change.entity == "company")
            if last_round and not changes:
                return
            if not changes:
                time.sleep(chance.random() * 0.02)
            if chance.random() < 0.05:
                connection.close()
    finally:
        connection.close()


STATEMENTS = [
    ("UPDATE contacts_company SET name = name || '!'", 2),
    ("UPDATE contacts_company SET name = name", 0),
    ("UPDATE contacts_company SET search = NULL, updated_at = now()", 0),
    ("DELETE FROM contacts_company", 2),
    ("WITH gone AS (DELETE FROM contacts_company RETURNING 1) SELECT count(*) FROM gone", 2),
    ("INSERT INTO contacts_company (id, name, version, custom, do_not_contact, blacklisted) "
     "SELECT id, 'again', 1, '{}', false, false FROM contacts_company ON CONFLICT (id) DO UPDATE SET name = excluded.name", 2),
    ("MERGE INTO contacts_company c USING (SELECT id FROM contacts_company LIMIT 1) s ON c.id = s.id "
     "WHEN MATCHED THEN UPDATE SET name = 'merged'", 1),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "expected"), STATEMENTS)
@pytest.mark.django_db
def test_raw_and_bulk_statements_are_logged_row_by_row(sql: str, expected: int) -> None:
    for name in ("A", "B"):
        commands.create(SYSTEM, "company", {"name": name})
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM change")
        (before,) = cursor.fetchone()
        cursor.execute(sql)
        cursor.execute("SELECT count(*) FROM change WHERE seq > %s AND entity = 'company'", [before])
        assert cursor.fetchone() == (expected,)


@pytest.mark.parametrize(
    "sql", ["TRUNCATE contacts_company CASCADE", "UPDATE contacts_company SET id = gen_random_uuid()"]
)
def test_what_would_escape_the_log_is_forbidden(world: World, sql: str) -> None:
    with (
        pytest.raises(Exception, match=r"log|keeps its id"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)


def test_a_refused_command_leaves_no_trace(world: World) -> None:
    before = len(log.history(world.company))
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        commands.update(world.actor("ann"), "company", world.company.pk, {"name": "Lost"})
        raise ZeroDivisionError
    assert len(log.history(world.company)) == before
    assert gate.get(world.actor("ann"), Company, world.company.pk).name == "Zakłady Łódź"


@pytest.mark.parametrize(
    "token", ["nonsense", "W10", "WzEsMiwzXQ", "WzAsMCwiMDAwMS0wMS0wMVQwMDowMDowMCswMDowMCIsMV0"]
)
@pytest.mark.django_db
def test_a_foreign_cursor_is_refused(token: str) -> None:
    with pytest.raises(log.BadCursor):
        log.read(token)
