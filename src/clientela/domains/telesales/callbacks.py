"""Call-backs come back on time: whoever agreed one is told when it is due."""

from __future__ import annotations

import uuid
import zoneinfo
from collections.abc import Iterable

from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clientela.domains.telesales import choices
from clientela.domains.telesales.models import CallEntry, Lease
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.access.models import User
from clientela.engine.changes.context import attributed
from clientela.engine.live.notices import notify

AT_ONCE = 500
SYSTEM_ID = uuid.UUID(int=0)


def tell() -> None:
    """Tell the callers of all that is due, once each, in one transaction; of one who is away, who leads the list."""
    with attributed(SYSTEM, "callback.tell"):
        due = _due()
        leads = {one.call_list.owner_id for one in due}
        wanted = {pk for pk in {one.assigned_to_id for one in due} | leads if pk}
        people = {
            user.pk: user for user in User.objects.filter(pk__in=wanted, is_active=True, deleted_at=None)
        }
        for entry in due:
            caller, lead = (
                people.get(entry.assigned_to_id or SYSTEM_ID),
                people.get(entry.call_list.owner_id or SYSTEM_ID),
            )
            if caller is not None:
                _tell(caller, entry, f"/telesales/entries/{entry.pk}/")
            elif lead is not None:
                _tell(lead, entry, f"/call-lists/{entry.call_list_id}/callbacks/")
        _note(due)


def _due() -> list[CallEntry]:
    rows = gate.unrestricted(CallEntry, reason="the clock acts for everybody")
    due = rows.filter(
        deleted_at=None, state=choices.CALLBACK, told_at=None, due_at__lte=Now(),
        call_list__deleted_at=None, call_list__state=choices.OPEN,
    )  # fmt: skip
    return list(
        due.order_by("due_at")
        .select_related("call_list")
        .select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]
    )


def _tell(user: User, entry: CallEntry, link: str) -> None:
    assert entry.due_at is not None
    with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.timezone)):
        text = _("Call back %(name)s (%(list)s)") % {"name": entry.name, "list": entry.call_list.name}
        notify(
            user, text, link, key=f"callback:{entry.pk}:{entry.due_at.isoformat()}:{user.pk}", icon="phone"
        )


def _note(due: Iterable[CallEntry]) -> None:
    rows = gate.unrestricted(CallEntry, reason="the same rows as above")
    rows.filter(pk__in=[one.pk for one in due]).update(told_at=Now())


def sweep() -> None:
    """Leases of screens that were closed without a word."""
    Lease.objects.filter(until__lt=Now()).delete()
