"""What contracts put on the page of the day: those that end or renew soon, by the last day on which one can still act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clientela.domains.activities.day import follow_up
from clientela.domains.contracts.choices import RUNNING
from clientela.domains.contracts.models import Contract
from clientela.domains.contracts.reminding import notice_day
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields import formats
from clientela.engine.fields.link import Target
from clientela.engine.screens.day import MOST, Day, Row, Section, register

AHEAD = dt.timedelta(days=30)
# Notice is given so long ahead at most; of one person's contracts that end until then so many are read.
LONGEST_NOTICE = dt.timedelta(days=400)
READ = 500


def _renewals(actor: Actor, day: Day) -> Iterator[Row]:
    running = gate.visible(actor, Contract).filter(owner_id=actor.user_id, state__in=RUNNING)
    running = running.filter(ends_on__lte=day.date + LONGEST_NOTICE).order_by("ends_on", "pk")
    due = sorted((_last_day(one), str(one.pk), one) for one in running[:READ])
    soon = (_row(one, last) for last, _key, one in due if last <= day.date + AHEAD)
    return islice(soon, MOST + 1)


def _last_day(contract: Contract) -> dt.date:
    """The last day for notice while that is ahead of its end, else the end itself."""
    notice = notice_day(contract)
    return notice if notice is not None else contract.ends_on or dt.date.max


def _row(contract: Contract, last: dt.date) -> Row:
    linked = (("company", contract.company_id), ("person", contract.person_id))
    about = [Target(key, one) for key, one in linked if one]
    ends = formats.date(contract.ends_on) if contract.ends_on else ""
    says = gettext("renews by itself on %s") if contract.auto_renews else gettext("ends on %s")
    figure = (
        formats.money(contract.value, contract.value_currency or "") if contract.value is not None else ""
    )
    talk = follow_up(contract, gettext("Talk about renewing “%s”") % contract.name)
    return Row(contract, last, says % ends, about, figure, free=(talk,))


RENEWALS = register(
    Section(
        key="renewals",
        entity="contract",
        title=_("Renewals"),
        icon="rotate-ccw",
        order=80,
        load=_renewals,
        empty=_("No contract ends, or can be given notice of, within 30 days."),
    )
)
