"""What keeps the house in order, by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from clientela.engine.jobs import outputs
from clientela.engine.jobs.models import OPEN, Progress
from clientela.engine.jobs.task import every
from clientela.engine.live.models import Notification
from clientela.engine.records.models import Done

KEPT = timedelta(days=30)
NEWS_KEPT = timedelta(days=90)
MONTHS_AHEAD = 3


@every("7 * * * *", "changes.partitions")
def make_partitions() -> None:
    """Months ahead of need, and often: without its own partition a month's changes pile up in the default one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT change_partitions(%s)", [MONTHS_AHEAD])


@every("23 * * * *", "house.tidy")
def tidy() -> None:
    """Forget idempotency keys, ended jobs and their files, read news and sessions that are past their time."""
    outputs.forget_old()
    Done.objects.filter(at__lt=Now() - KEPT).delete()
    Progress.objects.exclude(state__in=OPEN).filter(finished_at__lt=Now() - KEPT).delete()
    Notification.objects.filter(at__lt=Now() - NEWS_KEPT).delete()
    Session.objects.filter(expire_date__lt=Now()).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status NOT IN ('todo', 'doing') AND NOT EXISTS (SELECT FROM "
            "procrastinate_events event WHERE event.job_id = procrastinate_jobs.id AND event.at > %s)",
            [timezone.now() - KEPT],
        )
