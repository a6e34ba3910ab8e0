"""One open page: who looks at it, what it follows, and what waits to be sent to it."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

import orjson

from clientela.engine.access.actor import Actor
from clientela.engine.live.topics import Topics

# A page that is this far behind is told to fetch everything again instead.
LONGEST = 200


@dataclass(frozen=True)
class Event:
    """Says that something changed, never to what."""

    topic: str
    said: dict[str, Any]

    def encoded(self, position: str) -> bytes:
        return b"id: %s\ndata: %s\n\n" % (position.encode(), orjson.dumps({"topic": self.topic, **self.said}))


def hello(position: str) -> bytes:
    """Names the place from which this stream is told of everything."""
    return b"retry: 2000\nevent: hello\nid: %s\ndata: {}\n\n" % position.encode()


def reset(position: str) -> bytes:
    return b"event: reset\nid: %s\ndata: {}\n\n" % position.encode()


@dataclass(eq=False)
class Stream:
    actor: Actor
    session: str
    topics: Topics
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    waiting: list[bytes] = field(default_factory=list)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    is_closing: bool = False
    # Who else has the records open that this page shows, as it was last told.
    others: dict[uuid.UUID, frozenset[uuid.UUID]] = field(default_factory=dict)

    def tell(self, events: list[Event], position: str) -> None:
        if len(self.waiting) + len(events) > LONGEST:
            self.start_over(position)
        else:
            self.waiting += [event.encoded(position) for event in events]
            self.stirred.set()

    def start_over(self, position: str) -> None:
        self.waiting = [reset(position)]
        self.stirred.set()

    def close(self) -> None:
        self.is_closing = True
        self.stirred.set()

    def take(self) -> bytes:
        """All that waits."""
        taken, self.waiting = b"".join(self.waiting), []
        self.stirred.clear()
        return taken
