"""A worker that is killed while it writes a workbook: the next one makes the whole file, once, and tells of it once."""

from __future__ import annotations

import os
import signal

import pytest

from clientela.engine.entities import registry
from clientela.engine.jobs.models import Output, State
from clientela.engine.live import notices
from clientela.engine.records import commands
from clientela.engine.screens import listing, tasks
from tests import world as cast
from tests.jobs.test_worker import committed
from tests.jobs.workers import until, worker
from tests.jobs.works import seen

pytestmark = pytest.mark.faults
__all__ = ["committed"]


def test_the_workbook_of_a_killed_worker_is_made_by_the_next(committed: cast.World) -> None:
    ann = committed.actor("ann")
    commands.create_many(ann, "company", [{"name": f"Firm {number}"} for number in range(6_000)])
    shown = listing.of_query(ann, registry.get("company"), "")
    with worker() as first:
        job = tasks.start_export(shown, None, all_fields=True)
        until(lambda: seen(job).done > 0)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert seen(job).is_open and not Output.objects.filter(made_at__isnull=False).exists()
    with worker():
        until(lambda: not seen(job).is_open)
    assert job.state == State.DONE and job.done == job.total == 6_001
    assert Output.objects.get(pk=job.pk).size > 100_000
    assert len(notices.recent(ann)) == 1
