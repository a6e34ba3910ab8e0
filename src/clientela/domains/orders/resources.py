"""What the API lets other programs do with quotes and orders, beside reading and writing them."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from clientela.domains.orders import accepting, commands, order_commands
from clientela.domains.orders.models import Order, Quote
from clientela.engine.access import gate
from clientela.engine.api.resources import Call, Verb, offer
from clientela.engine.errors import Refused
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import to_decimal

TEXT = {"type": "string"}
ID = {"type": "string", "format": "uuid"}


def _send(call: Call) -> Quote:
    given: dict[str, Any] = {key: call.body.get(key) or "" for key in ("to", "subject", "message")}
    return commands.send(call.actor, call.record, **given, enclosed=call.body.get("enclosed") or ())


def _withdraw(call: Call) -> Quote:
    return commands.withdraw(call.actor, call.record)


def _accept(call: Call) -> Quote:
    chosen = call.body.get("chosen")
    ids = [uuid.UUID(one) for one in chosen] if chosen is not None else None
    accepting.accept(call.actor, call.record, name=call.body["name"], chosen=ids)
    return gate.get(call.actor, Quote, call.record)


def _decline(call: Call) -> Quote:
    return accepting.decline(call.actor, call.record, reason=call.body.get("reason") or "")


def _cancel(call: Call) -> Order:
    return order_commands.cancel(call.actor, call.record, reason=call.body["reason"])


def _deliver(call: Call) -> Order:
    lines = call.body["lines"]
    quantities = {uuid.UUID(one["order_line"]): _number(one["quantity"]) for one in lines}
    serials = {uuid.UUID(one["order_line"]): one["serials"] for one in lines if one.get("serials")}
    day = Date(key="on", label=_("Delivered")).clean(call.body.get("on"))
    more: dict[str, Any] = {key: call.body.get(key) or "" for key in ("carrier", "tracking")}
    order_commands.deliver(call.actor, call.record, quantities, on=day, serials=serials, **more)
    return gate.get(call.actor, Order, call.record)


def _number(given: Any) -> Any:
    try:
        return to_decimal(str(given))
    except BadValue as bad:
        raise Refused(said("A quantity is wrong: %s") % bad) from None


offer(
    "quote",
    "sending",
    post=Verb(_send, _("Send by e-mail, or ask for approval"), {"to": {**TEXT, "format": "email"}, "subject": TEXT, "message": TEXT, "enclosed": {"type": "array", "items": TEXT}}, ("to",)),
    delete=Verb(_withdraw, _("Withdraw")),
)  # fmt: skip
offer(
    "quote",
    "acceptance",
    post=Verb(_accept, _("Accept: it becomes an order"), {"name": TEXT, "chosen": {"type": "array", "items": ID}}, ("name",)),
)  # fmt: skip
offer("quote", "refusal", post=Verb(_decline, _("Decline"), {"reason": TEXT}))
offer(
    "quote",
    "revision",
    post=Verb(lambda call: commands.revise(call.actor, call.record), _("Begin a new edition")),
)
offer("order", "cancellation", post=Verb(_cancel, _("Cancel"), {"reason": TEXT}, ("reason",)))
offer(
    "order",
    "deliveries",
    post=Verb(
        _deliver,
        _("Deliver some or all of it"),
        {
            "lines": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["order_line", "quantity"],
                    "properties": {
                        "order_line": ID,
                        "quantity": TEXT,
                        "serials": {"type": "array", "items": TEXT},
                    },
                },
            },
            "on": {**TEXT, "format": "date"},
            "carrier": TEXT,
            "tracking": TEXT,
        },
        ("lines",),
    ),
)
