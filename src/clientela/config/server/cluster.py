"""One owner per data folder: whoever holds the lock runs PostgreSQL, everybody else connects to it."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clientela.config import data_folder, database
from clientela.config.server.places import Places
from clientela.config.server.postgres import Postgres

PATIENCE = 60.0


class Occupied(Exception):
    """Another process owns the data folder; `owner` is what it wrote about itself (pid, purpose, url)."""

    def __init__(self, owner: dict[str, Any]) -> None:
        self.owner = owner
        super().__init__(f"The data folder is in use by process {owner.get('pid')} ({owner.get('purpose')}).")

    @property
    def is_serving(self) -> bool:
        return self.owner.get("purpose") == "serve"


@contextmanager
def owned(folder: Path, *, purpose: str, url: str = "") -> Iterator[None]:
    """Hold the data folder. The kernel lets go of the lock when the process ends, however it ends."""
    data_folder.create(folder)
    with (folder / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Occupied(_owner(folder)) from None
        lock.truncate(0)
        lock.write(json.dumps({"pid": os.getpid(), "purpose": purpose, "url": url}))
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


@contextmanager
def running(folder: Path, *, throwaway: bool = False) -> Iterator[Postgres]:
    """Run the embedded PostgreSQL of a folder that this process owns."""
    server = Postgres(Places.of(folder), throwaway=throwaway)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def ensure(folder: Path, *, purpose: str) -> Iterator[str]:
    """The address of a running database: yours, the one being served, or one started for the moment."""
    if not database.is_embedded():
        data_folder.create(folder)
        yield database.url(folder)
        return
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with owned(folder, purpose=purpose), running(folder) as server:
                yield server.places.url
            return
        except Occupied as occupied:
            if occupied.is_serving:
                break
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    yield _served(folder)


def _served(folder: Path) -> str:
    """The one who serves holds the lock a moment before its PostgreSQL answers."""
    server = Postgres(Places.of(folder))
    deadline = time.monotonic() + PATIENCE
    while not server.is_answering() and time.monotonic() < deadline:
        time.sleep(0.1)
    return server.places.url


def _owner(folder: Path) -> dict[str, Any]:
    # The lock is taken before its owner has written who it is.
    for _attempt in range(20):
        try:
            return dict(json.loads((folder / "lock").read_text(encoding="utf-8")))
        except (ValueError, OSError):
            time.sleep(0.05)
    return {}
