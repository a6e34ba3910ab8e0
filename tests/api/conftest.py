"""Programs that call the API: one per member of the cast, each with a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client as Browser

from clientela.engine.access.models import ApiToken
from tests.world import World


def token_of(world: World, name: str, *scopes: str, **values: Any) -> str:
    """A new key of a member of the cast."""
    key = ApiToken.new_key()
    ApiToken.objects.create(
        user=world.users[name],
        name="test",
        digest=ApiToken.digest_of(key),
        hint=key[:8],
        scopes=list(scopes),
        **values,
    )
    return key


@dataclass
class Answered:
    """A response with its JSON already read."""

    response: Any

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def body(self) -> Any:
        return orjson.loads(self.response.content) if self.response.content else None

    @property
    def headers(self) -> Any:
        return self.response.headers

    @property
    def pointers(self) -> list[str]:
        return [error["pointer"] for error in self.body["errors"]]

    @property
    def parameters(self) -> list[str]:
        return [error["parameter"] for error in self.body["errors"]]


class Program:
    """One token calling the API through Django's own stack. `body` is sent as JSON, bytes as they are."""

    def __init__(self, token: str | None) -> None:
        self.browser = Browser()
        self.token = token

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answered:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        media = sent.pop("content-type", "application/json")
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        content = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        return Answered(
            self.browser.generic(method, f"/api/v1{path}", content, media, headers=sent, CONTENT_TYPE=media)
        )

    def get(self, path: str, **headers: str) -> Answered:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answered:
        return self("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Answered:
        return self("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answered:
        return self("DELETE", path, **headers)


Caller = Callable[[str | None], Program]


@pytest.fixture
def application() -> Iterator[WSGIHandler]:
    """The whole application as WSGI, inside the test's own transaction: it must not hang up at the end of a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def calls(world: World) -> Caller:
    """calls("ann") is a program of Ann's, calls(None) one without a token."""
    known: dict[str | None, Program] = {}

    def of(name: str | None) -> Program:
        if name not in known:
            known[name] = Program(token_of(world, name) if name else None)
        return known[name]

    return of
