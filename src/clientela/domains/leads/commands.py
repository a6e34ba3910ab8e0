"""What people do with leads, beside converting them: tick, disqualify, take back, recycle."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clientela.domains.leads.models import ChecklistItem, Lead, Tick
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import User
from clientela.engine.errors import Refused
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

AT_ONCE = 200


@command("lead.tick")
def tick(actor: Actor, lead_id: UUID, item_id: UUID, *, done: bool = True) -> Lead:
    """Say that something of the checklist is known, or not after all. Twice is as once."""
    lead = gate.get(actor, Lead, lead_id, to="change", lock=True)
    item = gate.get(actor, ChecklistItem, item_id)
    if item.checklist_id != lead.checklist_id:
        raise Refused(_("“%s” is not on this lead's checklist.") % item.name)
    if done:
        Tick.objects.get_or_create(lead=lead, item=item, defaults={"by_id": actor.user_id})
    else:
        Tick.objects.filter(lead=lead, item=item).delete()
    return lead


@command("lead.disqualify")
def disqualify(actor: Actor, lead_id: UUID, *, reason: str, recycle_on: dt.date | None = None) -> Lead:
    """Say that nothing comes of a lead, why, and when to look again. Raises Invalid, Refused."""
    lead = gate.get(actor, Lead, lead_id, to="change", lock=True)
    if lead.status == "converted":
        raise Refused(_("“%s” has been converted; take that back first.") % lead.name)
    values = {"status": "disqualified", "disqualified_because": reason, "recycle_on": recycle_on}
    records.update(actor, "lead", lead_id, values)
    return gate.get(actor, Lead, lead_id)


@command("lead.reopen")
def reopen(actor: Actor, lead_id: UUID) -> Lead:
    """Take a disqualified lead back among the open ones."""
    lead = gate.get(actor, Lead, lead_id, to="change", lock=True)
    if lead.status == "disqualified":
        records.update(actor, "lead", lead_id, {"status": "new"})
    elif lead.status == "converted":
        raise Refused(_("“%s” has been converted; take that back first.") % lead.name)
    return gate.get(actor, Lead, lead_id)


@command("lead.recycle")
def recycle(actor: Actor) -> int:
    """Leads whose day has come are open again, each with a task for its owner; gives how many. For the clock."""
    gate.require_admin(actor)
    rows = gate.unrestricted(Lead, reason="the clock acts for everybody")
    due = rows.filter(deleted_at=None, status="disqualified", recycle_on__lte=timezone.localdate())
    # Another worker may be at it: what it holds, it brings back.
    leads = list(due.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
    records.update_many(actor, "lead", [(lead.pk, {"status": "new"}, None) for lead in leads])
    languages = dict(
        User.objects.filter(pk__in={lead.owner_id for lead in leads}).values_list("pk", "language")
    )
    records.create_many(actor, "activity", [_task(lead, languages) for lead in leads])
    return len(leads)


def _task(lead: Lead, languages: dict[UUID, str]) -> dict[str, object]:
    with translation.override(languages.get(lead.owner_id, "en") if lead.owner_id else "en"):
        subject = _("Look again: %s is back") % lead.name
    return {
        "kind": "task",
        "subject": subject,
        "about": Target("lead", lead.pk),
        "due_at": timezone.now(),
        "owner": lead.owner_id,
    }


def recycle_all() -> None:
    """Every lead that is due, so many in one transaction."""
    while recycle(SYSTEM) == AT_ONCE:
        pass
