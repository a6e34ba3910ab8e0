from __future__ import annotations

import pytest

from tests import world as cast
from tests.conftest import _flush_past_the_guard
from tests.screens.conftest import client

__all__ = ["_flush_past_the_guard", "client"]


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The log shows what is committed only, so these tests commit."""
    return cast.build()
