"""The worker process: `python -m clientela.engine.jobs.worker`.

Two lanes: long work, two jobs at a time, and quick ones by the clock, which must not wait for it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from functools import partial
from typing import Any

import django

CONCURRENCY = 2
# On being asked to end: jobs that report their progress stop at once; the others have so long to finish.
PATIENCE = 5.0
# Whatever is left then is given up: it will be found dead and taken up again after the restart.
LAST = 3.0


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientela.config.settings")
    django.setup()
    asyncio.run(_serve())


async def _serve() -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.psycopg_connector import PsycopgConnector

    from clientela.engine.jobs import queue
    from clientela.engine.jobs.work import stopping

    ending = asyncio.Event()

    def end() -> None:
        stopping.set()
        ending.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end)
    connector = PsycopgConnector(kwargs=connector_params(), min_size=2, max_size=5)
    with app.replace_connector(connector) as own:
        async with own.open_async():
            lanes = [
                asyncio.create_task(_lane(own, queue.WORK, CONCURRENCY)),
                asyncio.create_task(_lane(own, queue.QUICK, 1)),
                asyncio.create_task(_rescue()),
            ]
            await asyncio.wait(
                [*lanes, asyncio.create_task(ending.wait())], return_when=asyncio.FIRST_COMPLETED
            )
            await _stop(lanes)


async def _lane(own: Any, name: str, concurrency: int) -> None:
    from clientela.engine.jobs.rescue import HEARTBEAT, STILL

    await own.run_worker_async(
        name=name,
        queues=[name],
        concurrency=concurrency,
        install_signal_handlers=False,
        delete_jobs="successful",
        fetch_job_polling_interval=3.0,
        shutdown_graceful_timeout=PATIENCE,
        update_heartbeat_interval=HEARTBEAT,
        stalled_worker_timeout=STILL,
    )


async def _rescue() -> None:
    """Not a job itself: it must not wait in the queue behind those whose workers died."""
    from asgiref.sync import sync_to_async

    from clientela.engine.jobs.rescue import HEARTBEAT, rescue

    while True:
        await sync_to_async(partial(_closing, rescue), thread_sensitive=False)()
        await asyncio.sleep(HEARTBEAT)


def _closing(work: Any) -> None:
    from django.db import connection

    try:
        work()
    finally:
        connection.close()


async def _stop(lanes: list[asyncio.Task[None]]) -> None:
    """A lane that ended by itself has failed (the database is gone): end too, so that the supervisor starts afresh."""
    for lane in lanes:
        lane.cancel()
    done, left = await asyncio.wait(lanes, timeout=PATIENCE + LAST)
    if left:
        # An orderly exit would wait for the threads of jobs that do not stop.
        sys.stderr.flush()
        os._exit(0)
    for lane in done:
        if not lane.cancelled() and (failure := lane.exception()) is not None:
            raise failure


if __name__ == "__main__":
    main()
