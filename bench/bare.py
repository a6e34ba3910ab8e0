"""The limit under load: the same SELECT through asyncpg and orjson in a bare ASGI handler, nothing else around it.

`python -m bench.bare PORT WORKERS`, with DATABASE_URL and BENCH_SQL in the environment.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import orjson

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_pool: Any = None
_sql = os.environ.get("BENCH_SQL", "")


async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _open(receive, send)
        return
    async with _pool.acquire() as connection:
        rows = await connection.fetch(_sql)
    body = orjson.dumps({"items": [dict(row) for row in rows], "next": None}, default=str)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _open(receive: Receive, send: Send) -> None:
    global _pool
    await receive()
    url = urlsplit(os.environ["DATABASE_URL"])
    host = parse_qs(url.query)["host"][0]
    _pool = await asyncpg.create_pool(  # type: ignore[no-untyped-call]  # asyncpg has no types
        host=host, user=url.username, database=url.path[1:], min_size=8, max_size=8
    )
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


def main(port: str, workers: str) -> None:
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "bench.bare:app", address="127.0.0.1", port=int(port), interface=Interfaces.ASGI, loop=Loops.uvloop,
        workers=int(workers), log_level=LogLevels.warning,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
