"""What administrators do with territories: work out a new cut, apply it, take it back, put one company by hand."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from clientela.domains.contacts.models import Company
from clientela.domains.territories import matching, placing, reassigning
from clientela.domains.territories.models import Membership, Reassigned, Reassignment, Territory
from clientela.domains.territories.reassigning import Move
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound, Refused
from clientela.engine.records import commands as records
from clientela.engine.records.command import command
from clientela.engine.records.sets import among


@command("territory.preview")
def preview(actor: Actor, *, with_owners: bool = True) -> Reassignment:
    """Work out who would move where; earlier previews that nobody applied are forgotten."""
    gate.require_admin(actor)
    Reassignment.objects.filter(state="preview").delete()
    market = matching.load()
    found: dict[tuple[Any, Any], Counter[str]] = defaultdict(Counter)
    for ids in reassigning.chunks():
        _count(actor, reassigning.moves(actor, market, ids, owners=with_owners), found)
    rows: list[dict[str, Any]] = [
        {"from": _text(before), "to": _text(after), **counts} for (before, after), counts in found.items()
    ]
    rows.sort(key=lambda row: -row["companies"])
    return Reassignment.objects.create(moves=rows, with_owners=with_owners, by_id=actor.user_id)


def _count(actor: Actor, moves: Sequence[Move], found: dict[tuple[Any, Any], Counter[str]]) -> None:
    for move in moves:
        found[move.territory_before, move.territory_after].update(
            companies=1, owners=int(move.is_handed_over), person=0, deal=0
        )
    for entity, _record, move in reassigning.followers(actor, moves):
        found[move.territory_before, move.territory_after][entity.key] += 1


def _text(key: uuid.UUID | None) -> str | None:
    return str(key) if key else None


def get(actor: Actor, reassignment_id: uuid.UUID, *, lock: bool = False) -> Reassignment:
    gate.require_admin(actor)
    rows = Reassignment.objects.filter(pk=reassignment_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound(f"reassignment {reassignment_id}")
    return found


@command("territory.apply")
def begin(actor: Actor, reassignment_id: uuid.UUID, *, back: bool = False) -> Reassignment:
    """Mark a cut as being applied, or taken back; the job that does it is started by who calls. Raises Refused.

    One that was broken off can be begun again: what is done is not done twice.
    """
    found = get(actor, reassignment_id, lock=True)
    wanted, begun = ("applied", "undoing") if back else ("preview", "applying")
    if found.state not in (wanted, begun):
        raise Refused(_("This has been done already, or taken back."))
    if Reassignment.objects.filter(state__in=("applying", "undoing")).exclude(pk=found.pk).exists():
        raise Refused(_("Another new cut is being applied; wait until it has ended."))
    found.state = begun
    found.save(update_fields=["state"])
    return found


@command("territory.reassign")
def reassign(actor: Actor, reassignment_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[str, int]:
    """Apply a cut to some companies and what goes along; gives how many of each kind changed."""
    job = get(actor, reassignment_id)
    moves = reassigning.moves(actor, matching.load(), ids, owners=job.with_owners, lock=True)
    changed = [(registry.get("company"), move.company, move) for move in moves]
    going = [*changed, *reassigning.followers(actor, moves)]
    Reassigned.objects.bulk_create([_row(job, *one) for one in going], ignore_conflicts=True)
    placing.write({move.company: move.territory_after for move in moves if move.is_moved})
    _hand_over(
        actor, [(entity.key, pk, move.owner_after) for entity, pk, move in going if move.is_handed_over]
    )
    return Counter(entity.key for entity, _pk, _move in going)


def _row(job: Reassignment, entity: Any, pk: uuid.UUID, move: Move) -> Reassigned:
    is_company = pk == move.company
    return Reassigned(
        reassignment=job,
        entity=entity.key,
        record=pk,
        territory_before=move.territory_before if is_company else None,
        territory_after=move.territory_after if is_company else None,
        owner_before=move.owner_before,
        owner_after=move.owner_after,
    )


def _hand_over(actor: Actor, owners: Sequence[tuple[str, uuid.UUID, uuid.UUID | None]]) -> None:
    by_entity: dict[str, list[tuple[uuid.UUID, dict[str, Any], None]]] = defaultdict(list)
    for entity, pk, owner in owners:
        by_entity[entity].append((pk, {"owner": owner}, None))
    for entity, changes in by_entity.items():
        records.update_many(actor, entity, changes)


@command("territory.give_back")
def give_back(actor: Actor, reassignment_id: uuid.UUID, at_once: int = 500) -> tuple[int, int]:
    """Take back some of what a cut changed: (how many went back, how many stay as somebody changed them since).

    (0, 0) when nothing is left to do.
    """
    job = get(actor, reassignment_id)
    rows = list(job.rows.filter(undone=False).order_by("pk").select_for_update()[:at_once])
    kept = 0
    by_entity: dict[str, list[Reassigned]] = defaultdict(list)
    for row in rows:
        by_entity[row.entity].append(row)
    for key, some in by_entity.items():
        kept += _give_back(actor, key, some)
    job.rows.filter(pk__in=[row.pk for row in rows]).update(undone=True)
    return len(rows) - kept, kept


def _give_back(actor: Actor, key: str, rows: Sequence[Reassigned]) -> int:
    model = registry.get(key).model
    found = gate.visible(actor, model).filter(among("pk", [row.record for row in rows]))
    owners = dict(found.values_list("pk", "owner_id"))
    placed = placing.of_companies([row.record for row in rows]) if key == "company" else {}
    users = set(User.objects.filter(deleted_at=None).values_list("pk", flat=True))
    kept, back, places = 0, [], {}
    for row in rows:
        here = placed.get(row.record)
        is_as_left = owners.get(row.record, ...) == row.owner_after
        if is_as_left and row.owner_before in (users | {None}):
            back.append((key, row.record, row.owner_before))
        else:
            kept += 1
        if key == "company" and (here.territory_id if here else None) == row.territory_after:
            places[row.record] = row.territory_before
    placing.write(places)
    _hand_over(actor, back)
    return kept


@command("territory.put")
def put(actor: Actor, company_id: uuid.UUID, territory_id: uuid.UUID | None) -> None:
    """Put a company into a territory by hand; None lets the territories decide again."""
    company = gate.get(actor, Company, company_id, to="change", lock=True)
    if territory_id is None:
        Membership.objects.filter(company=company.pk).delete()
        placing.place([(company.pk, company.address, company.industry, company.employees)])
        return
    territory = gate.get(actor, Territory, territory_id)
    Membership.objects.update_or_create(
        company=company.pk, defaults={"territory_id": territory.pk, "fixed": True}
    )


def done(actor: Actor, reassignment_id: uuid.UUID, state: str, report: dict[str, int]) -> None:
    """Say how a job ended."""
    get(actor, reassignment_id)
    Reassignment.objects.filter(Q(pk=reassignment_id)).update(state=state, report=report)
