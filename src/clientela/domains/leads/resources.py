"""What the API lets other programs do with leads, beside reading and writing them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.leads import commands, converting
from clientela.domains.leads.choices import DISQUALIFIED
from clientela.domains.leads.models import Lead
from clientela.domains.leads.planning import NEW, NONE, Choices
from clientela.engine.api.resources import Call, Verb, offer
from clientela.engine.errors import Invalid

DEAL = ("name", "amount", "pipeline", "stage", "expected_close")
WHICH = {
    "type": "string",
    "description": "“new”, “none”, or the id of the record that it is. Without it: the one that is certain, else a new one.",
}


def _choice(body: dict[str, Any], key: str) -> Any:
    given = body.get(key)
    if given in (None, NEW, NONE):
        return given
    try:
        return uuid.UUID(str(given))
    except ValueError:
        raise Invalid({key: [_("Expected “new”, “none” or the id of a record.")]}) from None


def _convert(call: Call) -> Lead:
    deal = call.body.get("deal")
    unknown = set(deal or {}) - set(DEAL)
    if unknown:
        raise Invalid({"deal": [_("A deal takes no “%s” here.") % sorted(unknown)[0]]})
    choices = Choices(
        company=_choice(call.body, "company"),
        person=_choice(call.body, "person"),
        deal=NONE if call.body.get("without_deal") else NEW,
        given={key: value for key, value in (deal or {}).items() if value is not None},
    )
    return converting.convert(call.actor, call.record, choices)


def _unconvert(call: Call) -> Lead:
    return converting.unconvert(call.actor, call.record)


def _disqualify(call: Call) -> Lead:
    try:
        day = dt.date.fromisoformat(call.body["recycle_on"]) if call.body.get("recycle_on") else None
    except ValueError:
        raise Invalid({"recycle_on": [_("Expected a date such as 2027-01-31.")]}) from None
    return commands.disqualify(call.actor, call.record, reason=call.body["reason"], recycle_on=day)


def _reopen(call: Call) -> Lead:
    return commands.reopen(call.actor, call.record)


def _tick(call: Call) -> Lead:
    try:
        item = uuid.UUID(call.body["item"])
    except ValueError:
        raise Invalid({"item": [_("Expected the id of an item.")]}) from None
    return commands.tick(call.actor, call.record, item, done=call.body.get("done", True))


offer(
    "lead",
    "conversion",
    post=Verb(
        _convert,
        lazy("Convert into company, person and deal"),
        body={
            "company": WHICH,
            "person": WHICH,
            "deal": {"type": "object", "description": f"What the deal gets: {', '.join(DEAL)}."},
            "without_deal": {"type": "boolean"},
        },
    ),
    delete=Verb(_unconvert, lazy("Take the conversion back")),
)
offer(
    "lead",
    "disqualification",
    post=Verb(
        _disqualify,
        lazy("Disqualify"),
        body={
            "reason": {"type": "string", "enum": [option.key for option in DISQUALIFIED]},
            "recycle_on": {"type": "string", "format": "date"},
        },
        required=("reason",),
    ),
    delete=Verb(_reopen, lazy("Take back among the open ones")),
)
offer(
    "lead",
    "ticks",
    post=Verb(
        _tick,
        lazy("Tick an item of the checklist"),
        body={"item": {"type": "string", "format": "uuid"}, "done": {"type": "boolean"}},
        required=("item",),
    ),
)
