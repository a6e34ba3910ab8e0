from django.db.models import Q

from clientela.domains.performance.models import Adjustment, Quota
from clientela.engine.access.actor import Actor
from clientela.engine.access.gate import EVERYTHING, NOTHING, allow
from clientela.engine.access.levels import Level


def managed(actor: Actor, entity: str, action: str) -> Q:
    """Who manages a team sets the figures of its people; administrators set everybody's."""
    if not actor.in_scope(entity, action):
        return NOTHING
    if actor.is_admin:
        return EVERYTHING
    teams = actor.reach.teams
    if not teams:
        return NOTHING
    below = Q(user__team_id__in=teams)
    return below | Q(team_id__in=teams) if entity == "quota" else below


def concerning(actor: Actor, entity: str, action: str) -> Q:
    """Everybody sees their own figures and those of their team; who may see all there is sees these too."""
    if actor.level(entity, action) == Level.ALL:
        return EVERYTHING
    above = managed(actor, entity, action)
    if above == EVERYTHING or not actor.in_scope(entity, action) or actor.user is None:
        return above
    own = Q(user_id=actor.user_id)
    if entity == "quota" and actor.user.team_id:
        own |= Q(team_id=actor.user.team_id)
    return own if above is NOTHING else above | own


for model in (Quota, Adjustment):
    allow(model, managed)
    allow(model, concerning, "view")
