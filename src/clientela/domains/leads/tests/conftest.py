from typing import Any

import pytest

from clientela.domains.leads.models import Lead
from clientela.engine.access import gate
from clientela.engine.records import commands
from tests.api.conftest import calls
from tests.conftest import _declared_shape_only, _flush_past_the_guard
from tests.screens.conftest import client, world
from tests.world import World

__all__ = ["_declared_shape_only", "_flush_past_the_guard", "calls", "client", "world"]


@pytest.fixture
def lead(world: World) -> Any:
    """A lead of Ann's."""
    return commands.create(
        world.actor("ann"),
        "lead",
        {"name": "Jan Nowak", "company_name": "Nowak Tools", "email": "jan@nowak.example", "phone": "+48 42 555 01 99",
         "interest": "Two lathes", "amount": "20 000 EUR", "source": "fair", "address": {"city": "Łódź", "postcode": "90-001", "country": "PL"}},
    )  # fmt: skip


def stored(key: Any) -> Any:
    return gate.unrestricted(Lead, reason="a test looks").get(pk=getattr(key, "pk", key))
