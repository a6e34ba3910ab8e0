"""Who sees a list may see whom it holds; who calls from it sees it, too. Scripts and outcomes are there for everybody."""

from __future__ import annotations

from django.db.models import Q

from clientela.domains.telesales.models import CallEntry, Caller, CallList, CallOutcome, CallScript
from clientela.engine.access.actor import Actor
from clientela.engine.access.gate import NOTHING, administrators, allow, by_role, can, everyone, visible


def or_calls_from_it(actor: Actor, entity: str, action: str) -> Q:
    """One's own by role, and those from which one calls."""
    rule = by_role(actor, entity, action)
    if not rule and rule is not NOTHING:
        return rule
    mine = Q(pk__in=Caller.objects.filter(user=actor.user).values("call_list"))
    return mine if rule is NOTHING else rule | mine


def with_its_list(actor: Actor, entity: str, action: str) -> Q:
    """Who may change a list may change what is on it."""
    to = action if action in ("view", "export") else "change"
    return Q(call_list__in=visible(actor, CallList, to)) if can(actor, CallList, to) else NOTHING


allow(CallList, by_role)
allow(CallList, or_calls_from_it, "view")
allow(CallEntry, with_its_list)
allow(CallScript, by_role)
allow(CallScript, everyone, "view")
allow(CallOutcome, administrators)
allow(CallOutcome, everyone, "view")
