"""What the calendar does to contracts, once a day: begin, remind, renew, end. Doing it twice does nothing twice."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from clientela.domains.contracts import calendar, commands, reminding
from clientela.domains.contracts.choices import RUNNING
from clientela.domains.contracts.models import Contract
from clientela.domains.orders import writing
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.records.command import command


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
    reminding.remind(contract, today)


def _renew(actor: Actor, contract: Contract, today: dt.date) -> None:
    months = int(contract.renewal_months or contract.term_months or 0)
    if not contract.auto_renews or contract.ends_on is None or months < 1:
        return
    for start, end in list(calendar.terms_after(contract.ends_on, months, today)):
        number = int(contract.term) + 1
        commands.keep_term(actor, contract, number, start, end)
        writing.put(actor, contract, term=number, ends_on=end)
