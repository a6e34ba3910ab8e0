"""Who may do what with deals and what belongs to them, and with the processes by which they are sold."""

from django.db.models import Q

from clientela.domains.deals.models import (
    Competitor,
    Deal,
    DealCheck,
    DealCompetitor,
    DealLine,
    DealRole,
    DealSplit,
    Pipeline,
    Stage,
    StageCheck,
    StageTask,
)
from clientela.engine.access.actor import Actor
from clientela.engine.access.gate import NOTHING, administrators, allow, by_role, can, everyone, visible


def with_its_deal(actor: Actor, entity: str, action: str) -> Q:
    """Who sees a deal sees its lines; who may export or change it may do that with them."""
    to = action if action in ("view", "export") else "change"
    return Q(deal__in=visible(actor, Deal, to)) if can(actor, Deal, to) else NOTHING


allow(Deal, by_role)
allow(Competitor, by_role)
# Whom we meet in the market is no secret among colleagues.
allow(Competitor, everyone, "view")
for part in (DealLine, DealCheck, DealRole, DealCompetitor, DealSplit):
    allow(part, with_its_deal)
for model in (Pipeline, Stage, StageCheck, StageTask):
    allow(model, administrators)
    allow(model, everyone, "view")
