"""A real worker process on the test database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.cluster import ROOT


def address() -> str:
    """Of the database that this test uses."""
    settings = connection.settings_dict
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {
        key: value for key, value in settings["OPTIONS"].items() if key not in ("pool", "prepare_threshold")
    }
    return make_conninfo(
        "", **options, **{key: settings[name] for key, name in parts.items() if settings[name]}
    )


def spawn(module: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    variables = {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings"}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, **variables, **environment},
        start_new_session=True,
    )


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    process = spawn("clientela.engine.jobs.worker")
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes], number: signal.Signals = signal.SIGTERM) -> float:
    """Seconds it took."""
    start = time.monotonic()
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return time.monotonic() - start


def until(happened: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
