"""A new cut of the territories for a set of companies: who moves where, and who gets a new owner.

Preview and job ask the same function, so that what is applied is what was shown, as far as nobody changed it since.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from clientela.domains.contacts.models import Company
from clientela.domains.territories import placing
from clientela.domains.territories.matching import Facts, Map
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.query import filters
from clientela.engine.records.sets import among

AT_ONCE = 500
# What belongs to a company and goes with its owner to the next one; closed business stays with who closed it.
FOLLOWING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("person", {}),
    ("deal", {"field": "stage__kind", "op": "eq", "value": "open"}),
)


@dataclass(frozen=True)
class Move:
    """What becomes of one company. `fixed` ones keep their territory."""

    company: uuid.UUID
    territory_before: uuid.UUID | None
    territory_after: uuid.UUID | None
    owner_before: uuid.UUID | None
    owner_after: uuid.UUID | None

    @property
    def is_moved(self) -> bool:
        return self.territory_before != self.territory_after

    @property
    def is_handed_over(self) -> bool:
        return self.owner_before != self.owner_after


def chunks() -> Iterator[list[uuid.UUID]]:
    """All companies, so many at a time, in the order of their ids."""
    last: uuid.UUID | None = None
    rows = gate.unrestricted(Company, reason="the cut is of the whole market; who applies it was asked")
    while True:
        some = rows.filter(deleted_at=None).order_by("pk")
        ids = list((some.filter(pk__gt=last) if last else some).values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return
        yield ids
        last = ids[-1]


def moves(
    actor: Actor, market: Map, ids: Sequence[uuid.UUID], *, owners: bool, lock: bool = False
) -> list[Move]:
    """What would change of these companies."""
    rows = gate.visible(actor, Company).filter(among("pk", ids)).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    placed = placing.of_companies(ids)
    found = []
    for pk, address, industry, employees, owner in rows.values_list(
        "pk", "address", "industry", "employees", "owner_id"
    ):
        here = placed.get(pk)
        node = market.find(Facts.of(address, industry, employees))
        if here is not None and here.fixed:
            node = market.nodes.get(here.territory_id)
        after = node.owner if owners and node is not None and node.owner else owner
        move = Move(pk, here.territory_id if here else None, node.id if node else None, owner, after)
        if move.is_moved or move.is_handed_over:
            found.append(move)
    return found


def followers(actor: Actor, moved: Sequence[Move]) -> Iterator[tuple[Entity, uuid.UUID, Move]]:
    """Records of these companies that have the same owner and so go along: (entity, id, the company's move)."""
    by_company = {move.company: move for move in moved if move.is_handed_over}
    if not by_company:
        return
    for entity, condition in following(actor):
        model: Any = entity.model  # one with a company
        rows: Any = gate.visible(actor, model).filter(condition, among("company_id", by_company))
        for pk, company, owner in rows.order_by("pk").values_list("pk", "company_id", "owner_id"):
            if owner == by_company[company].owner_before:
                yield entity, pk, by_company[company]


def following(actor: Actor) -> Iterator[tuple[Entity, Q]]:
    known = {entity.key for entity in registry.every()}
    for key, document in FOLLOWING:
        if key in known:
            entity = registry.get(key)
            yield entity, filters.to_q(actor, entity, filters.parse_json(document, entity))
