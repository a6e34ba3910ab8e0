"""Contracts of a record, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from clientela.domains.contracts.models import Contract, ContractTerm
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor

PARENTS = ("company", "person", "deal", "quote", "order")
MOST = 100


def of(actor: Actor, entity: str, record_id: UUID) -> list[Contract]:
    """The newest contracts of a customer, deal, quote or order; of a contract, itself."""
    if entity not in (*PARENTS, "contract"):
        return []
    where = Q(pk=record_id) if entity == "contract" else Q(**{f"{entity}_id": record_id})
    return list(gate.visible(actor, Contract).filter(where).order_by("-created_at", "-pk")[:MOST])


@dataclass(frozen=True)
class Event:
    """A step of a contract: `verb` is sent, signed or renewed; `until` the last day of what was agreed then."""

    at: dt.datetime
    verb: str
    record: Contract
    until: dt.date | None = None


def events(contracts: Sequence[Contract], before: dt.datetime | None, limit: int) -> list[Event]:
    """What became of these contracts, newest first."""
    known = {one.pk: one for one in contracts}
    found = [Event(one.sent_at, "sent", one) for one in contracts if one.sent_at]
    if known:
        terms = gate.unrestricted(ContractTerm, reason="who sees a contract sees its terms")
        for term in terms.filter(contract_id__in=known, deleted_at=None).order_by("-created_at")[:MOST]:
            verb = "signed" if term.number == 1 else "renewed"
            found.append(Event(term.created_at, verb, known[term.contract_id], term.ends_on))
    kept = [event for event in found if before is None or event.at < before]
    return sorted(kept, key=lambda event: event.at, reverse=True)[:limit]
