"""The queue itself, reached through Django's connection: a job is put in by the transaction that wants it done."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

# Long work must not keep reminders and housekeeping waiting, so these have a lane of their own.
WORK, QUICK = "work", "quick"


def manager() -> JobManager:
    """Not the application's own: inside a worker that one writes outside the job's transaction."""
    return JobManager(DjangoConnector())


def put(name: str, *, lock: str | None, **arguments: Any) -> int:
    """Returns the number of the job. Jobs with the same lock run one after another, in order."""
    number = configure_task(name=name, job_manager=manager(), queue=WORK, lock=lock).defer(**arguments)
    assert number is not None
    return number


def withdraw(number: int) -> bool:
    """Take a job out that has not begun; False when it has."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_cancel_job_v1(%s, false, false)", [number])
        return cursor.fetchone()[0] is not None
