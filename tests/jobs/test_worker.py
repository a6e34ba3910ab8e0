"""Jobs done by a real worker process: for whom, how they show, how they end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.entities.indexing import drop_index, has_index
from clientela.engine.entities.models import CustomField, ShapeVersion
from clientela.engine.entities.tasks import index_field
from clientela.engine.errors import NotFound, Refused
from clientela.engine.jobs import progress
from clientela.engine.jobs.models import State
from clientela.engine.live import notices
from clientela.engine.records import commands
from tests import world as cast
from tests.jobs import works
from tests.jobs.workers import until, worker
from tests.jobs.works import seen


@pytest.fixture
def committed(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def working(committed: cast.World) -> Iterator[cast.World]:
    with worker():
        yield committed


def names() -> list[str]:
    return sorted(gate.visible(SYSTEM, Company).values_list("name", flat=True))


def test_a_job_runs_commands_as_the_person_who_started_it(working: cast.World) -> None:
    started = works.create.start(working.actor("ann", "import"), "Make two", names=["Alpha", "Beta"])
    assert started.state == State.QUEUED
    until(lambda: not seen(started).is_open)
    assert (started.state, started.message, started.link) == (State.DONE, "2 made", "/companies/")
    assert (started.done, started.total) == (2, 2)
    alpha = gate.visible(SYSTEM, Company).get(name="Alpha")
    assert alpha.owner_id == alpha.created_by_id == working.users["ann"].pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT actor, source FROM change WHERE record = %s", [alpha.pk])
        assert cursor.fetchall() == [(working.users["ann"].pk, "import")]


def test_a_person_who_was_deactivated_meanwhile_does_nothing_more(committed: cast.World) -> None:
    started = works.create.start(committed.actor("ann"), "Make one", names=["Alpha"])
    committed.users["ann"].is_active = False
    committed.users["ann"].save(update_fields=["is_active"])
    with worker():
        until(lambda: not seen(started).is_open)
    assert started.state == State.FAILED and "Ann may not sign in" in started.message
    assert "Alpha" not in names()


def test_a_refusal_is_told_in_its_own_words_and_not_tried_again(working: cast.World) -> None:
    started = works.refuse.start(working.actor("ann"), "Refuse")
    until(lambda: not seen(started).is_open)
    assert (started.state, started.message, started.failures) == (State.FAILED, "The moon is not right.", 0)
    assert [news.text for news in notices.recent(working.actor("ann"))] == ["Refuse: The moon is not right."]


def test_an_error_is_tried_again_later_and_then_told(working: cast.World, tmp_path: Path) -> None:
    started = works.fail.start(working.actor("ann"), "Fail", path=str(tmp_path / "tries"))
    until(lambda: not seen(started).is_open)
    assert (tmp_path / "tries").read_text() == "tried\n" * 2
    assert started.state == State.FAILED and started.failures == 1 and "log of the server" in started.message


def test_progress_shows_while_the_job_holds_its_transaction_open(working: cast.World) -> None:
    started = works.hold.start(working.actor("ann"), "Hold", seconds=60)
    until(lambda: (seen(started).done, started.total, started.message) == (7, 10, "holding"))
    assert "Held" not in names()
    progress.cancel(working.actor("ann"), started.pk)
    until(lambda: not seen(started).is_open)
    assert started.state == State.CANCELLED and "Held" not in names()


def test_what_is_rolled_back_was_never_started(committed: cast.World) -> None:
    with pytest.raises(RuntimeError, match="no"), transaction.atomic():
        works.create.start(committed.actor("ann"), "Never", names=["Alpha"])
        raise RuntimeError("no")
    assert progress.recent(SYSTEM) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tests.create'")
        assert cursor.fetchone() == (0,)


def test_a_waiting_job_is_cancelled_at_once_by_its_starter_alone(committed: cast.World) -> None:
    started = works.create.start(committed.actor("ann"), "Wait", names=["Alpha"])
    with pytest.raises(NotFound):
        progress.cancel(committed.actor("ben"), started.pk)
    assert progress.cancel(committed.actor("ann"), started.pk).state == State.CANCELLED
    with pytest.raises(Refused):
        progress.cancel(committed.actor("root"), started.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [started.job])
        assert cursor.fetchone() == ("cancelled",)


def test_the_clock_reminds_and_keeps_house(working: cast.World) -> None:
    due = {"kind": "task", "subject": "Call back", "remind_at": timezone.now()}
    commands.create(working.actor("ann"), "activity", due)
    until(lambda: bool(notices.recent(working.actor("ann"))), 45)
    assert [told.text for told in notices.recent(working.actor("ann"))] == ["Call back"]


def test_an_index_is_built_while_everybody_works(working: cast.World) -> None:
    CustomField.objects.create(entity="company", key="ref", label="Ref", kind="text")
    ShapeVersion.objects.update(number=F("number") + 1)
    started = index_field.start(working.actor("root"), "Index “Ref”", entity="company", key="ref")
    until(lambda: not seen(started).is_open)
    assert started.state == State.DONE, started.message
    assert has_index("company", "ref")
    drop_index("company", "ref")
