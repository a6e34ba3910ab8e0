"""What somebody has before them today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from clientela.domains.activities.models import Activity
from clientela.domains.deals.models import Deal, Stage
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.query.links import Titles, titles

MOST = 30


@dataclass(frozen=True)
class Today:
    """Open tasks by urgency, meetings of the day, and own deals that need a hand."""

    overdue: list[Activity]
    due: list[Activity]
    coming: list[Activity]
    meetings: list[Activity]
    closing: list[Deal]
    without_step: list[Deal]
    activity_titles: Titles
    deal_titles: Titles

    @property
    def is_free(self) -> bool:
        return not (
            self.overdue or self.due or self.coming or self.meetings or self.closing or self.without_step
        )


def today(actor: Actor) -> Today:
    """The actor's own day, in their time zone."""
    morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    evening = morning + dt.timedelta(1)
    own = gate.visible(actor, Activity).filter(owner_id=actor.user_id)
    tasks = list(own.filter(kind="task", done_at=None).order_by("due_at", "pk")[:MOST])
    meetings = list(
        own.filter(kind="meeting", happened_at__gte=morning, happened_at__lt=evening).order_by("happened_at")
    )
    closing, without_step = _deals(actor, morning.date())
    return Today(
        overdue=[task for task in tasks if task.due_at and task.due_at < morning],
        due=[task for task in tasks if task.due_at and morning <= task.due_at < evening],
        coming=[task for task in tasks if not task.due_at or task.due_at >= evening],
        meetings=meetings,
        closing=closing,
        without_step=without_step,
        activity_titles=titles(
            actor, registry.get("activity"), [*tasks, *meetings], ("about", "company", "person")
        ),
        deal_titles=titles(actor, registry.get("deal"), [*closing, *without_step], ("company", "stage")),
    )


def _deals(actor: Actor, day: dt.date) -> tuple[list[Deal], list[Deal]]:
    """Own open deals that should close within a week or should have, and those without a next step."""
    open_stages = gate.visible(actor, Stage).filter(kind="open").values("pk")
    own = gate.visible(actor, Deal).filter(owner_id=actor.user_id, stage__in=open_stages)
    closing = own.filter(expected_close__lte=day + dt.timedelta(7)).order_by("expected_close", "pk")[:10]
    without_step = own.filter(Q(next_step=None) | Q(next_step="")).order_by("-amount", "pk")[:10]
    return list(closing), list(without_step)
