"""What waits for the people of the demo company: calls and meetings of the coming days, and birthdays."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from clientela.engine.access.actor import SYSTEM
from clientela.engine.access.models import User
from clientela.engine.records import commands

Row = dict[str, Any]
# Who: days from today, at what hour.
CALLS = ((0, 15), (1, 10), (-2, 11))
MEETINGS = ((0, 17), (2, 13))
BIRTHDAYS = (0, 2, 5)


def build(users: Iterable[User], people: list[Row], chance: random.Random) -> None:
    """Each colleague who looks after people has calls and meetings with them, and knows when some were born."""
    known = {user.pk for user in users}
    theirs: dict[Any, list[Row]] = defaultdict(list)
    for person in people:
        if person.get("owner") in known:
            theirs[person["owner"]].append(person)
    for mine in theirs.values():
        _plan(mine)
        _born(mine, chance)


def _plan(mine: list[Row]) -> None:
    planned = [("call", *when) for when in CALLS] + [("meeting", *when) for when in MEETINGS]
    rows = [
        _activity(kind, person, days, hour) for (kind, days, hour), person in zip(planned, mine, strict=False)
    ]
    for outcome in commands.create_many(SYSTEM, "activity", rows):
        outcome.unwrap()


def _activity(kind: str, person: Row, days: int, hour: int) -> Row:
    on = timezone.localdate() + dt.timedelta(days)
    at = timezone.make_aware(dt.datetime.combine(on, dt.time(hour)))
    about = f"person:{person['id']}"
    subject = (
        "Call %s" if kind == "call" else "Meet %s"
    ) % f"{person.get('given_name', '')} {person.get('family_name', '')}".strip()
    due = {"due_at": at} if kind == "call" else {"minutes": 45}
    return {
        "kind": kind,
        "subject": subject,
        "about": about,
        "owner": person["owner"],
        "happened_at": at,
        **due,
    }


def _born(mine: list[Row], chance: random.Random) -> None:
    today = timezone.localdate()
    for days, person in zip(BIRTHDAYS, mine[5:], strict=False):
        on = today + dt.timedelta(days)
        # Day 28 at the latest in a February of whatever year.
        born = on.replace(year=chance.randint(1958, 1999), day=min(on.day, 28) if on.month == 2 else on.day)
        commands.update(SYSTEM, "person", person["id"], {"birthday": born})
