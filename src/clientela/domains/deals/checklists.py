"""Ticking what a stage wants done before a deal leaves it."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from clientela.domains.deals.models import Deal, DealCheck, StageCheck
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records import commands as records
from clientela.engine.records.command import command
from clientela.engine.records.draft import Draft


@command("deal.tick")
def tick(actor: Actor, deal_id: uuid.UUID, item_id: uuid.UUID) -> Deal:
    """Tick an item on a deal's list; one that is ticked stays as it was, with who did it and when."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    gate.get(actor, StageCheck, item_id)
    if not gate.visible(actor, DealCheck).filter(deal=deal, item_id=item_id).exists():
        records.create(actor, "dealcheck", {"deal": deal.pk, "item": item_id})
    return deal


@command("deal.untick")
def untick(actor: Actor, deal_id: uuid.UUID, item_id: uuid.UUID) -> Deal:
    """Take a tick back."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    ticks = gate.visible(actor, DealCheck).filter(deal=deal, item_id=item_id)
    records.delete_many(actor, "dealcheck", [(tick.pk, None) for tick in ticks])
    return deal


def of_their_pipeline(actor: Actor, drafts: list[Draft]) -> None:
    """A deal is ticked for what the stages of its own pipeline ask, and once."""
    pairs = {(draft.get("deal"), draft.get("item")) for draft in drafts}
    deals = _pipelines(Deal, {deal for deal, _item in pairs})
    items = _pipelines(StageCheck, {item for _deal, item in pairs})
    rows = gate.unrestricted(DealCheck, reason="what is ticked is ticked, whoever looks")
    rows = rows.filter(deal__in=deals, deleted_at=None).exclude(pk__in=[draft.id for draft in drafts])
    taken = set(rows.values_list("deal_id", "item_id"))
    for draft in drafts:
        pair = (draft.get("deal"), draft.get("item"))
        if pair in taken:
            draft.refuse("item", _("This is ticked already."))
        elif pair[0] in deals and pair[1] in items and deals[pair[0]] != items[pair[1]]:
            draft.refuse("item", _("This belongs to another pipeline."))
        taken.add(pair)


def _pipelines(model: type[Deal] | type[StageCheck], ids: set[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    rows = gate.unrestricted(model, reason="which pipeline something belongs to is no secret").filter(
        pk__in=ids
    )
    return dict(rows.values_list("pk", "pipeline_id" if model is Deal else "stage__pipeline_id"))
