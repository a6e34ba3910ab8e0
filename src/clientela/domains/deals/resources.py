"""What the API lets other programs do with deals, beside reading and writing them."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from clientela.domains.deals import commands
from clientela.domains.deals.entity import LOSS_REASONS
from clientela.domains.deals.models import Deal
from clientela.engine.api.resources import Call, Verb, offer
from clientela.engine.errors import Invalid


def _close(call: Call) -> Deal:
    if call.body["outcome"] == "won":
        return commands.win(call.actor, call.record)
    try:
        return commands.lose(call.actor, call.record, reason=call.body.get("reason") or "")
    except Invalid as bad:
        # The caller knows this field by the body's member.
        raise Invalid(
            {{"loss_reason": "reason"}.get(key, key): found for key, found in bad.errors.items()}
        ) from None


def _reopen(call: Call) -> Deal:
    return commands.reopen(call.actor, call.record)


def _move(call: Call) -> Deal:
    return commands.move(call.actor, call.record, uuid.UUID(call.body["stage"]))


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
