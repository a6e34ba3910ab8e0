"""What people do with deals."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from clientela.domains.deals.models import Deal, Stage
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.records import commands as records
from clientela.engine.records.command import command


@command("deal.move")
def move(actor: Actor, deal_id: UUID, stage_id: UUID, *, version: int | None = None) -> Deal:
    """Move a deal to another stage of its pipeline."""
    gate.get(actor, Deal, deal_id, to="change", lock=True)
    records.update(actor, "deal", deal_id, {"stage": stage_id}, version=version)
    return gate.get(actor, Deal, deal_id)


@command("deal.win")
def win(actor: Actor, deal_id: UUID) -> Deal:
    """Close a deal as won."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    return move(actor, deal_id, _closing(actor, deal, "won").pk)


@command("deal.lose")
def lose(actor: Actor, deal_id: UUID, *, reason: str) -> Deal:
    """Close a deal as lost, and say why."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    stage = _closing(actor, deal, "lost")
    if not reason:
        raise Refused(_("Say why “%s” was lost.") % deal.name)
    records.update(actor, "deal", deal_id, {"stage": stage.pk, "loss_reason": reason})
    return gate.get(actor, Deal, deal_id)


@command("deal.reopen")
def reopen(actor: Actor, deal_id: UUID) -> Deal:
    """Take a closed deal back to the last open stage of its pipeline."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    return move(actor, deal_id, _closing(actor, deal, "open").pk)


def _closing(actor: Actor, deal: Deal, kind: str) -> Stage:
    """The last stage of this kind in the deal's pipeline."""
    stages = gate.visible(actor, Stage).filter(pipeline_id=deal.pipeline_id)
    stage = stages.filter(kind=kind).order_by("position", "pk").last()
    if stage is None:
        raise Refused(_("This deal's pipeline has no such stage; an administrator can add one."))
    return stage
