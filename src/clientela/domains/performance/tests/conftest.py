from __future__ import annotations

import pytest

from clientela.domains.performance import keeping
from tests import world as cast
from tests.conftest import _flush_past_the_guard
from tests.frontier import settled
from tests.screens.conftest import client

__all__ = ["_flush_past_the_guard", "client"]


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The log shows what is committed only, so these tests commit."""
    return cast.build()


def caught_up() -> None:
    """Read on to the last change."""
    settled()
    keeping.catch_up()
