"""A small WSGI application behind the bridge, for test_bridge."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from clientela.config.server.bridge import Bridge, Message, Receive, Send

NOTES = "CLIENTELA_TEST_NOTES"
LIMIT = 4 * 2**20


class Stream:
    """What Django's streaming response looks like to a WSGI server."""

    streaming = True

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.sent = 0
        self.threads = {threading.get_ident()}

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.sent += len(chunk)
            self.threads.add(threading.get_ident())
            yield chunk

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        note = {"sent": self.sent, "threads": len(self.threads)}
        Path(os.environ[NOTES]).write_text(json.dumps(note), encoding="ascii")


def echo(environ: dict[str, Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    answer = {name: value for name, value in environ.items() if isinstance(value, str)}
    return [
        json.dumps({"length": len(body), "start": body[:50].decode("latin-1"), "environ": answer}).encode()
    ]


def endless(_environ: dict[str, Any]) -> Iterable[bytes]:
    def chunks() -> Iterator[bytes]:
        while True:
            yield b"x" * 65_536

    return Stream(chunks())


def slow(_environ: dict[str, Any]) -> Iterable[bytes]:
    def chunks() -> Iterator[bytes]:
        for number in range(3):
            yield f"{number}\n".encode()
            time.sleep(0.3)

    return Stream(chunks())


def export(_environ: dict[str, Any]) -> Iterable[bytes]:
    return Stream(b"%09d\n" % number for number in range(200_000))


ANSWERS: dict[str, Callable[[dict[str, Any]], Iterable[bytes]]] = {
    "/endless": endless,
    "/slow": slow,
    "/export": export,
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-One", "1"), ("Set-Cookie", "a=b")])
    return ANSWERS.get(environ["PATH_INFO"], echo)(environ)


_bridge: Bridge | None = None


async def app(scope: Message, receive: Receive, send: Send) -> None:
    global _bridge
    if scope["type"] == "http":
        _bridge = _bridge or Bridge(application, limit=LIMIT, threads=2, streams=8)
        await _bridge(scope, receive, send)
