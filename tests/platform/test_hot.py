"""Statements that are planned once, and connections that notice that their server has gone."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from psycopg import OperationalError

from clientela.config import database
from clientela.engine.entities import statistics
from clientela.engine.postgresql.base import check, hot

pytestmark = pytest.mark.django_db
PLANNED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 40 +%%'"


def test_a_hot_statement_is_planned_once_and_counted_as_any_other() -> None:
    with CaptureQueriesContext(connection) as queries:
        for number in range(4):
            with hot() as cursor:
                cursor.execute("SELECT 40 + %s::int", [number])
                assert cursor.fetchone() == (40 + number,)
    assert len(queries) == 4
    with connection.cursor() as cursor:
        cursor.execute(PLANNED)
        assert cursor.fetchone() == (1,)


def test_its_errors_are_those_of_django() -> None:
    with pytest.raises(DatabaseError), hot() as cursor:
        cursor.execute("SELECT %s::int", ["x"])


def test_nothing_is_prepared_where_a_pooler_forbids_it(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql://ann@db.example/crm"
    assert database.connection(address)["OPTIONS"]["prepare_threshold"] == database.PREPARED_AFTER
    monkeypatch.setenv("CLIENTELA_PREPARE", "0")
    assert database.connection(address)["OPTIONS"]["prepare_threshold"] is None


@pytest.mark.django_db(transaction=True)
def test_a_connection_whose_server_has_gone_is_not_given_out() -> None:
    with connection.pool.connection() as other, connection.pool.connection() as healthy:  # type: ignore[attr-defined]  # PostgreSQL only
        check(other)
        healthy.execute("SELECT pg_terminate_backend(%s, 2000)", [other.info.backend_pid])
        with pytest.raises(OperationalError):
            check(other)
        check(healthy)


def test_the_planner_knows_the_parts_of_addresses_and_is_told_once() -> None:
    made = statistics.ensure()
    assert {"known_company_address_country", "known_person_address_city"} <= set(made)
    assert statistics.ensure() == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_statisticsobjdef(oid) FROM pg_statistic_ext WHERE stxname = %s", [made[0]]
        )
        assert "->>" in cursor.fetchone()[0]


def test_a_replica_has_no_pool_to_wait_for_and_takes_no_writing() -> None:
    options = database.reading("postgresql://ann@replica.example/crm?options=-c%20jit%3Doff")["OPTIONS"]
    assert "pool" not in options and options["connect_timeout"] == 2
    assert options["options"] == "-c jit=off -c default_transaction_read_only=on"
