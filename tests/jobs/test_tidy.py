"""Housekeeping forgets what is past its time, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from clientela.engine.jobs import progress
from clientela.engine.jobs.models import Progress, State
from clientela.engine.jobs.tasks import make_partitions, tidy
from clientela.engine.live import notices
from clientela.engine.live.models import Notification
from clientela.engine.records.models import Done
from tests import world as cast

LONG_AGO = timezone.now() - timedelta(days=100)


def test_old_things_go_and_young_or_unfinished_ones_stay(world: cast.World) -> None:
    ann = world.actor("ann")
    for key, at in (("old", LONG_AGO), ("young", timezone.now())):
        Done.objects.create(actor=uuid4(), key=key, digest="", at=at)
        Session.objects.create(session_key=key, session_data="", expire_date=at + timedelta(days=1))
        job = progress.start(ann, "tests.create", key)
        Progress.objects.filter(pk=job.pk).update(state=State.DONE, finished_at=at)
        notices.notify(ann.user, key)
        Notification.objects.filter(text=key).update(at=at)
    open_job = progress.start(ann, "tests.create", "open")
    Progress.objects.filter(pk=open_job.pk).update(created_at=LONG_AGO)
    tidy()
    assert list(Done.objects.values_list("key", flat=True)) == ["young"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["young"]
    assert set(Progress.objects.values_list("label", flat=True)) == {"young", "open"}
    assert [told.text for told in notices.recent(ann)] == ["young"]


def test_finished_jobs_leave_the_queue_after_a_month(world: cast.World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
            " VALUES ('work', 'tests.create', 'failed'), ('work', 'tests.create', 'todo') RETURNING id"
        )
        mine = [row[0] for row in cursor.fetchall()]
        cursor.execute("UPDATE procrastinate_events SET at = %s", [LONG_AGO])
        tidy()
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = ANY(%s)", [mine])
        assert cursor.fetchall() == [("todo",)]


def test_partitions_are_made_ahead(world: cast.World) -> None:
    make_partitions()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'change'::regclass")
        assert cursor.fetchone()[0] >= 5
