"""What a running job holds: whom it acts for, and a way to say how far it is."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from clientela.engine.access.actor import Actor
from clientela.engine.jobs import progress

T = TypeVar("T")

# Rows fly by; the database hears of it a few times a second.
PAUSE = 0.3

# Set when the process is asked to end: jobs stop at their next step and are taken up again after the restart.
stopping = threading.Event()


class Cancelled(Exception):
    """Somebody cancelled the job. Let it pass through: what is not committed is rolled back."""


class Interrupted(Exception):
    """The worker is ending; the job will be taken up again."""


@dataclass
class Work:
    """A job under way. `id` stays the same when the job is taken up again, so it can mark what is done."""

    id: uuid.UUID
    actor: Actor
    message: str = ""
    link: str | None = None
    is_told: bool = False
    _next: float = field(default=0.0, repr=False)

    def step(self, done: int | None = None, total: int | None = None, message: str | None = None) -> None:
        """Say how far it has come. Raises Cancelled or Interrupted: call it where stopping leaves nothing half done."""
        if stopping.is_set():
            raise Interrupted
        now = time.monotonic()
        if now >= self._next:
            self._next = now + PAUSE
            if progress.step(self.id, done, total, message):
                raise Cancelled

    def each(self, items: Iterable[T], total: int) -> Iterator[T]:
        """The items, with a step before each."""
        for number, item in enumerate(items):
            self.step(number, total)
            yield item

    def finish(self, message: str = "", link: str | None = None, *, is_told: bool = False) -> None:
        """What to say when the job has ended well, and where its result is; `is_told` says it also after a short job."""
        self.message, self.link, self.is_told = message, link, is_told

    def once(self, part: object) -> Actor:
        """The actor, whose next command is done once however often this job is taken up again."""
        return self.actor.once(f"job:{self.id}:{part}")
