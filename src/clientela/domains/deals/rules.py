"""What follows from what for deals, for whole sets of drafts: stages, closing, teams, products."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.deals.models import Deal, DealCompetitor, DealLine, Stage
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.entities import registry
from clientela.engine.errors import Refused
from clientela.engine.fields.numbers import LARGEST, Amount
from clientela.engine.records import saving
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import uuid7


def follow_stage(actor: Actor, drafts: list[Draft]) -> None:
    """A deal has a stage of its pipeline; entering a stage sets its probability and opens or closes the deal."""
    stages = {
        s.pk: s
        for s in gate.visible(actor, Stage).order_by("pipeline__position", "pipeline__pk", "position", "pk")
    }
    for draft in drafts:
        _settle_stage(draft, stages)
        stage = stages.get(draft.get("stage"))
        if stage is not None and draft.changes("stage"):
            _enter(draft, stage)


def _settle_stage(draft: Draft, stages: dict[uuid.UUID, Stage]) -> None:
    chosen = stages.get(draft.get("stage"))
    pipeline = draft.get("pipeline")
    if chosen is None and draft.values.get("stage") is not None:
        return  # there is no such stage, which the command's own check says
    if draft.changes("stage") and chosen is not None and (pipeline is None or not draft.changes("pipeline")):
        draft.set("pipeline", chosen.pipeline_id)
        return
    if chosen is not None and pipeline in (None, chosen.pipeline_id):
        draft.set("pipeline", chosen.pipeline_id)
        return
    first = next((s for s in stages.values() if pipeline in (None, s.pipeline_id)), None)
    if chosen is not None and draft.changes("stage"):
        draft.refuse("stage", _("“%s” is not a stage of this pipeline.") % chosen.name)
    elif first is None:
        draft.refuse("stage", _("There is no stage yet; add a pipeline in the settings."))
    else:
        draft.set("pipeline", first.pipeline_id)
        draft.set("stage", first.pk)


def _enter(draft: Draft, stage: Stage) -> None:
    draft.set("stage_since", timezone.now())
    if "probability" not in draft.values:
        draft.set("probability", stage.probability)
    if stage.kind == "open":
        draft.set("closed_on", None)
    elif not draft.values.get("closed_on"):
        draft.set("closed_on", timezone.localdate())
    if stage.kind != "lost":
        _forget(draft, "loss_reason", "lost_to")
    if stage.kind != "won":
        _forget(draft, "win_reason")


def _forget(draft: Draft, *keys: str) -> None:
    """Why a deal ended says nothing of one that goes on, or ended otherwise."""
    for key in keys:
        if draft.get(key):
            draft.set(key, None)


def follow_owner(actor: Actor, drafts: list[Draft]) -> None:
    """A deal counts for its owner's team unless another is named."""
    open_ones = [d for d in drafts if not d.values.get("team") and (d.is_new or d.changes("owner"))]
    owners = {draft.get("owner") for draft in open_ones} - {None}
    if not owners:
        return
    users = gate.unrestricted(User, reason="a colleague's team is no secret").filter(pk__in=owners)
    teams = dict(users.values_list("pk", "team_id"))
    for draft in open_ones:
        draft.set("team", teams.get(draft.get("owner")))


def line_for_product(actor: Actor, drafts: list[Draft]) -> None:
    """A new deal that names its product gets a line for it, so that products are counted in one place."""
    for draft in drafts:
        if draft.is_new and draft.values.get("product"):
            draft.after.append(_add_lines)


def _add_lines(actor: Actor, drafts: list[Draft]) -> None:
    entity = registry.get("dealline")
    saving.insert(actor, [Draft(entity, uuid7(), values=_line(draft)) for draft in drafts])


def _line(draft: Draft) -> dict[str, Any]:
    return {
        "deal": draft.id,
        "product": draft.get("product"),
        "quantity": Decimal(1),
        "price": draft.get("amount") or draft.get("list_amount"),
        "owner": draft.get("owner"),
        "branch": draft.get("branch"),
    }


def name_winner(actor: Actor, drafts: list[Draft]) -> None:
    """Whoever took the deal from us is named among its competitors."""
    for draft in drafts:
        if draft.changes("lost_to") and draft.get("lost_to"):
            draft.after.append(_name_winner)


def _name_winner(actor: Actor, drafts: list[Draft]) -> None:
    named = gate.unrestricted(DealCompetitor, reason="hidden ones are named too").filter(
        deal__in=[draft.id for draft in drafts], deleted_at=None
    )
    known = set(named.values_list("deal_id", "competitor_id"))
    entity = registry.get("dealcompetitor")
    new = [
        {"deal": draft.id, "competitor": draft.get("lost_to"), "owner": draft.get("owner"), "branch": draft.get("branch")}
        for draft in drafts
        if (draft.id, draft.get("lost_to")) not in known
    ]  # fmt: skip
    if new:
        saving.insert(actor, [Draft(entity, uuid7(), values=values) for values in new])


def deal_may_change(actor: Actor, drafts: list[Draft]) -> None:
    """What belongs to a deal is written by who may change the deal."""
    deals = {draft.get("deal") for draft in drafts} - {None}
    allowed = set(gate.visible(actor, Deal, "change").filter(pk__in=deals).values_list("pk", flat=True))
    for draft in drafts:
        if draft.get("deal") is not None and draft.get("deal") not in allowed:
            draft.refuse("deal", _("You may not change this deal."))


def sum_lines(actor: Actor, drafts: list[Draft]) -> None:
    """Refuse lines of deals that the actor may not change; afterwards the deal's amount is the sum of its lines."""
    deals = {draft.get("deal") for draft in drafts} - {None}
    allowed = set(gate.visible(actor, Deal, "change").filter(pk__in=deals).values_list("pk", flat=True))
    for draft in drafts:
        if draft.get("deal") not in allowed:
            draft.refuse("deal", _("You may not change this deal."))
        else:
            draft.after.append(_sum)


def _sum(actor: Actor, drafts: list[Draft]) -> None:
    add_up(actor, {draft.get("deal") for draft in drafts})


def sum_again(actor: Actor, lines: Sequence[Any]) -> None:
    """Lines went into the recycle bin or came back."""
    add_up(actor, {line.deal_id for line in lines})


def add_up(actor: Actor, deals: set[uuid.UUID]) -> None:
    """Set each deal's amount to the sum of its lines; prices in several currencies have no sum, so nothing is set."""
    line_total = F("price") * F("quantity") * (100 - Coalesce(F("discount"), Decimal(0))) / 100
    for deal_id in deals:
        priced = gate.visible(actor, DealLine).filter(deal_id=deal_id).exclude(price=None)
        sums = list(
            priced.values_list("price_currency").annotate(total=Sum(line_total)).order_by("price_currency")
        )
        if len(sums) == 1:
            deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
            draft = Draft(registry.get("deal"), deal.pk, deal)
            draft.set("amount", Amount(_within_reason(deal, Decimal(sums[0][1])), sums[0][0]))
            draft.drop_unchanged()
            saving.update(actor, [draft] if draft.values else [])


def _within_reason(deal: Deal, total: Decimal) -> Decimal:
    if abs(total) >= LARGEST:
        raise Refused(_("The products on “%s” add up to more than an amount can hold.") % deal.name)
    return round(total, 2)
