"""What the API lets other programs do with deals, beside reading and writing them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.deals import checklists, commands, shares
from clientela.domains.deals.choices import LOSS_REASONS, WIN_REASONS
from clientela.domains.deals.models import Deal, Pipeline
from clientela.domains.deals.processes import commands as processes
from clientela.engine.api.resources import Call, Verb, offer
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid
from clientela.engine.fields.base import BadValue

ID: dict[str, Any] = {"type": "string", "format": "uuid"}
NUMBER: dict[str, Any] = {"type": "integer"}
VALUES: dict[str, Any] = {
    "type": "object",
    "description": "Fields of the deal that the stage asks for, as PATCH takes them.",
}
TARGETS: dict[str, Any] = {
    "type": "object",
    "description": "Where deals go whose stage is not in the process any more: id of the stage → name of another.",
    "additionalProperties": {"type": "string"},
}
SHARES: dict[str, Any] = {
    "type": "array",
    "description": "Colleagues and their shares in percent, 100 together.",
    "items": {
        "type": "object",
        "properties": {"user": ID, "percent": {"type": "string", "format": "decimal"}},
        "required": ["user", "percent"],
    },
}


def _close(call: Call) -> Deal:
    reason, values = call.body.get("reason") or "", _values(call)
    try:
        if call.body["outcome"] == "won":
            return commands.win(call.actor, call.record, reason=reason, values=values)
        return commands.lose(call.actor, call.record, reason=reason, values=values)
    except Invalid as bad:
        raise _by_member(bad, values, bool(reason)) from None


def _by_member(bad: Invalid, values: Mapping[str, Any], has_reason: bool) -> Invalid:
    """The caller knows a reason by the body's own member, other fields by `values`."""
    named = {"win_reason": "reason", "loss_reason": "reason"} if has_reason and not values else {}
    return Invalid({named.get(key, key): found for key, found in bad.errors.items()})


def _values(call: Call) -> Mapping[str, Any]:
    """What else shall be written to the deal. Raises Invalid for what no field is."""
    values = call.body.get("values") or {}
    deal = registry.get("deal")
    if not isinstance(values, dict):
        raise Invalid({"values": [_("Expected an object.")]})
    unknown = [key for key in values if not deal.has(key)]
    if unknown:
        raise Invalid({"values": [_("A deal has no field “%s”.") % unknown[0][:60]]})
    return values


def _reopen(call: Call) -> Deal:
    return commands.reopen(call.actor, call.record)


def _move(call: Call) -> Deal:
    return commands.move(call.actor, call.record, uuid.UUID(call.body["stage"]), values=_values(call))


def _tick(call: Call) -> Deal:
    item = uuid.UUID(call.body["item"])
    if call.body.get("done", True):
        return checklists.tick(call.actor, call.record, item)
    return checklists.untick(call.actor, call.record, item)


def _split(call: Call) -> Deal:
    return shares.split(call.actor, call.record, shares=dict(_share(one) for one in call.body["shares"]))


def _share(one: Any) -> tuple[uuid.UUID, Decimal]:
    entity = registry.get("dealsplit")
    try:
        user = entity.field("user").clean(one["user"])
        percent = Decimal(str(one["percent"]))
        if not percent.is_finite() or user is None:
            raise BadValue(_("Expected a number."))
    except (KeyError, TypeError, ArithmeticError, BadValue):
        text = _("Each share is an object with “user”, the id of a colleague, and “percent”, a number.")
        raise Invalid({"shares": [text]}) from None
    return user, percent


def _unsplit(call: Call) -> Deal:
    return shares.split(call.actor, call.record, shares={})


def _apply(call: Call) -> Pipeline:
    return processes.apply_library(
        call.actor, call.record, call.body["library"], targets=_targets(call), base=call.body.get("base")
    )


def _revert(call: Call) -> Pipeline:
    return processes.revert(
        call.actor, call.record, call.body["version"], targets=_targets(call), base=call.body.get("base")
    )


def _targets(call: Call) -> dict[str, str]:
    given = call.body.get("targets") or {}
    if not isinstance(given, dict):
        raise Invalid({"targets": [_("Expected an object.")]})
    return {str(stage): str(target) for stage, target in given.items()}


offer(
    "deal",
    "closure",
    post=Verb(
        _close,
        lazy("Close as won or lost"),
        body={
            "outcome": {"type": "string", "enum": ["won", "lost"]},
            "reason": {
                "type": "string",
                "description": "Why; for lost deals such as "
                + ", ".join(option.key for option in LOSS_REASONS)
                + "; for won ones such as "
                + ", ".join(option.key for option in WIN_REASONS)
                + ".",
            },
            "values": VALUES,
        },
        required=("outcome",),
    ),
    delete=Verb(_reopen, lazy("Open again")),
)
offer(
    "deal",
    "moves",
    post=Verb(
        _move, lazy("Move to another stage"), body={"stage": ID, "values": VALUES}, required=("stage",)
    ),
)
offer(
    "deal",
    "ticks",
    post=Verb(
        _tick,
        lazy("Tick an item of a stage's list, or take the tick back"),
        body={"item": ID, "done": {"type": "boolean"}},
        required=("item",),
    ),
)
offer(
    "deal",
    "split",
    post=Verb(
        _split, lazy("Share the credit among colleagues"), body={"shares": SHARES}, required=("shares",)
    ),
    delete=Verb(_unsplit, lazy("End the sharing")),
)
offer(
    "pipeline",
    "process",
    post=Verb(
        _apply,
        lazy("Make a pipeline what a ready-made process says"),
        body={"library": {"type": "string"}, "targets": TARGETS, "base": NUMBER},
        required=("library",),
    ),
)
offer(
    "pipeline",
    "reversion",
    post=Verb(
        _revert,
        lazy("Go back to a version of a process"),
        body={"version": NUMBER, "targets": TARGETS, "base": NUMBER},
        required=("version",),
    ),
)
