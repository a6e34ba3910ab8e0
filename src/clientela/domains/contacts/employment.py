"""A change of a person's company closes one employment and opens the next, whoever makes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from clientela.domains.contacts.models import Employment
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.records import saving
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import uuid7


def follow_company(actor: Actor, drafts: list[Draft]) -> None:
    """Keep the story of who worked where: done after the people are saved, in the same transaction."""
    moving = [draft for draft in drafts if draft.changes("company") and not draft.errors]
    for draft in moving:
        draft.after.append(_tell)


def _tell(actor: Actor, drafts: list[Draft]) -> None:
    today = timezone.localdate()
    leaving = [draft.id for draft in drafts if not draft.is_new]
    if leaving:
        rows = gate.unrestricted(Employment, reason="the story follows the person, whoever may see it")
        rows.filter(person_id__in=leaving, until=None, deleted_at=None).update(until=today)
    entity = registry.get("employment")
    joining = [draft for draft in drafts if draft.get("company")]
    saving.insert(actor, [Draft(entity, uuid7(), values=_values(draft, today)) for draft in joining])


def _values(draft: Draft, today: dt.date) -> dict[str, Any]:
    return {
        "person": draft.id,
        "company": draft.get("company"),
        "role": draft.get("job_title"),
        "since": None if draft.is_new else today,
        "owner": draft.get("owner"),
        "branch": draft.get("branch"),
    }
