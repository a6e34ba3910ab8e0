"""Reads and cleans the next rows while the database writes these, and keeps the interpreter from tidying meanwhile."""

from __future__ import annotations

import contextvars
import gc
import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
DEPTH = 2


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Rows are many short-lived objects without cycles: looking for cycles all the time took a fifth of the run."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 10, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


class _End:
    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Iterable[T], depth: int = DEPTH) -> Iterator[T]:
    """The same items, made up to `depth` ahead in another thread, in the language and time zone in force here."""
    waiting: queue.Queue[T | _End] = queue.Queue(maxsize=depth)
    stopped = threading.Event()

    def put(item: T | _End) -> bool:
        while not stopped.is_set():
            try:
                waiting.put(item, timeout=0.2)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        try:
            for item in items:
                if not put(item):
                    return
            put(_End())
        except BaseException as error:  # handed over and raised where the items are used
            put(_End(error))

    thread = threading.Thread(target=contextvars.copy_context().run, args=(work,), name="import-reading", daemon=True)
    thread.start()
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        thread.join()
