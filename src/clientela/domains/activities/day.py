"""What activities put on the page of the day: tasks, calls and meetings that wait; and planning to come back to a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clientela.domains.activities.models import Activity
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields.link import Target
from clientela.engine.records.models import Record
from clientela.engine.records.queryset import RecordQuerySet
from clientela.engine.screens.day import MOST, Act, Day, Row, Section, register

# A call that was planned and not made is looked for so far back.
MISSED = dt.timedelta(days=30)


def follow_up(record: Record, subject: str, due: str = "") -> Act:
    """Plan a task about a record: at one key, for tomorrow unless `due` (as people type it) says otherwise."""
    kind = record._meta.model_name
    url = f"/activities/about/{kind}/{record.pk}/follow-up/"
    return Act("f", _("Plan a task"), "square-check", url, {"subject": subject, "due": due})


def _own(actor: Actor) -> RecordQuerySet[Activity]:
    return gate.visible(actor, Activity).filter(owner_id=actor.user_id)


def _tasks(actor: Actor, day: Day) -> Iterator[Row]:
    open_ones = _own(actor).filter(Q(due_at=None) | Q(due_at__lt=day.horizon), kind="task", done_at=None)
    for task in open_ones.order_by(F("due_at").asc(nulls_last=True), "pk")[: MOST + 1]:
        yield _row(task, task.due_at, (_done(task),))


def _calls(actor: Actor, day: Day) -> Iterator[Row]:
    """Calls that are agreed for a moment to come, and planned ones whose moment has passed."""
    waiting = Q(happened_at__gte=timezone.now()) | Q(due_at__isnull=False)
    span = Q(happened_at__gte=day.begins - MISSED, happened_at__lt=day.horizon)
    found = _own(actor).filter(span, waiting, kind="call", done_at=None)
    for call in found.order_by("happened_at", "pk")[: MOST + 1]:
        yield _row(call, call.happened_at, (_done(call),) if call.due_at else ())


def _meetings(actor: Actor, day: Day) -> Iterator[Row]:
    span = Q(happened_at__gte=day.begins, happened_at__lt=day.horizon)
    for meeting in _own(actor).filter(span, kind="meeting").order_by("happened_at", "pk")[: MOST + 1]:
        yield _row(meeting, meeting.happened_at, (), meeting.location or "")


def _done(activity: Activity) -> Act:
    return Act("d", _("Done"), "circle-check-big", f"/activities/{activity.pk}/completion/")


def _row(activity: Activity, at: dt.datetime | None, acts: tuple[Act, ...], detail: str = "") -> Row:
    about = (
        Target(activity.about_entity, activity.about_id)
        if activity.about_entity and activity.about_id
        else None
    )
    linked = (("person", activity.person_id), ("company", activity.company_id))
    others = [Target(key, one) for key, one in linked if one and one != activity.about_id]
    return Row(activity, at, detail, (about, *others), acts=acts)


TASKS = register(
    Section(
        key="tasks",
        entity="activity",
        title=_("Tasks"),
        icon="square-check",
        order=10,
        load=_tasks,
        empty=_("No open tasks. Press f on a row, or write “tue” beside a task on any record."),
        moves="due_at",
        all=lambda actor: f"/activities/?kind=task&done_at__empty=true&owner={actor.user_id}&sort=due_at",
        sets_moment=True,
    )
)
CALLS = register(
    Section(
        key="calls",
        entity="activity",
        title=_("Calls"),
        icon="phone",
        order=20,
        load=_calls,
        empty=_("No calls are planned."),
        moves="happened_at",
        sets_moment=True,
    )
)
MEETINGS = register(
    Section(
        key="meetings",
        entity="activity",
        title=_("Meetings"),
        icon="calendar",
        order=30,
        load=_meetings,
        empty=_("No meetings in the next 7 days."),
        moves="happened_at",
        sets_moment=True,
    )
)
