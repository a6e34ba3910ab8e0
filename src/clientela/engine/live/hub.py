"""One per process: reads the change log for all open pages together and tells each what concerns it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
import structlog
from django.db import connection

from clientela.engine.changes.log import Change
from clientela.engine.live import sight
from clientela.engine.live.feed import Feed, Moved, Place
from clientela.engine.live.presence import Presences
from clientela.engine.live.session import actor_of
from clientela.engine.live.stream import Event, Stream
from clientela.engine.live.topics import JOBS

logger = structlog.get_logger("clientela.live")
T = TypeVar("T")

TICK = 0.5
# Sign-ins are looked at again, and rights read anew, so often.
RECHECK = 30.0
# Who loads a page is connected a moment later; what happened in between is in the buffer.
OVERLAP = 2.0
# A page need not wait longer than this for the first look at the log.
PATIENCE = 2.0
# Kept up for a while without readers, because they come back with the next page.
LINGER = 60.0
REMEMBERED = 2_000
# These say who may see what, so a change of one makes the hub read everybody's rights anew.
RIGHTS = {"user", "team", "branch", "role"}


class Hub:
    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="live")
        self.feed = Feed()
        self.presences = Presences()
        self.recent: deque[tuple[float, Change]] = deque(maxlen=REMEMBERED)
        self.began: Place = (0, 0)
        self.task: asyncio.Task[None] | None = None
        self.begun = asyncio.Event()
        self.last_needed = 0.0
        self.is_closing = False
        # Where in the log we were when a person's jobs last moved.
        self.moves: dict[uuid.UUID, Place] = {}

    @property
    def position(self) -> str:
        return "{}.{}".format(*self.feed.place)

    # ── pages come and go ──────────────────────────────────────────────────
    async def join(self, stream: Stream, last: Place | None) -> None:
        """Follow from `last` on, the position of the last event that the page got."""
        if self.task is None or self.task.done():
            self._end_with_the_process()
            self.task = asyncio.create_task(self._run(), name="live hub")
        self.streams.add(stream)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.begun.wait(), PATIENCE)
        missed = self._missed(last)
        if missed is None:
            stream.start_over(self.position)
        elif missed:
            self._tell(await self.in_thread(sight.sort_out, missed, [stream]))
        moved = self.moves.get(stream.actor.user.pk)
        if last is not None and moved is not None and moved >= last and JOBS in stream.topics.plain:
            stream.tell([Event(JOBS, {})], self.position)

    def leave(self, stream: Stream) -> None:
        self.streams.discard(stream)
        self.last_needed = time.monotonic()

    def _missed(self, last: Place | None) -> list[Change] | None:
        """None when it cannot be told."""
        if last is None:
            since = time.monotonic() - OVERLAP
            return [change for heard, change in self.recent if heard >= since]
        if last < self.began:
            return None
        return [change for _heard, change in self.recent if (change.xid, change.seq) > last]

    async def in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.threads, _closing, work, arguments)

    # ── the log ────────────────────────────────────────────────────────────
    async def _run(self) -> None:
        self.feed, self.last_needed = Feed(), time.monotonic()
        self.recent.clear()
        self.moves.clear()
        self.begun.clear()
        while self.streams or time.monotonic() - self.last_needed < LINGER:
            try:
                await self._follow()
            except (psycopg.Error, OSError) as failure:
                logger.warning("the change log is out of reach", error=str(failure))
                await asyncio.sleep(2)
            except Exception:
                # One change that cannot be told must not silence all that come after it.
                logger.exception("live updates stumbled")
                self._start_over()
                await asyncio.sleep(2)

    async def _follow(self) -> None:
        parameters = connection.get_connection_params()
        for unwanted in ("cursor_factory", "context"):
            parameters.pop(unwanted, None)
        own = await psycopg.AsyncConnection.connect(**parameters, autocommit=True)
        async with own:
            if self.feed.place == (0, 0):
                await self._hear(await self.feed.begin(own))
                self.began = self.feed.place
            self.begun.set()
            checked = time.monotonic()
            while self.streams or time.monotonic() - self.last_needed < LINGER:
                started = time.monotonic()
                is_shaken = await self._listen(own)
                if is_shaken or started - checked > RECHECK:
                    checked = started
                    await self._recheck()
                await asyncio.sleep(max(0.05, TICK - (time.monotonic() - started)))

    async def _listen(self, own: psycopg.AsyncConnection[Any]) -> bool:
        """One look at the log; returns whether anybody's rights may have changed."""
        changes, is_flood = await self.feed.read(own)
        if is_flood:
            self._start_over()
        else:
            await self._hear(changes)
        self._tell_of_jobs(await self.feed.moved(own))
        for stream, event in await self.presences.look(own, list(self.streams)):
            stream.tell([event], self.position)
        return is_flood or any(change.entity in RIGHTS for change in changes)

    async def _hear(self, changes: list[Change]) -> None:
        if changes:
            self._remember(time.monotonic(), changes)
            self._tell(await self.in_thread(sight.sort_out, changes, list(self.streams)))

    def _remember(self, heard: float, changes: list[Change]) -> None:
        overflow = len(self.recent) + len(changes) - REMEMBERED
        if overflow > 0:
            dropped = [*self.recent, *((heard, change) for change in changes)][overflow - 1][1]
            self.began = (dropped.xid, dropped.seq)
        self.recent.extend((heard, change) for change in changes)

    def _tell(self, told: sight.Told) -> None:
        for stream, events in told.items():
            stream.tell(events, self.position)

    def _tell_of_jobs(self, moved: list[Moved]) -> None:
        self.moves.update((job.user, self.feed.place) for job in moved)
        for stream in self.streams:
            if JOBS in stream.topics.plain:
                mine = [job for job in moved if job.user == stream.actor.user_id]
                stream.tell([Event(JOBS, job.said()) for job in mine], self.position)

    def _start_over(self) -> None:
        """Too much at once to tell one by one (an import): whoever looks at records fetches what they look at."""
        self.recent.clear()
        self.began = self.feed.place
        for stream in self.streams:
            if stream.topics.follows_records:
                stream.start_over(self.position)

    async def _recheck(self) -> None:
        sessions = {stream.session for stream in self.streams}
        actors = await self.in_thread(lambda: {key: actor_of(key) for key in sessions})
        for stream in list(self.streams):
            actor = actors.get(stream.session)
            if actor is not None:
                stream.actor = actor
            elif stream.session in actors:
                stream.close()

    # ── the end ────────────────────────────────────────────────────────────
    def _end_with_the_process(self) -> None:
        """The server waits for open streams before it ends, so these must end first: on SIGTERM we close them, then
        pass the request on as SIGINT, which means the same to it and still has its own handler.
        """
        try:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._close)
        except (RuntimeError, ValueError):
            return  # not the main thread: whoever runs us so ends us so

    def _close(self) -> None:
        self.is_closing = True
        for stream in self.streams:
            stream.close()
        asyncio.get_running_loop().call_later(0.2, os.kill, os.getpid(), signal.SIGINT)

    def count_of(self, user: uuid.UUID | None) -> int:
        return sum(stream.actor.user_id == user for stream in self.streams)


def _closing(work: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    """Gives the thread's connection back: between two batches others need it more."""
    try:
        return work(*arguments)
    finally:
        connection.close()
