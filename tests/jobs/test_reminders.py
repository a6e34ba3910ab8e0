"""Reminders come once, at their time, to who still may see what they are about."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from clientela.domains.activities.models import Activity
from clientela.domains.activities.reminders import remind
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.live import notices
from clientela.engine.records import commands
from tests import world as cast

AGO, AHEAD = dt.timedelta(minutes=-1), dt.timedelta(days=1)


def task(world: cast.World, **values: Any) -> Activity:
    given = {"kind": "task", "subject": "Call Łódź back", "remind_at": timezone.now() + AGO, **values}
    return commands.create(world.actor("ann"), "activity", given)  # type: ignore[return-value]


def news(world: cast.World, name: str = "ann") -> list[str]:
    return [told.text for told in notices.recent(world.actor(name))]


def test_what_is_due_is_told_once_and_leads_to_the_task(world: cast.World) -> None:
    activity = task(world)
    remind()
    remind()
    (told,) = notices.recent(world.actor("ann"))
    assert (told.text, told.link) == ("Call Łódź back", f"/activities/{activity.pk}/")
    assert gate.get(SYSTEM, Activity, activity.pk).reminded_at is not None


@pytest.mark.parametrize(
    "values", [{"remind_at": timezone.now() + AHEAD}, {"done_at": timezone.now()}, {"remind_at": None}]
)
def test_what_is_not_due_or_done_is_not_told(world: cast.World, values: dict[str, Any]) -> None:
    task(world, **values)
    remind()
    assert news(world) == []


def test_a_reminder_that_is_moved_comes_again(world: cast.World) -> None:
    activity = task(world)
    remind()
    commands.update(world.actor("ann"), "activity", activity.pk, {"remind_at": timezone.now() + AGO / 2})
    remind()
    assert len(news(world)) == 2


def test_the_time_it_is_due_is_said_in_the_readers_language_and_zone(world: cast.World) -> None:
    ann = world.users["ann"]
    ann.timezone, ann.language = "Europe/Warsaw", "pl"
    ann.save(update_fields=["timezone", "language"])
    task(world, due_at=dt.datetime(2030, 7, 1, 10, 0, tzinfo=dt.UTC))
    remind()
    assert "12:00" in news(world)[0]


def test_the_deactivated_and_the_excluded_are_not_told(world: cast.World) -> None:
    task(world)
    world.users["ann"].is_active = False
    world.users["ann"].save(update_fields=["is_active"])
    mine = task(world, owner=world.users["cat"].pk)
    world.users["cat"].roles.clear()
    remind()
    assert news(world) == news(world, "cat") == []
    assert gate.get(SYSTEM, Activity, mine.pk).reminded_at is not None
