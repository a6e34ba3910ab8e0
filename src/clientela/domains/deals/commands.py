"""What people do with deals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from clientela.domains.deals.models import Deal, Stage
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

NOTHING: Mapping[str, Any] = {}


@command("deal.move")
def move(
    actor: Actor,
    deal_id: UUID,
    stage_id: UUID,
    *,
    values: Mapping[str, Any] = NOTHING,
    version: int | None = None,
) -> Deal:
    """Move a deal to another stage; `values` are what the stage asks for. Raises Invalid with all that is missing."""
    gate.get(actor, Deal, deal_id, to="change", lock=True)
    records.update(actor, "deal", deal_id, {**values, "stage": stage_id}, version=version)
    return gate.get(actor, Deal, deal_id)


@command("deal.win")
def win(actor: Actor, deal_id: UUID, *, reason: str = "", values: Mapping[str, Any] = NOTHING) -> Deal:
    """Close a deal as won, and perhaps say why."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    given = {**values, "win_reason": reason} if reason else values
    return move(actor, deal_id, closing_stage(actor, deal, "won").pk, values=given)


@command("deal.lose")
def lose(actor: Actor, deal_id: UUID, *, reason: str, values: Mapping[str, Any] = NOTHING) -> Deal:
    """Close a deal as lost, and say why."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    stage = closing_stage(actor, deal, "lost")
    if not reason:
        raise Refused(_("Say why “%s” was lost.") % deal.name)
    return move(actor, deal_id, stage.pk, values={**values, "loss_reason": reason})


@command("deal.reopen")
def reopen(actor: Actor, deal_id: UUID, *, values: Mapping[str, Any] = NOTHING) -> Deal:
    """Take a closed deal back to the last open stage of its pipeline."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    return move(actor, deal_id, closing_stage(actor, deal, "open").pk, values=values)


def closing_stage(actor: Actor, deal: Deal, kind: str) -> Stage:
    """The last stage of this kind in the deal's pipeline. Raises Refused."""
    stages = gate.visible(actor, Stage).filter(pipeline_id=deal.pipeline_id)
    stage = stages.filter(kind=kind).order_by("position", "pk").last()
    if stage is None:
        raise Refused(_("This deal's pipeline has no such stage; an administrator can add one."))
    return stage
