"""Who gets a lead: rules are asked in order, each with a filter and a way (a person, a team in turn, a territory's owner).

The turns of a team are counted under a lock on its rule, held until the commit: writers at the same time stand in line
there, so nobody is passed over. All writers lock rules in the same order, so no two can wait for each other.
"""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from clientela.domains.leads import scoring
from clientela.domains.leads.models import AssignmentRule, Lead, Seat
from clientela.domains.territories import matching
from clientela.domains.territories.matching import Facts
from clientela.domains.territories.models import Territory
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import Team, User
from clientela.engine.live.notices import notify
from clientela.engine.records.draft import Draft
from clientela.engine.records.sets import among

# An import of thousands must not ring a bell for each.
WORTH_TELLING = 20

WRITE = """
UPDATE leads_lead AS l SET owner_id = v.owner, branch_id = v.branch, assignment = v.how
FROM jsonb_to_recordset(%s::jsonb) AS v(id uuid, owner uuid, branch uuid, how jsonb) WHERE l.id = v.id
"""


@dataclass(frozen=True)
class Share:
    """Who gets a lead and how that came: rule, way, detail."""

    owner: uuid.UUID
    how: dict[str, str]


def assign_drafts(actor: Actor, drafts: list[Draft]) -> None:
    shares = share_out([draft.id for draft in drafts])
    write(shares)
    if len(drafts) <= WORTH_TELLING:
        announce(shares)


def share_out(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Share]:
    """Ask the rules about stored leads. Turns that are given are taken."""
    shares: dict[uuid.UUID, Share] = {}
    for rule in AssignmentRule.objects.filter(is_active=True).order_by("position", "pk"):
        left = [pk for pk in ids if pk not in shares]
        condition = scoring.condition_of(rule.filter)
        if not left or condition is None:
            continue
        rows = gate.unrestricted(Lead, reason="rules ask about every lead that arrives")
        matched = list(rows.filter(among("pk", left)).filter(condition).order_by("pk"))
        if matched:
            shares |= {key: Share(owner, how) for key, owner, how in WAYS[rule.way](rule, matched)}
    return shares


Found = Iterable[tuple[uuid.UUID, uuid.UUID, dict[str, str]]]


def _how(rule: AssignmentRule, detail: str = "") -> dict[str, str]:
    return {"rule": rule.name, "id": str(rule.pk), "way": rule.way, "detail": detail}


def _to_person(rule: AssignmentRule, leads: Sequence[Lead]) -> Found:
    active = (
        rule.person_id and User.objects.filter(pk=rule.person_id, is_active=True, deleted_at=None).exists()
    )
    return [(lead.pk, rule.person_id, _how(rule)) for lead in leads if active and rule.person_id]


def _to_territory(rule: AssignmentRule, leads: Sequence[Lead]) -> Found:
    market = matching.load()
    active = set(User.objects.filter(is_active=True, deleted_at=None).values_list("pk", flat=True))
    rows = gate.unrestricted(Territory, reason="the name of a territory is no secret")
    names = dict(rows.values_list("pk", "name"))
    for lead in leads:
        node = market.find(Facts.of(lead.address, lead.industry, lead.employees))
        if node is not None and node.owner in active:
            yield lead.pk, node.owner, _how(rule, names[node.id])


def _to_team(rule: AssignmentRule, leads: Sequence[Lead]) -> Found:
    rows = gate.unrestricted(Team, reason="the name of a team is no secret")
    team = rows.filter(pk=rule.team_id).values_list("name", flat=True).first() if rule.team_id else ""
    for lead, seat in zip(leads, take_turns(rule, len(leads)), strict=False):
        detail = _("%(team)s, lead %(number)d") % {"team": team, "number": seat.given}
        yield lead.pk, seat.user_id, _how(rule, detail)


WAYS: dict[str, Any] = {"person": _to_person, "team": _to_team, "territory": _to_territory}


def take_turns(rule: AssignmentRule, number: int) -> list[Seat]:
    """The next members in turn, each as often as their capacity says; empty when nobody can take anything."""
    AssignmentRule.objects.select_for_update().get(pk=rule.pk)
    seats = [seat for seat in settle_seats(rule) if seat.capacity]
    queue = [(Fraction(seat.given + 1, seat.capacity), str(seat.user_id), seat) for seat in seats]
    heapq.heapify(queue)
    taken: list[Seat] = []
    for _turn in range(number if queue else 0):
        _next, key, seat = heapq.heappop(queue)
        seat.given += 1
        taken.append(
            Seat(pk=seat.pk, rule=rule, user_id=seat.user_id, capacity=seat.capacity, given=seat.given)
        )
        heapq.heappush(queue, (Fraction(seat.given + 1, seat.capacity), key, seat))
    Seat.objects.bulk_update(seats, ["given"])
    return taken


def settle_seats(rule: AssignmentRule) -> list[Seat]:
    """One seat per active member of the team. Who is new starts level with the others, not with all that was before."""
    members = (
        User.objects.filter(team=rule.team_id, is_active=True, deleted_at=None)
        if rule.team_id
        else User.objects.none()
    )
    ids = set(members.values_list("pk", flat=True))
    seats = {seat.user_id: seat for seat in rule.seats.all()}
    rates = [
        Fraction(seat.given, seat.capacity)
        for seat in seats.values()
        if seat.capacity and seat.user_id in ids
    ]
    level = int(min(rates, default=Fraction(0)))
    new = [Seat(rule=rule, user_id=pk, given=level) for pk in sorted(ids - seats.keys())]
    Seat.objects.bulk_create(new)
    return sorted([*(seat for seat in seats.values() if seat.user_id in ids), *new], key=lambda one: str(one.user_id))  # fmt: skip


def write(shares: dict[uuid.UUID, Share]) -> None:
    if not shares:
        return
    owners = User.objects.filter(pk__in={share.owner for share in shares.values()})
    branches = dict(owners.values_list("pk", "branch_id"))
    rows = [
        {"id": str(key), "owner": str(share.owner), "branch": branches.get(share.owner), "how": share.how}
        for key, share in sorted(shares.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [orjson.dumps(rows, default=str).decode()])


def announce(shares: dict[uuid.UUID, Share]) -> None:
    """Tell each new owner of their lead, once."""
    rows = gate.unrestricted(Lead, reason="each owner is told of their own lead").filter(pk__in=shares)
    for lead in rows:
        text = _("New lead: %(name)s") % {"name": lead.name}
        notify(shares[lead.pk].owner, text, f"/leads/{lead.pk}/", key=f"lead:{lead.pk}", icon="user-plus")
