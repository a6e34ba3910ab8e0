"""The steps of a quote that need no more than a click or a word."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from clientela.domains.orders import accepting, commands
from clientela.domains.orders.models import Quote
from clientela.engine.access.actor import Actor
from clientela.engine.errors import NotFound

STEPS: dict[str, Callable[[Actor, UUID, str], Quote]] = {
    "approval": lambda actor, one, note: commands.approve(actor, one, note=note),
    "disapproval": lambda actor, one, note: commands.refuse_approval(actor, one, note=note),
    "withdrawal": lambda actor, one, note: commands.withdraw(actor, one),
    "refusal": lambda actor, one, note: accepting.decline(actor, one, reason=note),
}


def step(actor: Actor, quote_id: UUID, verb: str, note: str) -> Quote:
    if verb not in STEPS:
        raise NotFound(verb[:60])
    return STEPS[verb](actor, quote_id, note)


def said(verb: str, quote: Quote) -> str:
    texts = {
        "approval": _("Quote %s is approved"),
        "disapproval": _("Quote %s went back to its seller"),
        "withdrawal": _("Quote %s is withdrawn"),
        "refusal": _("Quote %s was declined"),
    }
    return texts[verb] % quote.number
