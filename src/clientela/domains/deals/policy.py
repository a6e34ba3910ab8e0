from django.db.models import Q

from clientela.domains.deals.models import Deal, DealLine, Pipeline, Stage
from clientela.engine.access.actor import Actor
from clientela.engine.access.gate import NOTHING, administrators, allow, by_role, can, everyone, visible


def with_its_deal(actor: Actor, entity: str, action: str) -> Q:
    """Who sees a deal sees its lines; who may export or change it may do that with them."""
    to = action if action in ("view", "export") else "change"
    return Q(deal__in=visible(actor, Deal, to)) if can(actor, Deal, to) else NOTHING


allow(Deal, by_role)
allow(DealLine, with_its_deal)
for model in (Pipeline, Stage):
    allow(model, administrators)
    allow(model, everyone, "view")
