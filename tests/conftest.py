"""Fixtures for every test. PostgreSQL itself is started by tests/cluster.py."""

import os
from typing import Any

import pytest
from django.db import connections

from clientela.engine.entities import shape
from tests import world as cast
from tests.cluster import TEMPLATE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Test databases are copies of the migrated one: a file copy instead of a hundred migrations."""
    if template := os.environ.get(TEMPLATE):
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guard(django_db_setup: None) -> None:
    """Tests that commit are cleaned up by TRUNCATE, which the product forbids; the shape's version row stays."""
    # On the class: beside a running event loop (Playwright's) Django opens another connection.
    operations = type(connections["default"].ops)
    flush = operations.sql_flush

    def sql_flush(self: Any, style: Any, tables: list[str], **options: bool) -> list[str]:
        unmanaged = {"change", "procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers"}
        kept = {"entities_shapeversion", "django_content_type", "auth_permission"}
        statements = flush(
            self, style, [table for table in {*tables, *unmanaged} if table not in kept], **options
        )
        return ["SET clientela.truncate = 'on'", *statements, "SET clientela.truncate = ''"]

    operations.sql_flush = sql_flush  # type: ignore[method-assign, assignment]  # meant


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Argon2 is slow on purpose; what is tested here is not how slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _declared_shape_only() -> None:
    """What a test before added to the shape was rolled back with it."""
    shape.forget()


@pytest.fixture
def world(db: None) -> cast.World:
    """The cast with a company, a person and a deal of Ann's."""
    return cast.build()
