"""The cast in front of a browser without a browser: Django's client, signed in by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from clientela.engine.entities import shape
from tests import world as cast
from tests.world import World


class Browser(Client):
    """`as_("ann")` signs in; `fragment` asks as htmx does for a part of a page."""

    world: World

    def as_(self, name: str | None) -> Browser:
        if name:
            self.force_login(self.world.users[name])
        return self

    def fragment(self, method: str, url: str, values: Any = None, target: str = "div#part") -> Any:
        headers = {"HX-Request": "true", "HX-Target": target}
        return getattr(self, method)(url, values or {}, headers=headers)


@pytest.fixture
def world(db: None) -> World:
    return cast.build()


@pytest.fixture
def client(world: World) -> Iterator[Browser]:
    shape.refresh()
    browser = Browser()
    browser.world = world
    yield browser
