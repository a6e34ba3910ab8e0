"""What the API lets other programs do with contracts, beside reading and writing them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from clientela.domains.contracts import commands
from clientela.domains.contracts.models import Contract
from clientela.engine.api.resources import Call, Verb, offer
from clientela.engine.documents.models import File
from clientela.engine.errors import Invalid

DATE = {"type": "string", "format": "date"}
TEXT = {"type": "string"}


def _day(call: Call) -> dt.date | None:
    text = str(call.body.get("on") or "")
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid({"on": [_now("“%s” is not a date such as 2026-05-31.") % text[:50]]}) from None


def _send(call: Call) -> Contract:
    return commands.send(call.actor, call.record)


def _sign(call: Call) -> Contract:
    return commands.sign(call.actor, call.record, on=_day(call), by=call.body.get("by"))


def _terminate(call: Call) -> Contract:
    return commands.terminate(call.actor, call.record, reason=call.body["reason"], on=_day(call))


def _of_order(call: Call) -> Contract:
    return commands.from_order(call.actor, call.record)


def _generate(call: Call) -> File:
    return commands.generate(call.actor, call.record, form=call.body.get("form") or "pdf")


offer(
    "contract",
    "document",
    post=Verb(
        _generate,
        _("Write its text from the template, and keep it among its files"),
        body={"form": {**TEXT, "enum": ["pdf", "word"]}},
        gives="file",
    ),
)
offer("contract", "sending", post=Verb(_send, _("Give it its number; it is with the customer")))
offer("contract", "signature", post=Verb(_sign, _("Both have signed"), body={"on": DATE, "by": TEXT}))
offer(
    "contract",
    "termination",
    post=Verb(_terminate, _("Terminate it"), body={"reason": TEXT, "on": DATE}, required=("reason",)),
)
offer("order", "contract", post=Verb(_of_order, _("Draft its contract"), gives="contract"))
