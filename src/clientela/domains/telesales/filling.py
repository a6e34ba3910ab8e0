"""Who comes onto a list, who is left out and why, and who calls them: worked out first, done afterwards."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from clientela.domains.telesales import choices, customers, entries, outcomes, sharing
from clientela.domains.telesales.customers import Customer
from clientela.domains.telesales.models import CallEntry, CallList
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid
from clientela.engine.fields.link import Target
from clientela.engine.query import filters, search
from clientela.engine.query.filters import BadFilter
from clientela.engine.records import commands as records
from clientela.engine.records.command import command
from clientela.engine.records.queryset import RecordQuerySet

MOST, SET = 20_000, 1_000


@dataclass
class Plan:
    """`found` match the filter (at most MOST are looked at), `left` counts reasons, `shares` who would have how many."""

    found: int = 0
    add: list[Customer] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    shares: list[sharing.Share] = field(default_factory=list)
    is_more: bool = False

    @property
    def reasons(self) -> list[tuple[str, int]]:
        words = customers.reasons()
        return [(words[key], count) for key, count in self.left.most_common()]


@command("calllist.describe")
def describe(actor: Actor, list_id: uuid.UUID, filter: Any, text: str = "") -> CallList:
    """Say who belongs on a list. Raises NotFound, Denied, Invalid."""
    call_list = gate.get(actor, CallList, list_id, to="change", lock=True)
    entity = registry.get(call_list.kind)
    try:
        group = filters.parse_json(filter, entity)
        filters.to_q(actor, entity, group)
    except BadFilter as bad:
        raise Invalid({"filter": [str(bad.message)]}) from None
    call_list.filter, call_list.text = filters.to_json(group) if group else {}, text.strip()[:200] or None
    call_list.version += 1
    call_list.save(update_fields=["filter", "text", "version"])
    return call_list


def matching(actor: Actor, kind: str, filter: Any, text: str | None) -> RecordQuerySet[Any]:
    """Those who belong on a list, as far as the actor sees them. Raises Invalid."""
    entity = registry.get(kind)
    try:
        rows = gate.visible(actor, entity.model)
        rows = rows.filter(filters.to_q(actor, entity, filters.parse_json(filter or {}, entity)))
    except BadFilter as bad:
        raise Invalid({"filter": [str(bad.message)]}) from None
    return search.matching(rows, text) if text else rows


def plan(
    actor: Actor,
    kind: str,
    filter: Any,
    text: str | None,
    callers: Sequence[uuid.UUID],
    onto: CallList | None = None,
) -> Plan:
    """What filling would do; nothing is written. `onto` is the list, where there is one already."""
    ids = list(matching(actor, kind, filter, text).order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    found = Plan(found=min(len(ids), MOST), is_more=len(ids) > MOST)
    phones: set[str] = set()
    for chunk in _chunks(ids[:MOST]):
        _sort_out(found, kind, chunk, onto, phones)
    held = _held(onto) if onto else {}
    gets = sharing.quotas(held, callers, sum(held.get(one, 0) for one in callers) + len(found.add))
    found.shares = [sharing.Share(one, held.get(one, 0), gets[one]) for one in callers]
    return found


def _chunks(ids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    return (ids[at : at + SET] for at in range(0, len(ids), SET))


def _sort_out(
    found: Plan, kind: str, ids: Sequence[uuid.UUID], onto: CallList | None, phones: set[str]
) -> None:
    people = customers.read(kind, ids)
    here, elsewhere, called = _known(ids, [p for one in people.values() for p in one.phones], onto)
    for one in (people[pk] for pk in ids if pk in people):
        reason = one.blocked
        if not reason and one.id in here:
            reason = "here"
        elif not reason and one.id in elsewhere:
            reason = "elsewhere"
        elif not reason and (phones | called) & set(one.phones):
            reason = "twice"
        if reason:
            found.left[reason] += 1
        else:
            phones.update(one.phones)
            found.add.append(one)


def _known(
    ids: Sequence[uuid.UUID], phones: Sequence[str], onto: CallList | None
) -> tuple[set[Any], set[Any], set[str]]:
    """Ids on this list, ids on other open lists, and those of the numbers that open lists have."""
    rows = gate.unrestricted(CallEntry, reason="who is on a list is not called from another, whoever asks")
    rows = rows.filter(deleted_at=None)
    here = (
        set(rows.filter(call_list=onto, customer_id__in=ids).values_list("customer_id", flat=True))
        if onto
        else set()
    )
    busy = rows.filter(state__in=choices.LIVING, call_list__deleted_at=None).exclude(
        call_list__state=choices.DONE
    )
    others = busy.exclude(call_list=onto) if onto else busy
    elsewhere = set(others.filter(customer_id__in=ids).values_list("customer_id", flat=True))
    taken = busy.filter(phones__overlap=list(phones)).values_list("phones", flat=True) if phones else ()
    return here, elsewhere, {phone for some in taken for phone in some}


def _held(call_list: CallList) -> dict[Any, int]:
    rows = entries.living(call_list).exclude(assigned_to=None).values("assigned_to").order_by("assigned_to")
    return {row["assigned_to"]: row["n"] for row in rows.annotate(n=Count("pk"))}


@command("calllist.fill")
def fill(actor: Actor, list_id: uuid.UUID, most: int = MOST) -> int:
    """Put up to `most` of those who belong on the list and are not there yet onto it, shared out; gives how many."""
    call_list = gate.get(actor, CallList, list_id, to="change", lock=True)
    outcomes.have_some(actor)
    callers = entries.callers_of(call_list)
    found = plan(actor, call_list.kind, call_list.filter, call_list.text, callers, call_list)
    add = found.add[:most]
    held = _held(call_list)
    whom = sharing.moves([(one.id, None) for one in add], callers, held)
    rows = [
        {
            "call_list": call_list.pk,
            "customer": Target(one.entity, one.id),
            "assigned_to": whom.get(one.id),
            "owner": call_list.owner_id,
        }
        for one in add
    ]
    done = records.create_many(actor, "callentry", rows) if rows else []
    return sum(one.is_done for one in done)


def said(count: int, call_list: CallList) -> str:
    return _("%(n)d added to “%(list)s”.") % {"n": count, "list": call_list.name}
