"""Who wanted to be reminded of something is, once, when the time has come."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable

from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clientela.domains.activities.models import Activity
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import User
from clientela.engine.changes.context import attributed
from clientela.engine.fields import formats
from clientela.engine.live.notices import notify

AT_ONCE = 500
ICONS = {"task": "square-check", "call": "phone", "meeting": "calendar", "note": "sticky-note"}


def remind() -> None:
    """Tell the owners of all that is due, in one transaction: a crash tells them later, not twice."""
    with attributed(SYSTEM, "activity.remind"):
        due = _due()
        people = {
            user.pk: user
            for user in User.objects.filter(pk__in={one.owner_id for one in due}, is_active=True)
        }
        for activity in due:
            owner = people.get(activity.owner_id) if activity.owner_id else None
            # Nobody is told of what they may not see any more.
            if owner is not None and gate.can(Actor(user=owner), activity, "view"):
                _tell(owner, activity)
        _note(due)


def _due() -> list[Activity]:
    rows = gate.unrestricted(
        Activity, reason="the clock acts for everybody; who is told is checked one by one"
    )
    due = rows.filter(deleted_at=None, done_at=None, reminded_at=None, remind_at__lte=Now()).order_by(
        "remind_at"
    )
    # Another worker may be at it: what it holds, it tells.
    return list(due.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])


def _tell(owner: User, activity: Activity) -> None:
    with translation.override(owner.language), timezone.override(zoneinfo.ZoneInfo(owner.timezone)):
        text = str(activity)
        if activity.due_at is not None:
            text = _("%(what)s (due %(when)s)") % {"what": text, "when": formats.moment(activity.due_at)}
        key = f"remind:{activity.pk}:{activity.remind_at and activity.remind_at.isoformat()}"
        notify(owner, text, f"/activities/{activity.pk}/", key=key, icon=ICONS.get(activity.kind, "bell"))


def _note(due: Iterable[Activity]) -> None:
    rows = gate.unrestricted(Activity, reason="the same rows as above")
    rows.filter(pk__in=[activity.pk for activity in due]).update(reminded_at=Now())
