"""Workers that are killed, and workers that are asked to end, in the middle of a job."""

from __future__ import annotations

import os
import signal
import time

import pytest
from django.db import connection

from clientela.engine.jobs.models import State
from clientela.engine.jobs.rescue import LIVES, rescue
from tests import world as cast
from tests.jobs import works
from tests.jobs.test_worker import committed, names
from tests.jobs.workers import stop, until, worker
from tests.jobs.works import seen

pytestmark = pytest.mark.faults
MANY = [f"Made {number:02}" for number in range(40)]

__all__ = ["committed"]


def test_the_job_of_a_killed_worker_is_taken_up_again_and_does_nothing_twice(committed: cast.World) -> None:
    with worker() as first:
        started = works.create.start(committed.actor("ann"), "Many", names=MANY, pause=0.1)
        until(lambda: len(names()) > 5)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    made = len(names())
    assert made < len(MANY) and seen(started).is_open
    killed = time.monotonic()
    with worker():
        until(lambda: len(names()) > made + 1)
        assert time.monotonic() - killed < 20
        until(lambda: not seen(started).is_open)
    assert started.state == State.DONE
    assert [name for name in names() if name.startswith("Made")] == MANY


def test_a_living_worker_takes_up_what_a_killed_one_left(committed: cast.World) -> None:
    with worker() as first:
        started = works.create.start(committed.actor("ann"), "Many", names=MANY, pause=0.1)
        until(lambda: len(names()) > 3)
        with worker():
            time.sleep(3)
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
            until(lambda: not seen(started).is_open)
    assert started.state == State.DONE and [name for name in names() if name.startswith("Made")] == MANY


def test_an_asked_worker_ends_at_the_next_step_and_the_job_goes_on_after_the_restart(
    committed: cast.World,
) -> None:
    with worker() as first:
        started = works.create.start(committed.actor("ann"), "Many", names=MANY, pause=0.1)
        until(lambda: len(names()) > 5)
        assert stop(first) < 3
        assert first.returncode == 0
    assert seen(started).state == State.QUEUED
    with worker():
        until(lambda: not seen(started).is_open)
    assert started.state == State.DONE and started.failures == 0
    assert [name for name in names() if name.startswith("Made")] == MANY


def test_a_job_that_never_reports_does_not_keep_the_worker_from_ending(committed: cast.World) -> None:
    with worker() as first:
        started = works.hold.start(committed.actor("ann"), "Deaf", seconds=60, reports=False)
        until(lambda: seen(started).state == State.RUNNING)
        assert stop(first) < 18
    assert "Held" not in names()
    until(lambda: rescue() == 1, 10)
    assert seen(started).state == State.QUEUED


def test_a_worker_that_loses_its_database_ends_and_the_next_one_goes_on(committed: cast.World) -> None:
    with worker() as first:
        started = works.create.start(committed.actor("ann"), "Many", names=MANY, pause=0.1)
        until(lambda: len(names()) > 5)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        until(lambda: first.poll() is not None or not seen(started).is_open, 40)
    with worker():
        until(lambda: not seen(started).is_open)
    assert started.state == State.DONE and [name for name in names() if name.startswith("Made")] == MANY


def test_a_job_that_kills_its_worker_each_time_is_given_up(committed: cast.World) -> None:
    started = works.create.start(committed.actor("ann"), "Deadly", names=MANY)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE id = %s",
            [LIVES, started.job],
        )
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 minute'")
        cursor.execute("UPDATE jobs_progress SET moved_at = moved_at - interval '1 minute'")
    assert rescue() == 1
    assert seen(started).state == State.FAILED and "given up" in started.message
