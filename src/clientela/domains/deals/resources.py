"""What the API lets other programs do with deals, beside reading and writing them."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from clientela.domains.deals import commands
from clientela.domains.deals.entity import LOSS_REASONS
from clientela.engine.access.actor import Actor
from clientela.engine.api.resources import Verb, offer
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Invalid


def _close(actor: Actor, entity: Entity, deal_id: uuid.UUID, body: dict[str, Any]) -> Any:
    if body["outcome"] == "won":
        return commands.win(actor, deal_id)
    try:
        return commands.lose(actor, deal_id, reason=body.get("reason") or "")
    except Invalid as bad:
        # The caller knows this field by the body's member.
        raise Invalid({{"loss_reason": "reason"}.get(key, key): found for key, found in bad.errors.items()}) from None


def _reopen(actor: Actor, entity: Entity, deal_id: uuid.UUID, body: dict[str, Any]) -> Any:
    return commands.reopen(actor, deal_id)


def _move(actor: Actor, entity: Entity, deal_id: uuid.UUID, body: dict[str, Any]) -> Any:
    return commands.move(actor, deal_id, uuid.UUID(body["stage"]))


offer(
    "deal",
    "closure",
    post=Verb(
        _close,
        _("Close as won or lost"),
        body={
            "outcome": {"type": "string", "enum": ["won", "lost"]},
            "reason": {
                "type": "string",
                "description": f"Why it was lost; such as {', '.join(option.key for option in LOSS_REASONS)}.",
            },
        },
        required=("outcome",),
    ),
    delete=Verb(_reopen, _("Open again")),
)
offer(
    "deal",
    "moves",
    post=Verb(
        _move,
        _("Move to another stage"),
        body={"stage": {"type": "string", "format": "uuid"}},
        required=("stage",),
    ),
)
