"""`serve`: PostgreSQL, web and worker processes under one parent that starts, watches and ends them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError

from clientela.config import data_folder, database
from clientela.config.server import cluster, processes
from clientela.config.server.postgres import NotStarted, Postgres

PATIENCE = 60.0
TICK = 0.2
CALM = 60.0
LONGEST_PAUSE = 30.0


class Failed(Exception):
    """The system could not be started; the message says why."""


@dataclass
class Child:
    """A process that is started again when it ends, after a pause that doubles while it keeps ending."""

    name: str
    command: list[str]
    patience: float
    last_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    not_before: float = field(default=0.0)

    def start(self) -> None:
        self.process = processes.spawn(self.command, last_signal=self.last_signal)
        self.started = time.monotonic()

    def watch(self) -> None:
        now = time.monotonic()
        if self.process is not None and (status := self.process.poll()) is not None:
            self.process = None
            self.pause = 0.5 if now - self.started > CALM else min(self.pause * 2, LONGEST_PAUSE)
            self.not_before = now + self.pause
            say(f"The {self.name} process ended ({_reason(status)}); starting it again in {self.pause:g} s.")
        if self.process is None and now >= self.not_before:
            self.start()

    def stop(self) -> None:
        if self.process is not None:
            processes.stop(self.process, politely=signal.SIGTERM, patience=self.patience)
            self.process = None


@dataclass(frozen=True)
class Plan:
    folder: Path
    host: str
    port: int
    workers: int
    base_url: str

    @property
    def local_url(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104  # only read, to name the address to open
        return f"http://{host}:{self.port}"


def serve(plan: Plan, *, demo: bool = False) -> None:
    """Run until SIGINT or SIGTERM. Raises Failed, cluster.Occupied or NotStarted when it cannot begin."""
    _become_interruptible()
    with cluster.owned(plan.folder, purpose="serve", url=plan.base_url):
        _check_port(plan)
        with _database(plan.folder) as server:
            _set_environment(plan)
            _run_to_end("clientela.config.server.prepare")
            if demo:
                _run_to_end("clientela.config.demo")
            children = _children(plan)
            try:
                for child in children:
                    child.start()
                _await_ready(plan, children)
                say(f"Clientela is ready at {plan.base_url}/ (Ctrl-C ends it).")
                _watch(children, server)
            finally:
                for child in children:
                    child.stop()


def say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


@contextmanager
def _database(folder: Path) -> Iterator[Postgres | None]:
    if not database.is_embedded():
        yield None
        return
    with cluster.running(folder) as server:
        yield server


def _set_environment(plan: Plan) -> None:
    os.environ["CLIENTELA_DATA"] = str(plan.folder)
    os.environ.setdefault("CLIENTELA_BASE_URL", plan.base_url)
    os.environ["DATABASE_URL"] = database.url(plan.folder)
    os.environ["CLIENTELA_SECRET_KEY"] = data_folder.secret_key(plan.folder)


def _run_to_end(module: str) -> None:
    """Django stays out of this process: it lives as long as the system and should weigh little."""
    step = processes.spawn([sys.executable, "-m", module], last_signal=signal.SIGTERM)
    try:
        if step.wait() != 0:
            raise Failed("The database could not be prepared; the reason stands above.")
    finally:
        processes.stop(step, politely=signal.SIGTERM, patience=10)


def _children(plan: Plan) -> list[Child]:
    python = [sys.executable, "-m"]
    web = [*python, "clientela.config.server.web", plan.host, str(plan.port), str(plan.workers)]
    return [
        Child("web", web, patience=10),
        # Without us there is no database, so the worker has nothing to finish; its jobs are taken up again.
        Child("worker", [*python, "clientela.engine.jobs.worker"], patience=20, last_signal=signal.SIGKILL),
    ]


def _check_port(plan: Plan) -> None:
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((plan.host, plan.port))
        except OSError as failure:
            reason = failure.strerror or str(failure)
            raise Failed(
                f"Port {plan.port} on {plan.host} cannot be used ({reason}). Choose another: --port"
            ) from failure


def _await_ready(plan: Plan, children: list[Child]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _is_ready(plan.local_url):
        web = children[0].process
        if web is None or web.poll() is not None or time.monotonic() > deadline:
            raise Failed("The web process did not start; the reason stands above.")
        time.sleep(0.05)


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 (our own address)
            return True
    except (URLError, OSError):
        return False


def _watch(children: list[Child], server: Postgres | None) -> None:
    while True:
        if server is not None and not server.is_alive():
            _revive(server)
        for child in children:
            child.watch()
        time.sleep(TICK)


def _revive(server: Postgres) -> None:
    say("PostgreSQL ended; starting it again.")
    try:
        server.stop()  # reaps it: a zombie would keep its successor from starting
        server.start()
    except NotStarted as failure:
        say(str(failure))
        time.sleep(5)


def _become_interruptible() -> None:
    """The first signal unwinds everything in order; later ones must not disturb that."""

    def interrupt(*_arguments: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def _reason(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"
