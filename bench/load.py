"""Sixteen clients at once: requests a second, as a share of what a bare handler answers on the same machine."""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bench.figures import Figure
from bench.latency import yardstick_sql
from bench.people import Visitor
from bench.server import Served, await_answer, free_port
from clientela.config.server import processes

CLIENTS, WARM, SECONDS, ROUNDS, WORKERS = 16, 1.0, 4.0, 3, 2


def measure(served: Served, who: Visitor) -> Iterator[Figure]:
    """The three in turn, several times: the machine's other work meets all alike."""
    with _bare(served) as bare:
        targets: dict[str, tuple[int, str, Mapping[str, str]]] = {
            "bare limit": (bare, "/", {}),
            "API list": (served.port, "/api/v1/people", who.api_headers),
            "list page": (served.port, "/people/", who.headers),
        }
        rates: dict[str, list[float]] = {name: [] for name in targets}
        for _round in range(ROUNDS):
            for name, target in targets.items():
                rates[name].append(asyncio.run(_pressed(*target)))
    for name, least in (("bare limit", None), ("API list", 30), ("list page", 12)):
        # Each round against the limit of the same round; the middle one counts.
        shares = [rate / limit * 100 for rate, limit in zip(rates[name], rates["bare limit"], strict=True)]
        yield Figure(
            f"{name}, {CLIENTS} clients", "" if least is None else who.name,
            f"{statistics.median(rates[name]):.0f} requests/s", None if least is None else statistics.median(shares),
            least=least, unit=" %", detail={"rounds": rates[name]},
        )  # fmt: skip


@contextmanager
def _bare(served: Served) -> Iterator[int]:
    port = free_port()
    environment = os.environ | {"DATABASE_URL": served.database, "BENCH_SQL": yardstick_sql()}
    command = [sys.executable, "-m", "bench.bare", str(port), str(WORKERS)]
    child = processes.spawn(command, last_signal=signal.SIGTERM, env=environment)
    try:
        await_answer(child, f"http://127.0.0.1:{port}/", time.monotonic())
        yield port
    finally:
        processes.stop(child, politely=signal.SIGTERM, patience=10)


async def _pressed(port: int, path: str, headers: Mapping[str, str]) -> float:
    """Requests a second of all clients together. They do as little as they can: they share the machine."""
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: localhost",
        *(f"{key}: {value}" for key, value in headers.items()),
    ]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    begins = time.perf_counter() + WARM
    ends = begins + SECONDS
    counts = await asyncio.gather(*(_client(port, request, begins, ends) for _ in range(CLIENTS)))
    return sum(counts) / SECONDS


async def _client(port: int, request: bytes, begins: float, ends: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**21)
    answered = 0
    while (now := time.perf_counter()) < ends:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b" 200 " not in head[:20]:
            raise SystemExit(f"Under load: {head[:60].decode(errors='replace')}")
        _before, _sign, after = head.partition(b"content-length:")
        await reader.readexactly(int(after.split(b"\r\n", 1)[0]))
        answered += now >= begins
    writer.close()
    return answered
