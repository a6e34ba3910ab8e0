"""Who is called next: my call-backs that are due, then mine, then those of nobody; each to one colleague only."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.telesales import choices, customers, dialling, entries, hours, leases
from clientela.domains.telesales.models import CallEntry, CallList
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.fields import formats
from clientela.engine.records.command import command
from clientela.engine.records.queryset import RecordQuerySet

# So many are looked at for one call; then it is said that nobody can be called, and the next asking goes on.
MOST = 200
SPACE = 0x7E1E


def next_call(actor: Actor, list_id: uuid.UUID) -> CallEntry:
    """The next one to be called, before the actor alone. Raises NotFound, Denied, Refused (why nobody, and when)."""
    entry = pick(actor, list_id)
    if entry is None:
        raise Refused(why_nobody(actor, gate.get(actor, CallList, list_id)))
    return entry


@command("call.next")
def pick(actor: Actor, list_id: uuid.UUID) -> CallEntry | None:
    """As next_call(); None when nobody may be called now. What is found to be forbidden is put aside for good."""
    call_list = gate.get(actor, CallList, list_id)
    entries.require_caller(actor, call_list)
    entries.require_open(call_list)
    _one_at_a_time(actor)
    now = timezone.now()
    for entry in _before_me(actor, call_list):
        if offer(actor, call_list, entry, now):
            return entry
    leases.release(actor)
    return _search(actor, call_list, now)


def _one_at_a_time(actor: Actor) -> None:
    """Two requests of one person, such as a double click, come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [SPACE, str(actor.user_id)])


def _before_me(actor: Actor, call_list: CallList) -> Sequence[CallEntry]:
    rows = entries.living(call_list).filter(pk__in=leases.held_by(actor))
    return list(rows.select_for_update(of=("self",))[:1])


def _search(actor: Actor, call_list: CallList, now: dt.datetime) -> CallEntry | None:
    tried: list[uuid.UUID] = []
    where = open_zones(call_list, now)
    for tier in _tiers(actor, call_list, now, where):
        while len(tried) < MOST:
            # One at a time: what is looked at is hidden from colleagues until this transaction ends.
            entry = tier.exclude(pk__in=tried).select_for_update(of=("self",), skip_locked=True).first()
            if entry is None:
                break
            if offer(actor, call_list, entry, now):
                return entry
            tried.append(entry.pk)
    return None


def _tiers(
    actor: Actor, call_list: CallList, now: dt.datetime, where: Q
) -> Iterator[RecordQuerySet[CallEntry]]:
    due = Q(due_at=None) | Q(due_at__lte=now)
    order = (F("due_at").asc(nulls_last=True), "pk")
    rows = entries.of(call_list).filter(where)
    yield rows.filter(state=choices.CALLBACK, assigned_to=actor.user_id, due_at__lte=now).order_by(*order)
    yield rows.filter(due, state=choices.WAITING, assigned_to=actor.user_id).order_by(*order)
    yield rows.filter(due, state=choices.WAITING, assigned_to=None).order_by(*order)


def open_zones(call_list: CallList, now: dt.datetime) -> Q:
    """Those who are where one may call now."""
    known = [zone for zone in _zones(call_list) if _is_time(call_list, zone, now)]
    found = Q(zone__in=[zone for zone in known if zone is not None])
    return found | Q(zone=None) if None in known else found


def _zones(call_list: CallList) -> list[str | None]:
    return list(entries.living(call_list).order_by("zone").values_list("zone", flat=True).distinct())


def _is_time(call_list: CallList, zone: str | None, now: dt.datetime) -> bool:
    usual = call_list.timezone or "UTC"
    return hours.is_open(call_list.hours or hours.USUAL, hours.zones(zone, usual), now)


def offer(actor: Actor, call_list: CallList, entry: CallEntry, now: dt.datetime) -> bool:
    """Whether the customer may be called now, and is the actor's for that. One who must not be called is put aside."""
    customer = _as_now(actor, entry)
    if customer is None or not _is_time(call_list, entry.zone, now):
        return False
    return leases.take(actor, entry, customer)


def _as_now(actor: Actor, entry: CallEntry) -> customers.Customer | None:
    """The customer with the numbers of this moment; None, and the entry put aside, when they must not be called."""
    assert entry.customer_entity and entry.customer_id
    customer = customers.one(entry.customer_entity, entry.customer_id)
    blocked = customer.blocked if customer else customers.GONE
    if customer is None or blocked:
        entries.write(actor, entry, state=choices.REFUSED, why=customers.reasons()[blocked], due_at=None)
        return None
    if list(customer.phones) != entry.phones or customer.zone != entry.zone:
        entries.write(actor, entry, phones=list(customer.phones), zone=customer.zone)
    return customer


@command("call.take")
def take(actor: Actor, entry_id: uuid.UUID) -> CallEntry:
    """Have this entry before oneself, or go on having it: what an open screen asks for every minute.

    Raises NotFound, Denied, Refused (somebody else has it, it is done, or must not be called now).
    """
    entry, call_list = locked(actor, entry_id)
    _one_at_a_time(actor)
    if leases.renew(actor, entry.pk):
        return entry
    leases.release(actor)
    require_callable(actor, call_list, entry)
    return entry


@command("call.release")
def release(actor: Actor, entry_id: uuid.UUID) -> CallEntry:
    """Let an entry go without a call. One who does not have it loses nothing."""
    entry = gate.get(actor, CallEntry, entry_id)
    leases.release(actor, entry.pk)
    return entry


@command("call.dial")
def dial(actor: Actor, entry_id: uuid.UUID, number: int = 0) -> dialling.Dialled:
    """Begin to call one of the numbers. Everything that may forbid it is asked again, at this moment."""
    entry, call_list = locked(actor, entry_id)
    require_callable(actor, call_list, entry)
    if not 0 <= number < len(entry.phones):
        raise Refused(_("%s has no such number any more.") % entry.name)
    return dialling.current().start(actor, entry, entry.phones[number])


def locked(actor: Actor, entry_id: uuid.UUID) -> tuple[CallEntry, CallList]:
    """An entry for somebody who calls from its list."""
    entry = gate.get(actor, CallEntry, entry_id, lock=True)
    call_list = gate.get(actor, CallList, entry.call_list_id)
    entries.require_caller(actor, call_list)
    return entry, call_list


def require_callable(actor: Actor, call_list: CallList, entry: CallEntry) -> None:
    """Raises Refused with the reason why not now, or not by the actor."""
    entries.require_open(call_list)
    if entry.state not in choices.LIVING:
        raise Refused(_("%s is no longer to be called from this list.") % entry.name)
    if entry.assigned_to_id not in (None, actor.user_id):
        raise Refused(_("%s is called by a colleague.") % entry.name)
    customer = (
        customers.one(entry.customer_entity or "lead", entry.customer_id) if entry.customer_id else None
    )
    blocked = customer.blocked if customer else customers.GONE
    if customer is None or blocked:
        raise Refused(f"{entry.name}: {customers.reasons()[blocked]}.")
    if not _is_time(call_list, customer.zone, timezone.now()):
        raise Refused(
            _("%(name)s is where nobody is called at this time (%(hours)s).")
            % {"name": entry.name, "hours": call_list.hours}
        )
    if not leases.take(actor, entry, customer):
        raise Refused(_("A colleague has %s before them, or somebody with the same number.") % entry.name)


# -- when there is nobody ---------------------------------------------------------------------------------------------
def why_nobody(actor: Actor, call_list: CallList) -> str:
    """A sentence that says why nobody may be called now, and when the next one may."""
    now = timezone.now()
    mine = entries.living(call_list).filter(
        Q(assigned_to=actor.user_id) | Q(state=choices.WAITING, assigned_to=None)
    )
    if not mine.exists():
        return _("Nobody is left for you on “%s”.") % call_list.name
    ready = mine.filter(Q(due_at=None) | Q(due_at__lte=now))
    if ready.filter(open_zones(call_list, now)).exists():
        return (
            _("Colleagues have those before them who are left on “%s”; try again in a few minutes.")
            % call_list.name
        )
    moment = _next_moment(call_list, ready, now)
    if ready.exists():
        text = _("It is not a time to call (%s).") % call_list.hours
    else:
        moment = mine.aggregate(least=Min("due_at"))["least"]
        text = _("Nobody is due now.")
    return text + " " + (_("The next one: %s.") % formats.moment(moment) if moment else "")


def _next_moment(
    call_list: CallList, ready: RecordQuerySet[CallEntry], now: dt.datetime
) -> dt.datetime | None:
    usual, text = call_list.timezone or "UTC", call_list.hours or hours.USUAL
    zones = ready.order_by("zone").values_list("zone", flat=True).distinct()
    found = (hours.next_opening(text, hours.zones(zone, usual), now) for zone in zones)
    return min((one for one in found if one), default=None)
