"""What people do with contracts: send, sign, end; and what happens to them by the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.contracts import calendar, reminding
from clientela.domains.contracts.models import Contract
from clientela.domains.orders import writing
from clientela.domains.orders.models import Order, Quote
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import files, rendering
from clientela.engine.documents.models import File
from clientela.engine.errors import Refused
from clientela.engine.fields.link import Target
from clientela.engine.fields.numbers import Amount
from clientela.engine.numbering import ranges
from clientela.engine.records import commands as records
from clientela.engine.records.command import command


@command("contract.from_order")
def from_order(actor: Actor, order_id: UUID) -> Contract:
    """Draft the contract for an order: the same customer, the same value."""
    order = gate.get(actor, Order, order_id, lock=True)
    return _drafted(actor, order, {"order": order.pk, "quote": order.quote_id})


@command("contract.from_quote")
def from_quote(actor: Actor, quote_id: UUID) -> Contract:
    """Draft the contract for a quote."""
    quote = gate.get(actor, Quote, quote_id, lock=True)
    return _drafted(actor, quote, {"quote": quote.pk})


def _drafted(actor: Actor, document: Any, origin: dict[str, Any]) -> Contract:
    values = {
        **origin,
        "name": document.subject or document.number or _("Contract"),
        "company": document.company_id,
        "person": document.person_id,
        "deal": document.deal_id,
        "language": document.language,
        "value": None if document.net is None else Amount(document.net, document.currency),
        "starts_on": timezone.localdate(),
    }
    return cast(Contract, records.create(actor, "contract", values))


def _get(actor: Actor, contract_id: UUID, states: Sequence[str]) -> Contract:
    contract = gate.get(actor, Contract, contract_id, to="change", lock=True)
    if contract.state not in states:
        label = gate_label(contract)
        raise Refused(_("“%(name)s” is in state “%(state)s”; this cannot be done now.") % {"name": contract.name, "state": label})  # fmt: skip
    return contract


def gate_label(contract: Contract) -> str:
    from clientela.engine.entities import registry

    return registry.get("contract").field("state").display(contract.state)


@command("contract.send")
def send(actor: Actor, contract_id: UUID) -> Contract:
    """Give it its number; it is with the customer now, who signs it."""
    contract = _get(actor, contract_id, ("draft",))
    if contract.company_id is None and contract.person_id is None:
        raise Refused(_("Say with whom the contract is: a company or a person."))
    writing.put(actor, contract, sent_at=timezone.now(), state="sent", **_number(contract))
    return contract


def _number(contract: Contract) -> dict[str, Any]:
    if contract.number is not None:
        return {}
    return {"number": ranges.take("contract", on=timezone.localdate(), branch=contract.branch_id)}


@command("contract.generate")
def generate(actor: Actor, contract_id: UUID, *, form: str = "pdf") -> File:
    """Keep the text of a contract, as it is now, among its files: "pdf", or "word" to be changed by hand."""
    contract = gate.get(actor, Contract, contract_id, to="change")
    kind, suffix = ("contract-word", "docx") if form == "word" else ("contract", "pdf")
    made = rendering.of_record(actor, kind, contract_id, contract.language)
    return files.keep(
        actor, Target("contract", contract_id), f"{contract.number or contract.name}.{suffix}", made
    )


@command("contract.sign")
def sign(actor: Actor, contract_id: UUID, *, on: dt.date | None = None, by: str | None = None) -> Contract:
    """Both have signed; from its first day on it is active. One that soon ends or renews is reminded of at once."""
    contract = _get(actor, contract_id, ("draft", "sent"))
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("This day has not come yet."))
    if contract.starts_on is None:
        raise Refused(_("Say when the contract begins before it is signed."))
    writing.put(actor, contract, signed_on=day, signed_by=by or None, state="signed", **_number(contract))
    keep_term(actor, contract, 1, contract.starts_on, contract.ends_on)
    begin_if_due(actor, contract, timezone.localdate())
    if contract.ends_on is None or contract.ends_on >= timezone.localdate():
        reminding.remind(contract, timezone.localdate())
    return contract


def keep_term(actor: Actor, contract: Contract, number: int, start: dt.date, end: dt.date | None) -> None:
    values = {"contract": contract.pk, "number": Decimal(number), "starts_on": start, "ends_on": end}
    records.create(actor, "contractterm", values)


def begin_if_due(actor: Actor, contract: Contract, today: dt.date) -> None:
    if contract.state == "signed" and contract.starts_on is not None and contract.starts_on <= today:
        writing.put(actor, contract, state="active")


@command("contract.terminate")
def terminate(actor: Actor, contract_id: UUID, *, reason: str, on: dt.date | None = None) -> Contract:
    """End a signed contract on a day; the notice that was agreed must be kept unless both agree (then say so)."""
    contract = _get(actor, contract_id, ("signed", "active"))
    if not reason.strip():
        raise Refused(_("Say why “%s” is terminated.") % contract.name)
    day = on or earliest_end(contract, timezone.localdate())
    if contract.starts_on is not None and day < contract.starts_on:
        raise Refused(_("It would end before it began."))
    if day < timezone.localdate():
        raise Refused(_("A contract is terminated for today or a later day."))
    writing.put(
        actor, contract, terminated_on=day, termination_reason=reason.strip(), auto_renews=False, ends_on=day
    )
    end_if_due(actor, contract, timezone.localdate())
    return contract


def earliest_end(contract: Any, today: dt.date) -> dt.date:
    """The first day on which notice given today can take effect."""
    notice = calendar.plus(today, contract.notice_months or 0)
    return max(notice, contract.ends_on) if contract.ends_on is not None else notice


def end_if_due(actor: Actor, contract: Contract, today: dt.date) -> None:
    if contract.ends_on is None or contract.ends_on >= today or contract.auto_renews:
        return
    if contract.state in ("signed", "active"):
        writing.put(actor, contract, state="terminated" if contract.terminated_on else "ended")
