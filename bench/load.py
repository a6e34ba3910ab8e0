"""Sixteen clients at once: requests a second, as a share of what a bare handler answers on the same machine."""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench import processor
from bench.figures import Figure
from bench.latency import yardstick_sql
from bench.people import Visitor
from bench.server import Served, await_answer, free_port
from clientela.config.server import processes

CLIENTS, WARM, SECONDS, ROUNDS, WORKERS = 16, 1.0, 4.0, 3, 2


@dataclass(frozen=True)
class Round:
    """Requests a second, and the processor seconds that servers and PostgreSQL spent on one."""

    rate: float
    cost: float


def measure(served: Served, who: Visitor) -> Iterator[Figure]:
    """The three in turn, several times: the machine's other work meets all alike."""
    with _bare(served) as (bare, bare_pid):
        targets: dict[str, tuple[int, str, Mapping[str, str]]] = {
            "bare limit": (bare, "/", {}),
            "API list": (served.port, "/api/v1/people", who.api_headers),
            "list page": (served.port, "/people/", who.headers),
        }
        rounds: dict[str, list[Round]] = {name: [] for name in targets}
        for _round in range(ROUNDS):
            for name, target in targets.items():
                rounds[name].append(_costed(served, bare_pid, target))
    for name, least in (("bare limit", None), ("API list", 30), ("list page", 12)):
        yield _figure(name, least, who, rounds[name], rounds["bare limit"])


def _figure(
    name: str, least: int | None, who: Visitor, ours: Sequence[Round], bare: Sequence[Round]
) -> Figure:
    """Each round against the limit of the same round; the middle one counts. Without `least` it is the limit itself."""
    shares = [one.rate / limit.rate * 100 for one, limit in zip(ours, bare, strict=True)]
    works = [limit.cost / one.cost * 100 for one, limit in zip(ours, bare, strict=True)]
    return Figure(
        f"{name}, {CLIENTS} clients",
        "" if least is None else who.name,
        f"{statistics.median(one.rate for one in ours):.0f} requests/s",
        None if least is None else statistics.median(shares),
        least=least,
        unit=" %",
        work=None if least is None else statistics.median(works),
        detail={
            "rounds": [one.rate for one in ours],
            "cpu_ms": statistics.median(one.cost for one in ours) * 1000,
        },
    )


def _costed(served: Served, bare_pid: int, target: tuple[int, str, Mapping[str, str]]) -> Round:
    """Only one server has work at a time, so what all of them spend is spent on this target."""
    before = processor.of_server(served) + processor.of_tree(bare_pid)
    rate = asyncio.run(_pressed(*target))
    spent = processor.of_server(served) + processor.of_tree(bare_pid) - before
    return Round(rate, spent / (rate * (WARM + SECONDS)))


@contextmanager
def _bare(served: Served) -> Iterator[tuple[int, int]]:
    port = free_port()
    environment = os.environ | {"DATABASE_URL": served.database, "BENCH_SQL": yardstick_sql()}
    command = [sys.executable, "-m", "bench.bare", str(port), str(WORKERS)]
    child = processes.spawn(command, last_signal=signal.SIGTERM, env=environment)
    try:
        await_answer(child, f"http://127.0.0.1:{port}/", time.monotonic())
        yield port, child.pid
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
