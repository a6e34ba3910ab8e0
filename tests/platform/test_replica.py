"""Heavy reading with a real streaming replica: what it may answer, and what happens when it cannot."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from clientela.config import data_folder, database
from clientela.config.server import postgres
from clientela.config.server.places import ROLE, Places, is_root
from clientela.config.server.postgres import Postgres
from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.entities import registry
from clientela.engine.postgresql import replica
from clientela.engine.records import commands
from clientela.engine.screens import lines, listing
from tests import world as cast

pytestmark = pytest.mark.faults


class Standby(Postgres):
    """A copy of the tests' own server that follows its log."""

    def copy(self, primary: Postgres) -> None:
        if is_root():
            self._make_home()
        postgres._private_folder(self.places.cluster, self._uid())
        where = ["-h", str(primary.places.sockets), "-U", "postgres"]
        self.run("pg_basebackup", "-D", self.places.cluster, "-R", "-X", "stream", "-c", "fast", *where)

    def _recorded_status(self) -> str:
        return super()._recorded_status().replace("standby", "ready")

    def tell(self, statement: str) -> None:
        with psycopg.connect(self.places.url_as("postgres", "postgres"), autocommit=True) as own:
            own.execute(statement)


@pytest.fixture(scope="module")
def standby(django_db_setup: None) -> Iterator[Standby]:
    data = Path(tempfile.gettempdir()) / f"clientela-test-replica-{os.getpid()}"
    data_folder.create(data)
    server = Standby(Places.of(data), throwaway=True)
    try:
        server.copy(Postgres(Places.of(Path(os.environ["CLIENTELA_DATA"]))))
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture
def world(standby: Standby, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[cast.World]:
    monkeypatch.setattr(replica, "_away_until", 0.0)
    address = standby.places.url_as(ROLE, str(connection.settings_dict["NAME"]))
    known: dict[str, Any] = connections.settings
    known[replica.REPLICA] = {**known["default"], **database.reading(address)}
    there = connections.create_connection(replica.REPLICA)
    there.alias = "standby"  # Django's test cases forbid every other one of the settings
    connections[replica.REPLICA] = there
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # as the product runs; the tests' server does not wait
    yield cast.build()
    there.close()
    del connections[replica.REPLICA]
    del known[replica.REPLICA]
    connection.close()


def is_replica() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return bool(cursor.fetchone()[0])


def names() -> set[str]:
    return set(gate.visible(SYSTEM, Company).values_list("name", flat=True))


def test_the_replica_answers_and_knows_what_was_just_written(world: cast.World) -> None:
    for number in range(20):
        commands.create(world.actor("ann"), "company", {"name": f"Firm {number}"})
        assert replica.read(lambda: (is_replica(), f"Firm {number}" in names())) == (True, True)  # noqa: B023  # at once
    assert not is_replica()


def test_nothing_can_be_written_there(world: cast.World) -> None:
    source = replica.reader()
    with pytest.raises(Exception, match="read-only"), source.using(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_user SET name = 'x'")
    source.close()


def test_one_that_is_behind_is_left_alone_until_it_has_caught_up(
    world: cast.World, standby: Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    standby.tell("SELECT pg_wal_replay_pause()")
    try:
        commands.create(world.actor("ann"), "company", {"name": "Late"})
        assert replica.read(lambda: (is_replica(), "Late" in names())) == (False, True)
        start = time.monotonic()
        assert replica.reader().alias == "default" and time.monotonic() - start < 0.05
    finally:
        standby.tell("SELECT pg_wal_replay_resume()")
    monkeypatch.setattr(replica, "_away_until", 0.0)
    assert replica.read(lambda: (is_replica(), "Late" in names())) == (True, True)


def test_exports_are_read_there(world: cast.World, standby: Standby, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = world.actor("ann")
    shown = listing.of_query(ann, registry.get("company"), "columns=name")
    assert replica.read(is_replica)
    standby.tell("SELECT pg_wal_replay_pause()")
    try:
        commands.create(ann, "company", {"name": "Not there yet"})
        monkeypatch.setattr(replica, "_has_caught_up", lambda: True)
        heads = lines.headings(shown, all_fields=False)
        there = list(lines.values_of(shown, lines.rows_of(shown, None), heads))
    finally:
        standby.tell("SELECT pg_wal_replay_resume()")
    assert [row[0] for row in there] == ["Zakłady Łódź"] and not is_replica()


def test_what_fails_there_is_asked_of_the_primary(world: cast.World, standby: Standby) -> None:
    asked: list[bool] = []

    def work() -> set[str]:
        asked.append(is_replica())
        if asked[-1]:
            standby.tell(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'"
            )
        return names()

    assert "Zakłady Łódź" in replica.read(work)
    assert asked == [True, False]


def test_one_that_has_died_costs_nobody_an_answer(world: cast.World, standby: Standby) -> None:
    assert standby.process is not None
    standby.process.send_signal(signal.SIGQUIT)
    standby.process.wait()
    start = time.monotonic()
    assert replica.read(lambda: (is_replica(), len(names()))) == (False, 1)
    assert time.monotonic() - start < 2
