"""Attackers: programs with a token, and browsers in which a member of the cast has signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.api.conftest import calls
from tests.world import World

__all__ = ["calls"]

SignedIn = Callable[[str], Client]


@pytest.fixture
def signed_in(world: World) -> SignedIn:
    """A browser of one of the cast. An exception becomes a 500, as it does for strangers."""

    def browser(name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(world.users[name], backend="clientela.engine.access.backend.Backend")
        return client

    return browser
