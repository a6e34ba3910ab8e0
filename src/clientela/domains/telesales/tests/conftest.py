"""A list of Ann's with four leads, from which Ann and Ben call; open around the clock unless a test says otherwise."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from clientela.domains.telesales import filling, lists
from clientela.domains.telesales.models import CallEntry, CallList, CallOutcome
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records import commands
from tests.screens.conftest import client, world
from tests.world import World

__all__ = ["client", "world"]
ALWAYS = "mon-sun 0:00-24:00"


@dataclass
class Desk:
    """The list and what is on it, by name."""

    world: World
    call_list: CallList
    entries: dict[str, CallEntry] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return self.world.actor(name)

    def entry(self, name: str) -> CallEntry:
        rows = gate.unrestricted(CallEntry, reason="a test looks")
        return rows.get(name=name, call_list=self.call_list, deleted_at=None)

    def outcome(self, name: str) -> CallOutcome:
        return gate.unrestricted(CallOutcome, reason="a test looks").get(name=name)

    def change(self, **values: Any) -> None:
        commands.update(self.actor("ann"), "calllist", self.call_list.pk, values)
        self.call_list.refresh_from_db()


def lead(world: World, name: str, number: int, **values: Any) -> uuid.UUID:
    given = {"name": name, "phone": f"+48 42 555 {number:04}", "source": "fair", **values}
    return commands.create(world.actor("ann"), "lead", given).pk


Opened = Callable[..., Desk]


@pytest.fixture
def opened(world: World) -> Opened:
    """Makes a desk with that many leads; `callers` by name."""

    def make(
        leads: int = 4, callers: tuple[str, ...] = ("ann", "ben"), name: str = "Fair", **values: Any
    ) -> Desk:
        for number in range(leads):
            lead(world, f"Lead {number}", number)
        return desk(world, callers, name, **values)

    return make


def desk(world: World, callers: tuple[str, ...], name: str, **values: Any) -> Desk:
    given = {"name": name, "kind": "lead", "hours": ALWAYS, **values}
    whom = [world.users[one].pk for one in callers]
    tree = {"field": "source", "op": "eq", "value": "fair"}
    made = lists.make(world.actor("ann"), given, filter=tree, callers=whom)
    filling.fill(world.actor("ann"), made.pk)
    return Desk(world, made)
