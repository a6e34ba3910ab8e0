"""What the calendar does to contracts, once a day: begin, remind, renew, end. Doing it twice does nothing twice."""

from __future__ import annotations

import datetime as dt
import uuid
from uuid import UUID

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clientela.domains.activities.models import Activity
from clientela.domains.contracts import calendar, commands
from clientela.domains.contracts.choices import RUNNING
from clientela.domains.contracts.models import Contract
from clientela.domains.orders import writing
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import User
from clientela.engine.fields import formats
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

REMIND_DAYS = 30


def roll_all(today: dt.date | None = None) -> int:
    """Each contract in a transaction of its own, so that one that fails keeps none of the others; how many were due."""
    day = today or timezone.localdate()
    rows = gate.unrestricted(Contract, reason="the calendar acts for everybody")
    ahead = day + dt.timedelta(366)
    due = rows.filter(deleted_at=None, state__in=RUNNING).filter(
        Q(state="signed", starts_on__lte=day) | Q(ends_on__lte=ahead)
    )
    ids = list(due.order_by("pk").values_list("pk", flat=True))
    for contract_id in ids:
        roll(SYSTEM, contract_id, day)
    return len(ids)


@command("contract.roll")
def roll(actor: Actor, contract_id: UUID, today: dt.date) -> None:
    contract = gate.get(actor, Contract, contract_id, to="change", lock=True)
    if contract.state not in RUNNING:
        return
    commands.begin_if_due(actor, contract, today)
    _renew(actor, contract, today)
    commands.end_if_due(actor, contract, today)
    _remind(actor, contract, today)


def _renew(actor: Actor, contract: Contract, today: dt.date) -> None:
    months = int(contract.renewal_months or contract.term_months or 0)
    if not contract.auto_renews or contract.ends_on is None or months < 1:
        return
    for start, end in list(calendar.terms_after(contract.ends_on, months, today)):
        number = int(contract.term) + 1
        commands.keep_term(actor, contract, number, start, end)
        writing.put(actor, contract, term=number, ends_on=end)


def _remind(actor: Actor, contract: Contract, today: dt.date) -> None:
    """One task for each term, ahead of the last day for notice."""
    last = commands.notice_day(contract)
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
