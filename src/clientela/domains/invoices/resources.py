"""What the API lets other programs do with invoices, beside reading and writing drafts and payments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from clientela.domains.invoices import asked, commands, mailing, payments, recurring, reminding
from clientela.domains.invoices.models import Invoice
from clientela.engine.access import gate
from clientela.engine.api.resources import Call, Verb, offer

DATE = {"type": "string", "format": "date"}
TEXT = {"type": "string"}
DECIMAL = {"type": "string", "format": "decimal"}
UUID_ = {"type": "string", "format": "uuid"}
MAIL = {"to": {"type": "string", "format": "email"}, "subject": TEXT, "message": TEXT}
QUANTITIES = {
    "type": "object",
    "additionalProperties": DECIMAL,
    "description": "How much of each line, by the line's id; without it, all that is left.",
}


def _issue(call: Call) -> Invoice:
    return commands.issue(call.actor, call.record, on=asked.day(call.body.get("on")))


def _pay(call: Call) -> Invoice:
    body = call.body
    payments.pay(
        call.actor,
        call.record,
        amount=asked.figure(body.get("amount"), "amount"),
        on=asked.day(body.get("on")),
        means=body.get("means"),
        reference=body.get("reference"),
        keep_rest=bool(body.get("keep_rest")),
    )
    return gate.get(call.actor, Invoice, call.record)


def _use_credit(call: Call) -> Invoice:
    payments.use_credit(call.actor, asked.record_id(call.body["payment"]), call.record)
    return gate.get(call.actor, Invoice, call.record)


def _credit(call: Call) -> Invoice:
    return commands.credit(
        call.actor,
        call.record,
        reason=call.body["reason"],
        quantities=_quantities(call.body.get("quantities")),
    )


def _quantities(given: dict[str, Any] | None) -> Any:
    if given is None:
        return None
    return asked.quantities({f"quantity.{line}": str(much) for line, much in given.items()})


def _mail(call: Call) -> dict[str, str]:
    return {key: call.body.get(key) or "" for key in MAIL}


def _send(call: Call) -> Invoice:
    return mailing.send(call.actor, call.record, **_mail(call))


def _remind(call: Call) -> Invoice:
    return reminding.remind(call.actor, call.record, **_mail(call))


def _of_order(call: Call) -> Invoice:
    delivery: UUID | None = asked.one_id(call.body.get("delivery"))
    quantities = _quantities(call.body.get("quantities"))
    return commands.from_order(call.actor, call.record, delivery_id=delivery, quantities=quantities)


def _of_contract(call: Call) -> Invoice:
    return recurring.bill(call.actor, call.record)


offer("invoice", "issue", post=Verb(_issue, _("Give it its number and freeze it"), body={"on": DATE}))
offer(
    "invoice",
    "payment",
    post=Verb(
        _pay,
        _("Write down that it was paid"),
        body={
            "amount": DECIMAL,
            "on": DATE,
            "means": TEXT,
            "reference": TEXT,
            "keep_rest": {"type": "boolean"},
        },
    ),
)
offer(
    "invoice",
    "settlement",
    post=Verb(
        _use_credit,
        _("Pay it from the customer's credit"),
        body={"payment": UUID_},
        required=("payment",),
    ),
)
offer(
    "invoice",
    "credit",
    post=Verb(
        _credit,
        _("Draft a credit note"),
        body={"reason": TEXT, "quantities": QUANTITIES},
        required=("reason",),
    ),
)
offer("invoice", "sending", post=Verb(_send, _("Mail it with its PDF"), body=MAIL, required=("to",)))
offer("invoice", "reminder", post=Verb(_remind, _("Mail the next reminder"), body=MAIL))
offer(
    "order",
    "invoice",
    post=Verb(
        _of_order,
        _("Draft an invoice of what is left"),
        body={"delivery": UUID_, "quantities": QUANTITIES},
        gives="invoice",
    ),
)
offer("contract", "invoice", post=Verb(_of_contract, _("Draft the next invoice"), gives="invoice"))
