"""What is still to be found out about leads, and what somebody ticked when."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from clientela.domains.leads.models import Checklist, ChecklistItem, Lead, Tick
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor


def first() -> uuid.UUID | None:
    """The checklist that a lead gets when nobody chooses one."""
    rows = gate.unrestricted(Checklist, reason="which checklist is the usual one is no secret")
    return rows.filter(deleted_at=None).order_by("position", "pk").values_list("pk", flat=True).first()


def missing(leads: Sequence[tuple[uuid.UUID, uuid.UUID | None]]) -> dict[uuid.UUID, list[str]]:
    """What is needed and not ticked, by lead: two queries for any number of (lead, checklist)."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    wanted = {checklist for _lead, checklist in leads if checklist}
    if not wanted:
        return found
    rows = gate.unrestricted(ChecklistItem, reason="what is needed is needed of everybody")
    items = list(rows.filter(deleted_at=None, needed=True, checklist__in=wanted).order_by("position", "pk"))
    ticks = Tick.objects.filter(lead__in=[lead for lead, _checklist in leads], item__in=[i.pk for i in items])
    done = set(ticks.values_list("lead_id", "item_id"))
    for lead, checklist in leads:
        found[lead] = [
            item.name for item in items if item.checklist_id == checklist and (lead, item.pk) not in done
        ]
    return found


@dataclass(frozen=True)
class Line:
    item: ChecklistItem
    tick: Tick | None


def lines(actor: Actor, lead: Lead) -> list[Line]:
    """The lead's checklist with what is ticked."""
    if lead.checklist_id is None:
        return []
    items = gate.visible(actor, ChecklistItem).filter(checklist=lead.checklist_id).order_by("position", "pk")
    ticks = {tick.item_id: tick for tick in Tick.objects.filter(lead=lead.pk)}
    return [Line(item, ticks.get(item.pk)) for item in items]


def open_lines(actor: Actor, lead: Lead) -> list[Line]:
    """What must be ticked before the lead is converted, and is not."""
    return [line for line in lines(actor, lead) if line.item.needed and line.tick is None]
