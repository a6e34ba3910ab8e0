"""The task that reminds the owner of a contract before it renews itself or ends."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clientela.domains.activities.models import Activity
from clientela.domains.contracts import calendar
from clientela.domains.contracts.choices import RUNNING
from clientela.domains.contracts.models import Contract
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.access.models import User
from clientela.engine.fields import formats
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records

REMIND_DAYS = 30


def notice_day(contract: Any) -> dt.date | None:
    """The last day on which notice can be given before the contract goes on or ends."""
    if contract.ends_on is None:
        return None
    return (
        calendar.plus(contract.ends_on + calendar.ONE_DAY, -(contract.notice_months or 0)) - calendar.ONE_DAY
    )


def remind(contract: Contract, today: dt.date) -> None:
    """One task for each term, ahead of the last day for notice."""
    last = notice_day(contract)
    if last is None or contract.state not in RUNNING or contract.reminded_for == contract.ends_on:
        return
    days = contract.remind_days if contract.remind_days is not None else REMIND_DAYS
    if contract.terminated_on is not None or today < last - dt.timedelta(int(days)):
        return
    _task(contract, max(last, today))
    rows = gate.unrestricted(Contract, reason="it was locked and allowed by the command that calls")
    rows.filter(pk=contract.pk).update(reminded_for=contract.ends_on)


def _task(contract: Contract, day: dt.date) -> Activity:
    owner = User.objects.filter(pk=contract.owner_id or uuid.UUID(int=0)).first()
    with translation.override(owner.language if owner else "en"):
        end = formats.date(contract.ends_on) if contract.ends_on else ""
        words = (
            _("Renews itself after %(end)s: %(name)s")
            if contract.auto_renews
            else _("Ends on %(end)s: %(name)s")
        )
        subject = words % {"end": end, "name": contract.name}
    at = dt.datetime.combine(day, dt.time(9), tzinfo=timezone.get_current_timezone())
    values = {
        "kind": "task",
        "about": Target("contract", contract.pk),
        "subject": subject,
        "due_at": at,
        "owner": contract.owner_id,
        "branch": contract.branch_id,
    }
    made = records.create(SYSTEM, "activity", {k: v for k, v in values.items() if v is not None})
    assert isinstance(made, Activity)
    return made
