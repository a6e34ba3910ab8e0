"""Declare background work: @task for what a person starts, @every for what the clock starts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from clientela.engine.access.actor import Actor
from clientela.engine.jobs import progress, queue
from clientela.engine.jobs.models import ICONS, Progress
from clientela.engine.jobs.running import Again, Function, attempt


class _Patience(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return (
            RetryDecision(retry_in={"seconds": exception.seconds}) if isinstance(exception, Again) else None
        )


@dataclass(frozen=True)
class Task:
    """A function that a worker calls as `function(work, **arguments)`, for the actor who started it."""

    name: str
    function: Function
    retries: int

    def start(
        self,
        actor: Actor,
        label: str,
        *,
        total: int | None = None,
        link: str = "",
        lock: str | None = None,
        **arguments: Any,
    ) -> Progress:
        """Queue it in the caller's transaction. Arguments are JSON. Jobs with the same `lock` never run side by side."""
        with transaction.atomic():
            shown = progress.start(actor, self.name, label, total=total, link=link)
            shown.job = queue.put(self.name, lock=lock, progress=str(shown.pk), arguments=arguments)
            shown.save(update_fields=["job"])
        return shown

    def run(self, progress: str, arguments: dict[str, Any]) -> None:
        attempt(self.function, self.retries, uuid.UUID(progress), arguments)


def task(name: str, *, icon: str, retries: int = 4) -> Callable[[Function], Task]:
    """Make a function a job. It may be run again after a crash, at any point, so it must do nothing twice:
    commit in chunks that say so themselves, or give commands `work.once(…)`.
    """

    def declare(function: Function) -> Task:
        declared = Task(name, function, retries)
        ICONS[name] = icon
        # Tasks are known to the queue by name, for years; a moved module must not lose what waits there.
        app.task(name=name, queue=queue.WORK, retry=_Patience())(declared.run)
        return declared

    return declare


def every(cron: str, name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run a function by the clock (cron of 5 fields, or 6 with seconds last), on one worker, never beside itself."""

    def declare(function: Callable[[], None]) -> Callable[[], None]:
        def tick(timestamp: int) -> None:  # the queue says when it was meant to run
            function()

        declared = app.task(name=name, queue=queue.QUICK, queueing_lock=name, lock=name)(tick)
        app.periodic(cron=cron, periodic_id=name)(declared)
        return function

    return declare
