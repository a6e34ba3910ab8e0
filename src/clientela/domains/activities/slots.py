"""What activities add to every record's page: the composer, what is to be done, and their part of the timeline."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.activities import queries
from clientela.domains.activities.entity import ACTIVITY, DIRECTIONS, OUTCOMES
from clientela.domains.activities.models import Activity
from clientela.engine.access import gate
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.link import Target
from clientela.engine.query import links
from clientela.engine.records.models import uuid7
from clientela.engine.screens import slots, timeline
from clientela.engine.screens.slots import Fragment, Place
from clientela.engine.screens.timeline import Entry, Stream

KINDS = {"talks": queries.TALKS, "tasks": ("task",)}


@slots.fill(slots.FEED)
def composer(place: Place) -> Fragment | None:
    if (
        not place.entity.timeline
        or place.entity.key == "activity"
        or not gate.can(place.actor, Activity, "create")
    ):
        return None
    return Fragment("activities/_composer.html", blank(place.entity.key, place.record.pk))


def blank(entity: str, record_id: uuid.UUID) -> dict[str, Any]:
    """The composer before anything is typed; its key makes a double click write once."""
    return {
        "url": f"/activities/about/{entity}/{record_id}/",
        "key": str(uuid7()),
        "kind": "note",
        "values": {},
        "errors": {},
        "outcomes": [(option.key, option.label) for option in OUTCOMES],
        "directions": [(option.key, option.label) for option in DIRECTIONS],
    }


@slots.fill(slots.FEED)
def open_tasks(place: Place) -> Fragment | None:
    if not place.entity.timeline:
        return None
    tasks = _to_do(place)
    return Fragment("activities/_tasks.html", {"tasks": tasks, "names": _names(place, tasks)})


@slots.fill(slots.NEXT)
def next_task(place: Place) -> Fragment | None:
    tasks = _to_do(place)
    return (
        Fragment("activities/_next.html", {"task": tasks[0], "names": _names(place, tasks)})
        if tasks
        else None
    )


def _to_do(place: Place) -> list[Activity]:
    if not place.entity.timeline:
        return []
    return place.once("to do", lambda: list(queries.to_do(place.actor, place.entity.key, place.record.pk)))


def _names(place: Place, activities: Sequence[Activity]) -> links.Titles:
    """Colleagues, people and records that these activities name."""
    return place.names([target for one in activities for target in _targets(one)])


def _targets(activity: Any) -> list[Target | None]:
    about = Target(activity.about_entity, activity.about_id) if activity.about_entity else None
    person = Target("person", activity.person_id) if activity.person_id else None
    return [about, person, Target("user", activity.owner_id) if activity.owner_id else None]


# -- the timeline ----------------------------------------------------------------------------------------------------
def _read(place: Place, only: str, marker: str | None, limit: int) -> list[Entry]:
    rows = queries.happened(
        place.actor, place.entity.key, place.record.pk, kinds=KINDS.get(only, ()), before=_place_of(marker)
    )
    return [
        Entry(
            row.happened_at,
            f"{row.happened_at.isoformat()} {row.pk}",
            "activities/_entry.html",
            {"activity": row},
        )
        for row in rows[:limit]
        if row.happened_at
    ]


def _place_of(marker: str | None) -> tuple[dt.datetime, uuid.UUID] | None:
    if not marker:
        return None
    try:
        at, _space, key = marker.rpartition(" ")
        return dt.datetime.fromisoformat(at), uuid.UUID(key)
    except ValueError:
        raise BadValue(
            _("This page marker is not one that was given out; start from the first page.")
        ) from None


def _finish(place: Place, entries: Sequence[Entry]) -> list[Entry]:
    names = _names(place, [entry.context["activity"] for entry in entries])
    return [
        replace(entry, context={**entry.context, **_told(place, entry.context["activity"], names)})
        for entry in entries
    ]


def _told(place: Place, activity: Activity, names: links.Titles) -> dict[str, Any]:
    """Who did it, with whom, and about what other than the record whose page this is."""
    about, person, owner = (names.found.get((t.entity, t.id)) if t else None for t in _targets(activity))
    elsewhere = about if about and about.id != place.record.pk else None
    outcome = ACTIVITY.field("outcome").display(activity.outcome)
    return {
        "who": owner,
        "person": person,
        "about": elsewhere if elsewhere != person else None,
        "outcome": outcome,
    }


timeline.register(Stream("activities", frozenset({"talks", "tasks"}), _read, _finish))
