"""`/live?topics=…`: server-sent events for a signed-in browser (HTML Living Standard, section 9.2)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from clientela.engine.access.actor import Actor
from clientela.engine.live import topics
from clientela.engine.live.feed import Place
from clientela.engine.live.hub import Hub
from clientela.engine.live.session import actor_of, key_in
from clientela.engine.live.stream import Stream, hello

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

BEAT = 15.0
# A reader that takes nothing for so long is gone, whatever its connection says.
PATIENCE = 30.0
STREAMS_EACH = 40
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

hub = Hub()


class Refusal(Exception):
    def __init__(self, status: int, text: str) -> None:
        self.status = status
        super().__init__(text)


async def app(scope: Message, receive: Receive, send: Send) -> None:
    try:
        stream = await _opened(scope)
    except Refusal as refusal:
        await _refuse(send, refusal)
        return
    gone = asyncio.create_task(_disconnected(receive))
    try:
        await hub.join(stream, _last(scope))
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _send(send, hello(hub.position))
        while not (stream.is_closing or gone.done()):
            await _pass_on(stream, send, gone)
        await send({"type": "http.response.body", "body": stream.take(), "more_body": False})
    except TimeoutError:
        pass  # the reader stopped reading
    finally:
        gone.cancel()
        hub.leave(stream)


async def _opened(scope: Message) -> Stream:
    if scope["method"] != "GET":
        raise Refusal(405, "Only GET.")
    if hub.is_closing:
        raise Refusal(503, "The server is ending; try again in a moment.")
    session = key_in(_header(scope, b"cookie"))
    actor = await hub.in_thread(actor_of, session) if session else None
    if actor is None:
        raise Refusal(401, "Sign in first.")
    if hub.count_of(actor.user_id) >= STREAMS_EACH:
        raise Refusal(429, f"At most {STREAMS_EACH} pages at a time can follow changes.")
    return Stream(actor, session, await hub.in_thread(_topics, actor, _parameter(scope, "topics")))


def _topics(actor: Actor, text: str) -> topics.Topics:
    try:
        wanted = topics.parse(text)
    except topics.BadTopic as bad:
        raise Refusal(400, str(bad)) from None
    topics.drop_hidden(actor, wanted)
    return wanted


async def _pass_on(stream: Stream, send: Send, gone: asyncio.Task[None]) -> None:
    """Whatever comes first: something to tell, the next beat, or the end."""
    stirred = asyncio.create_task(stream.stirred.wait())
    await asyncio.wait({stirred, gone}, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
    stirred.cancel()
    if not gone.done():
        await _send(send, stream.take() or b": beat\n\n")


async def _send(send: Send, body: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, refusal: Refusal) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{refusal}\n".encode()})


def _last(scope: Message) -> Place | None:
    """The position of the last event that this browser got: it says so itself, or the page does for it."""
    xid, _dot, seq = (_header(scope, b"last-event-id") or _parameter(scope, "after")).partition(".")
    return (int(xid), int(seq)) if xid.isdecimal() and seq.isdecimal() else None


def _header(scope: Message, name: bytes) -> str:
    values = [bytes(value) for key, value in scope["headers"] if bytes(key).lower() == name]
    return b"; ".join(values).decode("latin-1")


def _parameter(scope: Message, name: str) -> str:
    found = parse_qs(scope["query_string"].decode("latin-1")).get(name)
    return found[0] if found else ""
