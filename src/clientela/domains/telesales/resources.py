"""What the API lets other programs, such as a dialler, do with call lists."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.telesales import calling, filling, lists, outcomes, scripts
from clientela.domains.telesales.models import CallEntry, CallList
from clientela.engine.access import gate
from clientela.engine.api.resources import Call, Verb, offer
from clientela.engine.errors import Invalid

ID = {"type": "string", "format": "uuid"}


def _id(key: str, text: Any) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        raise Invalid({key: [_("Expected the id of a record.")]}) from None


def _ids(call: Call) -> list[uuid.UUID]:
    return [_id("callers", one) for one in call.body["callers"]]


def _share(call: Call) -> Any:
    return lists.share(call.actor, call.record, _ids(call))


def _describe(call: Call) -> Any:
    return filling.describe(call.actor, call.record, call.body["filter"], call.body.get("text", ""))


def _fill(call: Call) -> Any:
    filling.fill(call.actor, call.record)
    return gate.get(call.actor, CallList, call.record)


def _next(call: Call) -> Any:
    return calling.next_call(call.actor, call.record)


def _take(call: Call) -> Any:
    return calling.take(call.actor, call.record)


def _release(call: Call) -> Any:
    return calling.release(call.actor, call.record)


def _hand_over(call: Call) -> Any:
    return lists.hand_over(call.actor, call.record, _id("to", call.body["to"]))


def _outcome(call: Call) -> Any:
    outcomes.note(
        call.actor,
        call.record,
        _id("outcome", call.body["outcome"]),
        text=call.body.get("note", ""),
        answers=call.body.get("answers", []),
        call_back_at=_moment(call.body.get("call_back_at")),
    )
    return gate.get(call.actor, CallEntry, call.record)


def _moment(text: str | None) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.tzinfo is None):
        raise Invalid(
            {"call_back_at": [_("Expected a moment with its zone, such as 2027-01-31T10:00:00+01:00.")]}
        )
    return found


def _write(call: Call) -> Any:
    return scripts.write(call.actor, call.record, call.body["steps"])


CALLERS = {"type": "array", "items": ID, "maxItems": lists.MOST_CALLERS}
offer(
    "calllist",
    "filter",
    post=Verb(
        _describe,
        lazy("Say who belongs on it"),
        body={"filter": {"type": "object"}, "text": {"type": "string"}},
        required=("filter",),
    ),
)
offer("calllist", "filling", post=Verb(_fill, lazy("Put onto it who belongs there")))
offer(
    "calllist",
    "share",
    post=Verb(_share, lazy("Share it out among callers"), body={"callers": CALLERS}, required=("callers",)),
)
offer("calllist", "next", post=Verb(_next, lazy("The next one to call, before you alone"), gives="callentry"))
offer(
    "callentry",
    "lease",
    post=Verb(_take, lazy("Have it, or go on having it")),
    delete=Verb(_release, lazy("Let it go")),
)
offer(
    "callentry",
    "caller",
    post=Verb(_hand_over, lazy("Hand it over to another caller"), body={"to": ID}, required=("to",)),
)
offer(
    "callentry",
    "outcome",
    post=Verb(
        _outcome,
        lazy("Note what the call came to"),
        body={
            "outcome": ID,
            "note": {"type": "string"},
            "call_back_at": {"type": "string", "format": "date-time"},
            "answers": {"type": "array", "items": {"type": "object", "description": "{“step”, “answer”}"}},
        },
        required=("outcome",),
    ),
)
offer(
    "callscript",
    "steps",
    post=Verb(
        _write,
        lazy("Write its steps"),
        body={"steps": {"type": "array", "items": {"type": "object"}}},
        required=("steps",),
    ),
)
