"""A call list half done, with a script that branches; two call-backs wait, one of them for today."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.db import connection
from django.utils import timezone

from clientela.domains.telesales import entries, filling, lists, outcomes, scripts
from clientela.domains.telesales.models import CallEntry, CallList, CallOutcome
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import User
from clientela.engine.records import commands

CALLERS = ("anna", "marek", "zofia")
CALLED = 26
# How often a call comes to each outcome, in the order of their keys.
WEIGHTS = (3, 2, 7, 2, 2, 4, 1, 1)
STEPS: list[dict[str, Any]] = [
    {
        "key": "hello",
        "title": "Greeting",
        "text": "Good morning, this is {caller}.\n\nYou left us your card at the fair. Do you have two minutes?",
        "answers": [
            {"label": "Yes, go ahead", "next": "need"},
            {"label": "Not now", "next": "later"},
            {"label": "Who are you?", "next": "who"},
        ],
    },
    {
        "key": "who",
        "title": "Who we are",
        "text": "We build and service machine tools. You spoke to us about your production at {company}.",
        "answers": [{"label": "I remember", "next": "need"}, {"label": "Not interested", "next": None}],
    },
    {
        "key": "need",
        "title": "What they need",
        "text": "Which machine holds you up most at the moment?",
        "answers": [
            {"label": "A lathe or a mill", "next": "offer"},
            {"label": "Spare parts or service", "next": "offer"},
            {"label": "Nothing at all", "next": "later"},
        ],
    },
    {
        "key": "offer",
        "title": "Offer",
        "text": "I can send you an offer today, or an engineer comes to look at it. Which would help you more?",
        "answers": [{"label": "An offer", "next": None}, {"label": "A visit", "next": None}],
    },
    {
        "key": "later",
        "title": "Another time",
        "text": "When does it suit you better? I will ring myself, at the time you say.",
        "answers": [{"label": "A time is agreed", "next": None}, {"label": "No need", "next": None}],
    },
]


def build(users: dict[str, User], chance: random.Random) -> None:
    """The list, its script and its first calls; the same in every run of a day."""
    anna = Actor(user=users["anna"])
    script = commands.create(
        anna, "callscript", {"name": "After the fair", "description": "For people who left their card."}
    )
    scripts.write(anna, script.pk, STEPS)
    values = {
        "name": "After the fair",
        "kind": "lead",
        "script": script.pk,
        "campaign": "Hannover 2026",
        "hours": "mon-fri 8:00-20:00; sat 10:00-14:00",
        "timezone": "Europe/Warsaw",
    }
    open_ones = {"field": "status", "op": "in", "value": "new,contacted,qualified"}
    made = lists.make(anna, values, filter=open_ones, callers=[users[one].pk for one in CALLERS])
    filling.fill(anna, made.pk)
    _call(made, users, chance)


def _call(made: CallList, users: dict[str, User], chance: random.Random) -> None:
    results = outcomes.current(SYSTEM)
    people = {users[one].pk: users[one] for one in CALLERS}
    todo = list(entries.living(made).order_by("pk")[:CALLED])
    for number, entry in enumerate(todo):
        user = people[entry.assigned_to_id or users["anna"].pk]
        outcome = chance.choices(results, weights=WEIGHTS[: len(results)])[0]
        _note(Actor(user=user), made, entry, outcome, number)
    _date_back(made)


def _note(actor: Actor, made: CallList, entry: CallEntry, outcome: CallOutcome, number: int) -> None:
    at = outcomes.first_moment(made, entry, timezone.now() + dt.timedelta(hours=2 + 3 * number))
    said = [{"step": "Greeting", "answer": "Yes, go ahead"}] if outcome.talk == "reached" else []
    outcomes.note(
        actor, entry.pk, outcome.pk, answers=said, call_back_at=at if outcome.follows == "callback" else None
    )


def _date_back(made: CallList) -> None:
    """The calls were made over this working day and the one before, not all this minute."""
    rows = gate.unrestricted(CallEntry, reason="the demo tells of its own past").filter(call_list=made)
    with connection.cursor() as cursor:
        for at, (call, activity) in enumerate(
            rows.exclude(calls=None).order_by("calls__pk").values_list("calls__pk", "calls__activity")
        ):
            when = timezone.now() - dt.timedelta(minutes=20 + at * 17)
            cursor.execute("UPDATE telesales_attempt SET at = %s WHERE id = %s", [when, call])
            cursor.execute("UPDATE activities_activity SET happened_at = %s WHERE id = %s", [when, activity])
