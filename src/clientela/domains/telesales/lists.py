"""What a team lead does with a list: make it, say who calls, share it out anew, hand call-backs over."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.utils.translation import gettext as _

from clientela.domains.telesales import choices, entries, filling, leases, outcomes, sharing
from clientela.domains.telesales.models import CallEntry, Caller, CallList, Lease
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.errors import Invalid, Refused
from clientela.engine.live.notices import notify
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

MOST_CALLERS = 200


@command("calllist.make")
def make(
    actor: Actor, values: Mapping[str, Any], *, filter: Any, text: str = "", callers: Sequence[uuid.UUID] = ()
) -> CallList:
    """A list with its filter and its callers, still empty. Raises Denied, Invalid."""
    call_list = cast(CallList, records.create(actor, "calllist", values))
    outcomes.have_some(actor)
    filling.describe(actor, call_list.pk, filter, text)
    set_callers(actor, call_list.pk, callers or [cast(uuid.UUID, actor.user_id)])
    return gate.get(actor, CallList, call_list.pk)


def set_callers(actor: Actor, list_id: uuid.UUID, callers: Sequence[uuid.UUID]) -> CallList:
    """Who calls from it, without sharing it out. Raises Invalid. Inside of a command."""
    call_list = gate.get(actor, CallList, list_id, to="change", lock=True)
    wanted = list(dict.fromkeys(callers))
    people = User.objects.filter(pk__in=wanted, is_active=True, deleted_at=None)
    if not wanted or len(wanted) > MOST_CALLERS or people.count() != len(wanted):
        raise Invalid({"callers": [_("Choose colleagues who may sign in.")]})
    before = set(Caller.objects.filter(call_list=call_list).values_list("user_id", flat=True))
    Caller.objects.filter(call_list=call_list).exclude(user__in=wanted).delete()
    for one in wanted:
        if one not in before:
            Caller.objects.create(call_list=call_list, user_id=one)
            _welcome(actor, call_list, one)
    return call_list


def _welcome(actor: Actor, call_list: CallList, user: uuid.UUID) -> None:
    if user != actor.user_id:
        text = _("You call from “%s”") % call_list.name
        notify(
            user,
            text,
            f"/call-lists/{call_list.pk}/",
            key=f"caller:{call_list.pk}:{user}",
            icon="phone-outgoing",
        )


def preview(actor: Actor, call_list: CallList, callers: Sequence[uuid.UUID]) -> list[sharing.Share]:
    """What share() would do: each caller, and everybody who has something now. Nothing is written."""
    moving, fixed = _in_play(call_list, callers)
    found = sharing.moves(moving, callers, fixed)
    had = _count([who for _entry, who in moving]) | {}
    held = {one: had.get(one, 0) + fixed.get(one, 0) for one in {*had, *fixed, *callers} - {None}}
    gets = dict(held)
    owner = dict(moving)
    for entry, new in found.items():
        old = owner[entry]
        if old is not None:
            gets[old] -= 1
        gets[new] = gets.get(new, 0) + 1
    return [sharing.Share(one, held.get(one, 0), gets.get(one, 0)) for one in sorted(held, key=str)]


def _count(users: Sequence[Any]) -> dict[Any, int]:
    return {one: users.count(one) for one in set(users)}


def _in_play(
    call_list: CallList, callers: Sequence[uuid.UUID]
) -> tuple[list[tuple[uuid.UUID, uuid.UUID | None]], dict[uuid.UUID, int]]:
    """What may change hands, and how many of each caller's may not: call-backs they agreed, and what is before them."""
    busy = set(Lease.objects.filter(entry__call_list=call_list).values_list("entry_id", flat=True))
    moving: list[tuple[uuid.UUID, uuid.UUID | None]] = []
    fixed: dict[uuid.UUID, int] = {}
    rows = entries.living(call_list).order_by("pk").values_list("pk", "assigned_to", "state")
    for pk, who, state in rows:
        stays = who in callers and state == choices.CALLBACK
        if pk in busy or stays:
            if who is not None:
                fixed[who] = fixed.get(who, 0) + 1
        else:
            moving.append((pk, who))
    return moving, fixed


@command("calllist.share")
def share(actor: Actor, list_id: uuid.UUID, callers: Sequence[uuid.UUID]) -> CallList:
    """Let these colleagues call from the list and share it out fairly among them; what they have stays theirs where
    that is fair. Call-backs stay with who agreed them, unless they call from it no more."""
    call_list = set_callers(actor, list_id, callers)
    list(
        entries.living(call_list).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    )
    moving, fixed = _in_play(call_list, callers)
    found = sharing.moves(moving, list(dict.fromkeys(callers)), fixed)
    changes = [(entry, {"assigned_to": user}, None) for entry, user in found.items()]
    for at in range(0, len(changes), filling.SET):
        for outcome in records.update_many(actor, "callentry", changes[at : at + filling.SET]):
            outcome.unwrap()
    return call_list


@command("callback.hand_over")
def hand_over(actor: Actor, entry_id: uuid.UUID, to: uuid.UUID) -> CallEntry:
    """Give an entry, such as the call-back of somebody who is ill, to another caller of its list."""
    entry = gate.get(actor, CallEntry, entry_id, to="change", lock=True)
    call_list = gate.get(actor, CallList, entry.call_list_id, to="change")
    if to not in entries.callers_of(call_list):
        raise Refused(_("Only who calls from “%s” can take it over.") % call_list.name)
    if entry.state not in choices.LIVING:
        raise Refused(_("%s is no longer to be called from this list.") % entry.name)
    if leases.holder(entry.pk) not in (None, to):
        raise Refused(_("A colleague is calling %s.") % entry.name)
    records.update(actor, "callentry", entry.pk, {"assigned_to": to})
    entries.write(actor, entry, told_at=None)
    return gate.get(actor, CallEntry, entry.pk)


@command("calllist.state")
def set_state(actor: Actor, list_id: uuid.UUID, state: str) -> CallList:
    """Open, pause or close a list."""
    records.update(actor, "calllist", list_id, {"state": state})
    return gate.get(actor, CallList, list_id)
