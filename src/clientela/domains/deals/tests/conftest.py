from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from clientela.engine.records import commands
from tests.api.conftest import calls
from tests.screens.conftest import client, world
from tests.world import World

__all__ = ["calls", "client", "world"]


@pytest.fixture
def stored(world: World) -> Callable[[], Any]:
    """The deal as the database has it now."""
    return lambda: gate.unrestricted(Deal, reason="a test looks").get(pk=world.deal.pk)


@pytest.fixture
def asks(world: World) -> Callable[..., None]:
    """Let a stage ask for fields, items to tick and tasks."""

    def ask(stage: str, *, required: Any = (), checks: Any = (), tasks: Any = ()) -> None:
        root, key = world.actor("root"), world.stages[stage].pk
        if required:
            commands.update(root, "stage", key, {"required_fields": list(required)})
        for name in checks:
            commands.create(root, "stagecheck", {"stage": key, "name": name})
        for subject, days in tasks:
            commands.create(root, "stagetask", {"stage": key, "subject": subject, "due_days": days})

    return ask
