"""Django as WSGI inside an ASGI server: one thread per request, streams under back-pressure.

Django's own ASGI handler was measured three to twelve times slower. Every await of the server's `receive`
and `send` stands in a coroutine of ours, because Granian's return bare futures.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import Any

from clientela.config.server.environ import Body, environ, wanted_headers

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 1 * 2**20
# Many small chunks are joined before they cross from the thread to the event loop, but not for long.
CHUNK = 64 * 2**10
LINGER = 0.05


class TooLarge(Exception):
    """The body is longer than we take."""


class Gone(Exception):
    """The client has left; nobody reads the rest of the stream."""


class Bridge:
    """`threads` requests run at a time; a streaming answer gives its place to the next request, up to `streams`."""

    def __init__(self, application: Application, *, limit: int, threads: int = 4, streams: int = 8) -> None:
        self.application = application
        self.limit = limit
        self.slots = asyncio.Semaphore(threads)
        self.streams = asyncio.Semaphore(streams)
        self.pool = ThreadPoolExecutor(threads + streams, thread_name_prefix="django")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, self.limit)
        except TooLarge:
            await refuse(send, self.limit)
            return
        except Gone:
            return
        with body:
            await Exchange(self, scope, receive, send).run(environ(scope, body))


class Exchange:
    """One request and its answer."""

    def __init__(self, bridge: Bridge, scope: Message, receive: Receive, send: Send) -> None:
        self.bridge = bridge
        self.is_head = scope["method"] == "HEAD"
        self.receive = receive
        self.send = send
        self.loop = asyncio.get_running_loop()
        self.held: asyncio.Semaphore | None = None
        self.gone: asyncio.Task[None] | None = None
        self.start: Message = {}

    async def run(self, variables: dict[str, Any]) -> None:
        await self._hold(self.bridge.slots)
        try:
            answer = await self.loop.run_in_executor(
                self.bridge.pool, copy_context().run, self._answer, variables
            )
            if answer is not None:
                await self.send(self.start)
                await self.send({"type": "http.response.body", "body": b"" if self.is_head else answer})
        finally:
            if self.gone is not None:
                self.gone.cancel()
            if self.held is not None:
                self.held.release()

    # ── in the request's thread ────────────────────────────────────────────
    def _answer(self, variables: dict[str, Any]) -> bytes | None:
        """The whole body, or None when it was streamed from here: one thread, so one database connection."""
        response = self.bridge.application(variables, self._start_response)
        try:
            if not getattr(response, "streaming", False) or self.is_head:
                return b"" if self.is_head else b"".join(response)
            self._await(self._begin_stream())
            for chunk in joined(response):
                self._await(self._deliver(chunk))
            self._await(self._finish_stream())
        except Gone:
            pass
        finally:
            close: Callable[[], None] | None = getattr(response, "close", None)
            if close is not None:
                close()
        return None

    def _start_response(self, status: str, headers: list[tuple[str, str]], *_exception: Any) -> None:
        self.start = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": [
                (name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers
            ],
        }

    def _await(self, step: Any) -> None:
        asyncio.run_coroutine_threadsafe(step, self.loop).result()

    # ── in the event loop ──────────────────────────────────────────────────
    async def _hold(self, place: asyncio.Semaphore) -> None:
        await place.acquire()
        if self.held is not None:
            self.held.release()
        self.held = place

    async def _begin_stream(self) -> None:
        await self._hold(self.bridge.streams)
        self.gone = asyncio.create_task(self._await_disconnect())
        await self.send(self.start)

    async def _await_disconnect(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def _deliver(self, chunk: bytes) -> None:
        # A client that stops reading blocks `send`; one that leaves must not block it for ever.
        assert self.gone is not None
        sending = asyncio.ensure_future(self._send_more(chunk))
        await asyncio.wait({sending, self.gone}, return_when=asyncio.FIRST_COMPLETED)
        if not sending.done():
            sending.cancel()
        if self.gone.done():
            raise Gone
        await sending

    async def _send_more(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def _finish_stream(self) -> None:
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})


async def read_body(scope: Message, receive: Receive, limit: int) -> Body:
    """The request's body in memory, or on disk when it is long."""
    declared = wanted_headers(scope).get(b"content-length", b"0")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge
    body: Body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed by the caller)
    try:
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            size += body.write(message.get("body") or b"")
            if size > limit:
                raise TooLarge
            more = message.get("more_body", False)
        body.seek(0)
    except BaseException:
        body.close()
        raise
    return body


def joined(chunks: Iterable[bytes]) -> Iterable[bytes]:
    waiting: list[bytes] = []
    size, since = 0, monotonic()
    for chunk in chunks:
        waiting.append(chunk)
        size += len(chunk)
        if size >= CHUNK or monotonic() - since > LINGER:
            yield b"".join(waiting)
            waiting, size, since = [], 0, monotonic()
    if waiting:
        yield b"".join(waiting)


async def refuse(send: Send, limit: int) -> None:
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    problem = (
        f'{{"type": "about:blank", "title": "Content Too Large", "status": {status}, '
        f'"detail": "At most {limit // 2**20} MB can be sent at once. Split the file."}}'
    )
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": problem.encode()})
