"""Jobs that do what the tests need: succeed, refuse, fail, take their time."""

from __future__ import annotations

import time
from pathlib import Path

from django.db import transaction

from clientela.engine.errors import Refused
from clientela.engine.jobs.models import Progress
from clientela.engine.jobs.task import task
from clientela.engine.jobs.work import Work
from clientela.engine.records import commands


@task("tests.create", icon="plus")
def create(work: Work, *, names: list[str], pause: float = 0.0) -> None:
    """One company per step, each at most once however often this is run."""
    for number, name in enumerate(names):
        work.step(number, len(names))
        commands.create(work.once(name), "company", {"name": name})
        time.sleep(pause)
    work.finish(f"{len(names)} made", link="/companies/")


@task("tests.refuse", icon="ban")
def refuse(work: Work) -> None:
    raise Refused("The moon is not right.")


@task("tests.fail", icon="ban", retries=1)
def fail(work: Work, *, path: str) -> None:
    with Path(path).open("a") as file:
        file.write("tried\n")
    raise ZeroDivisionError


@task("tests.hold", icon="clock")
def hold(work: Work, *, seconds: float, reports: bool = True) -> None:
    """Keeps a transaction open with something in it while it reports."""
    end = time.monotonic() + seconds
    with transaction.atomic():
        commands.create(work.actor, "company", {"name": "Held"})
        while time.monotonic() < end:
            if reports:
                work.step(7, 10, "holding")
            time.sleep(0.05)


def seen(progress: Progress) -> Progress:
    progress.refresh_from_db()
    return progress
