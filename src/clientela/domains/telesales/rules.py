"""What lists, entries, scripts and outcomes must be, for whole sets of drafts."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.telesales import customers, hours
from clientela.domains.telesales.models import CallEntry, CallList, CallOutcome
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields.link import Target
from clientela.engine.records.draft import Draft

MOST_ATTEMPTS, MOST_PAUSE = 50, 60 * 24 * 60


def have_hours(actor: Actor, drafts: list[Draft]) -> None:
    """A list knows when and where it is."""
    for draft in drafts:
        if draft.get("hours") is None:
            draft.set("hours", hours.USUAL)
        if draft.get("timezone") is None:
            draft.set("timezone", getattr(actor.user, "timezone", None) or "UTC")


def keep_kind(actor: Actor, drafts: list[Draft]) -> None:
    """A list that holds somebody stays one of the same kind."""
    changed = [draft.id for draft in drafts if not draft.is_new and draft.changes("kind")]
    rows = gate.unrestricted(CallEntry, reason="also what the actor may not see is on the list")
    filled = set(rows.filter(call_list__in=changed, deleted_at=None).values_list("call_list_id", flat=True))
    for draft in drafts:
        if draft.id in filled:
            draft.refuse("kind", _("There are entries on it; make another list for another kind."))


def within_reason(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        pause = draft.get("pause")
        if pause is not None and not 0 <= pause <= MOST_PAUSE:
            draft.refuse("pause", _("A pause is from 0 minutes to 60 days."))
        attempts = draft.get("max_attempts") if draft.entity.has("max_attempts") else None
        if attempts is not None and not 1 <= attempts <= MOST_ATTEMPTS:
            draft.refuse("max_attempts", _("From 1 attempt to %d.") % MOST_ATTEMPTS)


def be_somebody(actor: Actor, drafts: list[Draft]) -> None:
    """An entry is about a customer of the list's kind whom the actor sees, and keeps to them and to the list."""
    new = [draft for draft in drafts if draft.is_new]
    for draft in drafts:
        if not draft.is_new and (draft.changes("customer") or draft.changes("call_list")):
            draft.refuse(
                "customer", _("An entry stays with its customer and its list; remove it and add another.")
            )
    lists = gate.visible(actor, CallList, "change")
    kinds = dict(lists.filter(pk__in={one.get("call_list") for one in new}).values_list("pk", "kind"))
    found = _customers(actor, new)
    taken = _taken(new)
    for draft in new:
        _settle(draft, kinds.get(draft.get("call_list")), found, taken)


def _settle(
    draft: Draft, kind: str | None, found: dict[uuid.UUID, customers.Customer], taken: set[tuple[Any, Any]]
) -> None:
    target: Target | None = draft.get("customer")
    customer = found.get(target.id) if target else None
    if kind is None:
        draft.refuse("call_list", _("Only who may change a list puts somebody on it."))
    elif target is None or customer is None or target.entity != kind:
        draft.refuse("customer", _("Choose somebody of the kind that the list holds."))
    elif customer.blocked:
        draft.refuse("customer", f"{customer.name}: {customers.reasons()[customer.blocked]}.")
    elif (draft.get("call_list"), target.id) in taken:
        draft.refuse("customer", _("%s is on this list already.") % customer.name)
    else:
        taken.add((draft.get("call_list"), target.id))
        draft.set("name", customer.name)
        draft.set("phones", list(customer.phones))
        draft.set("zone", customer.zone)


def _customers(actor: Actor, drafts: list[Draft]) -> dict[uuid.UUID, customers.Customer]:
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for draft in drafts:
        target: Target | None = draft.get("customer")
        if target is not None and target.entity in customers.MODELS:
            wanted[target.entity].add(target.id)
    found: dict[uuid.UUID, customers.Customer] = {}
    for entity, ids in wanted.items():
        seen = gate.visible(actor, customers.MODELS[entity]).filter(pk__in=ids).values_list("pk", flat=True)
        found |= customers.read(entity, list(seen))
    return found


def _taken(drafts: list[Draft]) -> set[tuple[Any, Any]]:
    targets = {target.id for draft in drafts if (target := draft.get("customer")) is not None}
    rows = gate.unrestricted(CallEntry, reason="who is on a list is on it whoever asks")
    rows = rows.filter(customer_id__in=targets, deleted_at=None)
    return set(
        rows.filter(call_list__in={one.get("call_list") for one in drafts}).values_list(
            "call_list_id", "customer_id"
        )
    )


def take_a_key(actor: Actor, drafts: list[Draft]) -> None:
    """Nine keys, nine outcomes; and what is agreed or tried again was not a success yet."""
    rows = gate.unrestricted(CallOutcome, reason="the keys are the same for everybody").filter(
        deleted_at=None
    )
    count = rows.count() + sum(draft.is_new for draft in drafts)
    for draft in drafts:
        if draft.is_new and count > 9:
            draft.refuse("name", _("There are nine keys; remove an outcome before you add one."))
        if draft.get("is_success") and draft.get("follows") in ("retry", "callback"):
            draft.refuse("is_success", _("A call that has to be made again is no success yet."))
