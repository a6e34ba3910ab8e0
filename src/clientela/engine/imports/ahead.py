"""Reads and cleans the next rows while the database writes these, with an interpreter set for it."""

from __future__ import annotations

import contextvars
import gc
import queue
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")
DEPTH = 2
# A thread that the database has answered waits for the others so many seconds, at each of twenty answers a chunk.
TURN = 0.0005


@contextmanager
def for_bulk() -> Iterator[None]:
    """Rows are many short-lived objects without cycles: looking for cycles all the time took a fifth of the run."""
    thresholds, turn = gc.get_threshold(), sys.getswitchinterval()
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 10, 50)
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.set_threshold(*thresholds)
        gc.unfreeze()


class _End:
    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class _Belt(Generic[T]):
    """A bounded queue that either side may leave."""

    def __init__(self, depth: int) -> None:
        self.waiting: queue.Queue[T | _End] = queue.Queue(maxsize=depth)
        self.stopped = threading.Event()

    def fill(self, items: Iterable[T]) -> None:
        try:
            for item in items:
                if not self._put(item):
                    return
            self._put(_End())
        except BaseException as error:  # handed over, and raised where the items are used
            self._put(_End(error))

    def _put(self, item: T | _End) -> bool:
        while not self.stopped.is_set():
            try:
                self.waiting.put(item, timeout=0.2)
                return True
            except queue.Full:
                continue
        return False

    def empty(self) -> Iterator[T]:
        while not isinstance(item := self.waiting.get(), _End):
            yield item
        if item.error is not None:
            raise item.error


def ahead(items: Iterable[T], depth: int = DEPTH) -> Generator[T, None, None]:
    """The same items, made up to `depth` ahead in another thread, in the language and time zone in force here."""
    belt: _Belt[T] = _Belt(depth)
    work = contextvars.copy_context().run
    thread = threading.Thread(target=work, args=(belt.fill, items), name="import-reading", daemon=True)
    thread.start()
    try:
        yield from belt.empty()
    finally:
        belt.stopped.set()
        thread.join()
