"""Lets two chunks of a file be written side by side, each by a thread with a connection of its own.

They are committed in the order of the file, each with its own rows, outcomes and place, so a run that is killed goes on
as ever. What a chunk is about is claimed first: the keys of its rows, then the records they matched. A chunk that has any
of them in common with the one before waits until that is committed, and looks again.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from django.db import connection

T = TypeVar("T")


class Turn(Protocol):
    """`claim` says whether it had to wait for the chunk before; nothing is claimed after the `last` time.
    `alone` waits until everything before is committed."""

    def claim(self, things: Iterable[Hashable], *, last: bool = False) -> bool: ...

    def alone(self) -> None: ...


class _Alone:
    """The turn of a chunk that nothing is written beside."""

    def claim(self, things: Iterable[Hashable], *, last: bool = False) -> bool:
        return False

    def alone(self) -> None:
        pass


ALONE = _Alone()


class _Stopped(Exception):
    """Another chunk has failed, so this one is not wanted."""


class _Numbered:
    """The turn of the chunk with this number."""

    def __init__(self, road: _Road, number: int) -> None:
        self.road, self.number = road, number
        self.claims: set[Hashable] = set()
        self.has_claimed = False

    def claim(self, things: Iterable[Hashable], *, last: bool = False) -> bool:
        mine, before = set(things), self.road.turns.get(self.number - 1)
        clashes = before is not None and before.is_met(mine)
        if clashes:
            self.alone()
        with self.road.changed:
            self.claims |= mine
            self.has_claimed = last
            self.road.changed.notify_all()
        return clashes

    def is_met(self, things: set[Hashable]) -> bool:
        """Whether any of these is this chunk's, as soon as it has claimed all. Committed, it is in nobody's way."""
        self.road.wait(lambda: self.has_claimed or self.road.committed > self.number)
        return self.road.committed <= self.number and not self.claims.isdisjoint(things)

    def alone(self) -> None:
        self.road.wait(lambda: self.road.committed == self.number)

    def done(self) -> None:
        with self.road.changed:
            self.road.committed = self.number + 1
            del self.road.turns[self.number]
            self.road.changed.notify_all()


class _Road:
    """`committed` counts the chunks that are; `turns` are those at work, by number."""

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.committed = self.begun = 0
        self.turns: dict[int, _Numbered] = {}
        self.error: BaseException | None = None

    def wait(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.error is not None or condition())
            if self.error is not None:
                raise _Stopped

    def take(self) -> _Numbered:
        turn = self.turns[self.begun] = _Numbered(self, self.begun)
        self.begun += 1
        return turn

    def stop(self, error: BaseException) -> None:
        with self.changed:
            self.error = self.error or error
            self.changed.notify_all()


def abreast(items: Iterator[T], lanes: Sequence[Callable[[T, Turn], None]]) -> None:
    """Each item to whichever lane is free. A lane returns when its item is committed, for which it waits to be `alone`."""
    if len(lanes) == 1:
        for item in items:
            lanes[0](item, ALONE)
        return
    road, next_one = _Road(), threading.Lock()
    threads = [
        threading.Thread(
            target=contextvars.copy_context().run,
            args=(_drive, road, next_one, items, lane),
            name="import-lane",
        )
        for lane in lanes
    ]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except BaseException as error:
        road.stop(error)
        raise
    if road.error is not None:
        raise road.error


def _drive(
    road: _Road, next_one: threading.Lock, items: Iterator[T], lane: Callable[[T, Turn], None]
) -> None:
    try:
        while road.error is None:
            with next_one:
                item = next(items, None)
                turn = road.take()
            if item is None:
                return
            _take_turn(turn, item, lane)
    except _Stopped:
        pass
    except BaseException as error:  # raised again where the lanes are awaited
        road.stop(error)
    finally:
        connection.close()


def _take_turn(turn: _Numbered, item: T, lane: Callable[[T, Turn], None]) -> None:
    try:
        lane(item, turn)
    except Exception:
        turn.alone()  # what comes before it in the file is not lost by its failing
        raise
    turn.done()
