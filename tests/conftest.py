"""Fixtures for every test. PostgreSQL itself is started by tests/cluster.py."""

import os

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


@pytest.fixture(autouse=True)
def _declared_shape_only() -> None:
    """What a test before added to the shape was rolled back with it."""
    shape._current = shape.EMPTY


@pytest.fixture
def world(db: None) -> cast.World:
    """The cast with a company, a person and a deal of Ann's."""
    return cast.build()
