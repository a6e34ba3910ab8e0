"""The real web server on the test database, and browsers' event streams from it."""

from __future__ import annotations

import json
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from clientela.engine.access.models import User
from tests.jobs.workers import spawn, stop, until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(port: int = 0) -> Iterator[Server]:
    port = port or free_port()
    process = spawn(
        "clientela.config.server.web",
        "127.0.0.1",
        str(port),
        "1",
        DJANGO_SETTINGS_MODULE="clientela.config.settings",
    )
    running = Server(f"http://127.0.0.1:{port}", process)
    try:
        until(running.answers, 20)
        yield running
    finally:
        stop(process)


@dataclass
class Server:
    url: str
    process: Any

    def end(self) -> None:
        stop(self.process)

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/live", timeout=1).status_code == 401
        except httpx.TransportError:
            return False

    @contextmanager
    def follow(self, session: str, topics: str, last: str = "", settles: bool = True) -> Iterator[Reader]:
        """`settles`: forget what happened just before, which is told too."""
        reader = Reader(self.url, session, topics, {"Last-Event-ID": last} if last else {})
        reader.thread.start()
        try:
            assert reader.opened.wait(10), "no answer"
            if settles and not last:
                reader.settle()
            yield reader
        finally:
            reader.stop()


def sign_in(user: User) -> str:
    """A session as signing in makes it."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    assert store.session_key
    return store.session_key


@dataclass
class Reader:
    """An event stream read in a thread of its own, as an EventSource reads it."""

    url: str
    session: str
    topics: str
    headers: dict[str, str]
    status: int = 0
    last_id: str = ""
    opened: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    events: queue.Queue[dict[str, Any]] = field(default_factory=queue.Queue)
    beats: int = 0
    wants: bool = True

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._read, daemon=True)

    def _read(self) -> None:
        cookies = {settings.SESSION_COOKIE_NAME: self.session} if self.session else None
        try:
            with (
                httpx.Client(timeout=httpx.Timeout(60, read=60), cookies=cookies) as client,
                client.stream(
                    "GET", f"{self.url}/live", params={"topics": self.topics}, headers=self.headers
                ) as answer,
            ):
                self.status = answer.status_code
                self.opened.set()
                self._take(answer)
        except httpx.TransportError:
            pass
        finally:
            self.ended.set()
            self.opened.set()

    def _take(self, answer: httpx.Response) -> None:
        kind = "message"
        for line in answer.iter_lines():
            if not self.wants:
                return
            name, _colon, value = line.partition(": ")
            match name:
                case "":
                    self.beats += line.startswith(":")
                case "event":
                    kind = value
                case "id":
                    self.last_id = value
                case "data":
                    if kind != "hello":
                        self.events.put({"kind": kind, **json.loads(value)})
                    kind = "message"

    def stop(self) -> None:
        self.wants = False

    def settle(self) -> None:
        """Until nothing has come for longer than the server's pace."""
        while self.all(0.8):
            pass

    def next(self, seconds: float = 3.0) -> dict[str, Any]:
        return self.events.get(timeout=seconds)

    def all(self, seconds: float = 2.0) -> list[dict[str, Any]]:
        """What comes within so many seconds."""
        time.sleep(seconds)
        return [self.events.get_nowait() for _ in range(self.events.qsize())]
