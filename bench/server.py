"""The product's own server on a seeded folder: the processes as `serve` starts them, on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from clientela.config.server import processes
from clientela.config.server.places import Places

PATIENCE = 120.0
MB = 2**20


@dataclass(frozen=True)
class Served:
    """A running system: its port, how long it took to answer, and its first process."""

    folder: Path
    port: int
    seconds: float
    pid: int

    @property
    def database(self) -> str:
        return Places.of(self.folder).url

    def memory(self) -> dict[str, float]:
        """Proportional memory (shared pages counted once) in MB by kind of process."""
        found: dict[str, float] = {}
        top = psutil.Process(self.pid)
        for process in (top, *top.children(recursive=True)):
            try:
                name = kind(process)
                found[name] = found.get(name, 0.0) + process.memory_full_info().pss / MB
            except psutil.NoSuchProcess:
                continue
        return found


def kind(process: psutil.Process) -> str:
    try:
        command = " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""
    kinds = {"server.web": "web", "multiprocessing": "web", "jobs.worker": "worker", "postgres": "PostgreSQL"}
    return next((kind for part, kind in kinds.items() if part in command), "supervisor")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """`clientela serve` on this folder, for as long as the block lasts."""
    port = free_port()
    # A load test is one client: the limit on requests of one token would be all that it measures.
    environment = os.environ | {"CLIENTELA_API_RATE": "0", "CLIENTELA_DATA": str(folder)}
    begun = time.monotonic()
    command = [sys.executable, "-m", "clientela", "serve", "--data", str(folder), "--port", str(port)]
    log = (folder / "bench.log").open("wb")
    child = processes.spawn(
        command, last_signal=signal.SIGTERM, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        await_answer(child, f"http://127.0.0.1:{port}/readyz", begun)
        yield Served(folder, port, time.monotonic() - begun, child.pid)
    finally:
        processes.stop(child, politely=signal.SIGTERM, patience=60)
        log.close()


def await_answer(child: subprocess.Popen[bytes], url: str, begun: float) -> None:
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if child.poll() is not None or time.monotonic() - begun > PATIENCE:
                raise SystemExit(f"No answer from {url}; the log is beside the data.") from None
            time.sleep(0.02)
