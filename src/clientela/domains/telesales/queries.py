"""What the pages of telesales show: how far a list is, one call, my own lists."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncHour
from django.utils import timezone

from clientela.domains.telesales import choices, customers, entries, hours, leases, outcomes, scripts
from clientela.domains.telesales.models import Attempt, CallEntry, Caller, CallList, CallOutcome, CallScript
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.entities import registry
from clientela.engine.fields import formats
from clientela.engine.screens import timeline
from clientela.engine.screens.slots import Place

HISTORY = 8


@dataclass(frozen=True)
class Progress:
    """How far a list is, by the state of its entries."""

    states: dict[str, int]
    before_somebody: int = 0

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def left(self) -> int:
        return sum(self.states.get(key, 0) for key in choices.LIVING)

    @property
    def finished(self) -> int:
        return self.total - self.left

    @property
    def parts(self) -> list[tuple[str, Any, str, int]]:
        """(state, word, tone, how many) of those that there are."""
        return [(one.key, one.label, one.tone, self.states.get(one.key, 0)) for one in choices.ENTRY_STATES]


def progress(call_list: CallList) -> Progress:
    rows = entries.of(call_list).values("state").order_by("state").annotate(n=Count("pk"))
    busy = CallEntry._meta.get_field("leases").related_model
    assert busy is not None
    held = busy._default_manager.filter(entry__call_list=call_list, until__gt=timezone.now())
    return Progress({row["state"]: row["n"] for row in rows}, held.values("entry").distinct().count())


@dataclass(frozen=True)
class Line:
    """A row of the page of progress: what it counts, of how many."""

    label: str
    count: int
    of: int
    good: int = 0

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0

    @property
    def success(self) -> float:
        return self.good / self.count if self.count else 0.0


@dataclass(frozen=True)
class Figures:
    """What came of the calls of a list."""

    calls: int
    reached: int
    good: int
    outcomes: list[Line]
    callers: list[Line]
    by_hour: list[Line]

    @property
    def reached_rate(self) -> float:
        return self.reached / self.calls if self.calls else 0.0

    @property
    def success_rate(self) -> float:
        return self.good / self.calls if self.calls else 0.0


def figures(call_list: CallList) -> Figures:
    calls = Attempt.objects.filter(call_list=call_list, undone_at=None)
    good, reached = (
        Count("pk", filter=Q(outcome__is_success=True)),
        Count("pk", filter=Q(outcome__talk="reached")),
    )
    total = calls.aggregate(calls=Count("pk"), reached=reached, good=good)
    by_outcome = calls.values("outcome", "outcome__name").annotate(n=Count("pk")).order_by("-n")
    by_user = calls.values("user", "user__name").annotate(n=Count("pk"), good=good).order_by("-n")
    return Figures(
        total["calls"],
        total["reached"],
        total["good"],
        [Line(row["outcome__name"], row["n"], total["calls"]) for row in by_outcome],
        [Line(row["user__name"], row["n"], total["calls"], row["good"]) for row in by_user],
        _by_hour(calls),
    )


def _by_hour(calls: Any) -> list[Line]:
    """The calls of each hour of the last day on which there were any."""
    last = calls.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return []
    day = timezone.localtime(last).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = calls.filter(at__gte=day).annotate(hour=TruncHour("at")).values("hour").order_by("hour")
    good = Count("pk", filter=Q(outcome__is_success=True))
    found = list(rows.annotate(n=Count("pk"), good=good))
    most = max(row["n"] for row in found)
    return [
        Line(timezone.localtime(row["hour"]).strftime("%H:00"), row["n"], most, row["good"]) for row in found
    ]


# -- one call ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Screen:
    """Everything that one needs during a call."""

    entry: CallEntry
    call_list: CallList
    customer: customers.Customer | None
    record: Any
    company: Any
    phones: list[tuple[int, str, str]]
    here: dt.datetime
    zones: list[str]
    is_time: bool
    history: timeline.Timeline | None
    steps: list[dict[str, Any]]
    outcomes: Sequence[CallOutcome]
    left: int

    @property
    def entity(self) -> Any:
        return registry.get(self.entry.customer_entity or "lead")


def screen(actor: Actor, entry_id: uuid.UUID) -> Screen:
    """One call. Raises NotFound."""
    entry = gate.get(actor, CallEntry, entry_id)
    call_list = gate.get(actor, CallList, entry.call_list_id)
    entity = registry.get(entry.customer_entity or "lead")
    record: Any = gate.visible(actor, entity.model).filter(pk__in=[entry.customer_id]).first()
    customer = customers.one(entity.key, entry.customer_id) if entry.customer_id else None
    zone = customer.zone if customer else entry.zone
    places = hours.zones(zone, call_list.timezone or "UTC")
    phone = customers.MODELS["company"]
    found = entity.declared["phone"].display
    company = (
        gate.visible(actor, phone).filter(pk=customer.company).first()
        if customer and customer.company
        else None
    )
    now = timezone.now()
    return Screen(
        entry, call_list, customer, record,
        company if entity.key != "company" else None,
        [(at, one, found(one)) for at, one in enumerate(customer.phones if customer else entry.phones)],
        now.astimezone(places[0]), (zone or call_list.timezone or "UTC").split(","),
        hours.is_open(call_list.hours or hours.USUAL, places, now),
        timeline.read(Place(actor, entity, record), limit=HISTORY) if record is not None else None,
        _steps(actor, call_list, entry, company), outcomes.current(actor),
        mine(actor, call_list).count(),
    )  # fmt: skip


def _steps(actor: Actor, call_list: CallList, entry: CallEntry, company: Any) -> list[dict[str, Any]]:
    script = (
        gate.visible(actor, CallScript).filter(pk=call_list.script_id).first()
        if call_list.script_id
        else None
    )
    values = {
        "name": entry.name or "",
        "company": str(company or entry.name or ""),
        "caller": str(actor.user or ""),
        "campaign": call_list.campaign or call_list.name,
        "day": formats.date(timezone.localdate()),
    }
    steps = script.steps if script else []
    return [{**step, "text": scripts.filled(step["text"], values)} for step in steps]


def mine(actor: Actor, call_list: CallList) -> Any:
    """What is left for the actor on a list."""
    rows = entries.living(call_list)
    return rows.filter(Q(assigned_to=actor.user_id) | Q(assigned_to=None, state=choices.WAITING))


# -- people -----------------------------------------------------------------------------------------------------------
def colleagues(actor: Actor) -> list[User]:
    """Who may be chosen to call."""
    rows = gate.visible(actor, User).filter(is_active=True).order_by("name")
    return list(rows[:200])


def names(users: Sequence[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    return dict(User.objects.filter(pk__in=[one for one in users if one]).values_list("pk", "name"))


def callers(call_list: CallList) -> list[User]:
    rows = Caller.objects.filter(call_list=call_list).values("user")
    return list(User.objects.filter(pk__in=rows).order_by("name"))


def call_backs(call_list: CallList) -> list[CallEntry]:
    """Agreed call-backs, the next one first."""
    return list(entries.of(call_list).filter(state=choices.CALLBACK).order_by("due_at", "pk")[:200])


def my_lists(actor: Actor) -> list[CallList]:
    """Open lists from which the actor calls."""
    rows = gate.visible(actor, CallList).filter(state=choices.OPEN, callers__user=actor.user_id)
    return list(rows.order_by("name", "pk")[:31])


def attempt(actor: Actor, attempt_id: uuid.UUID) -> Attempt | None:
    """A call of the actor's own that can still be taken back."""
    own = Attempt.objects.filter(pk=attempt_id, user=actor.user, undone_at=None)
    found = own.select_related("entry", "outcome").first()
    fresh = found is not None and timezone.now() - found.at < outcomes.FRESH
    return found if fresh else None


def holder_name(actor: Actor, entry_id: uuid.UUID) -> str:
    """Who else has the customer before them; "" when nobody has."""
    who = leases.holder(entry_id)
    return names([who]).get(who, "") if who and who != actor.user_id else ""


def left_for(actor: Actor, lists: Sequence[CallList]) -> dict[uuid.UUID, int]:
    """How many are left for the actor on each list, in one query."""
    rows = gate.unrestricted(CallEntry, reason="the lists were read through the gate")
    rows = rows.filter(call_list__in=[one.pk for one in lists], deleted_at=None, state__in=choices.LIVING)
    rows = rows.filter(Q(assigned_to=actor.user_id) | Q(assigned_to=None, state=choices.WAITING))
    found = rows.values("call_list").order_by("call_list").annotate(n=Count("pk"))
    return {row["call_list"]: row["n"] for row in found}
