from __future__ import annotations

import pytest

from tests import world as cast
from tests.screens.conftest import client

__all__ = ["client"]


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The log shows what is committed only, so these tests commit."""
    return cast.build()
