"""The text of a contract, as PDF or as a Word file: fields of the contract merged into a template."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.contracts.entity import CONTRACT
from clientela.domains.contracts.models import Contract
from clientela.domains.orders import papers, writing
from clientela.domains.orders.models import Order, Quote
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import kinds
from clientela.engine.documents.kinds import Kind
from clientela.ui import words

HERE = Path(__file__).parent / "typst"


def values(actor: Actor, record_id: uuid.UUID, language: str) -> dict[str, Any]:
    """What a template of a contract can use."""
    contract = gate.get(actor, Contract, record_id)
    with translation.override(language):
        return {
            "title": _("Contract %s") % (contract.number or _("(draft)")),
            "name": contract.name,
            "number": contract.number or "",
            "sender": papers.sender(contract),
            "recipient": papers.recipient(contract),
            "contact": papers.contact(contract),
            "value": papers.amount(contract.value, contract.value_currency or "EUR"),
            "starts_on": _day(contract.starts_on),
            "ends_on": _day(contract.ends_on) or _("until terminated"),
            "term_months": _figure(contract.term_months),
            "notice_months": _figure(contract.notice_months),
            "auto_renews": bool(contract.auto_renews),
            "renewal_months": _figure(contract.renewal_months or contract.term_months),
            "billing": CONTRACT.field("billing").display(contract.billing) if contract.billing else "",
            "billing_amount": papers.amount(contract.billing_amount, contract.billing_amount_currency or "EUR"),
            "subject_matter": contract.subject_matter or "",
            "conditions": contract.conditions or "",
            "lines": _lines(contract),
            "facts": _facts(contract),
            "paragraphs": _paragraphs(contract),
            "words": papers.labels() | {"between": _("between"), "and": _("and"), "place": _("Place and date"), "signed": _("Signature")},
            "footer": contract.number or contract.name,
        }  # fmt: skip


def _day(day: dt.date | None) -> str:
    return words.date(day, "long") if day else ""


def _figure(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _lines(contract: Contract) -> list[dict[str, Any]]:
    """What was ordered, or offered: the contract is about these."""
    for model, record_id, line, by in (
        (Order, contract.order_id, "orderline", "order"),
        (Quote, contract.quote_id, "quoteline", "quote"),
    ):
        if record_id is not None:
            rows = gate.unrestricted(model, reason="a contract shows what it is about")
            document: Any = rows.get(pk=record_id)
            return papers.line_values(writing.stored(document, line, by), document.currency)
    return []


def _facts(contract: Contract) -> list[list[str]]:
    return [
        [_("Number"), contract.number or ""],
        [_("Begins"), _day(contract.starts_on)],
        [_("Ends"), _day(contract.ends_on) or _("until terminated")],
        [_("Value"), papers.amount(contract.value, contract.value_currency or "EUR")],
    ]


def _paragraphs(contract: Contract) -> list[dict[str, str]]:
    """Clauses from what is filled in; an administrator's own template may word them otherwise."""
    found = [(_("Subject"), contract.subject_matter or contract.name), (_("Term"), _term(contract))]
    if contract.billing and contract.billing_amount is not None:
        amount = papers.amount(contract.billing_amount, contract.billing_amount_currency or "EUR")
        how = CONTRACT.field("billing").display(contract.billing)
        found.append(
            (_("Payment"), _("%(amount)s plus tax, invoiced: %(how)s.") % {"amount": amount, "how": how})
        )
    if contract.conditions:
        found.append((_("Conditions"), contract.conditions))
    return [{"title": title, "text": text} for title, text in found]


def _term(contract: Contract) -> str:
    start, end = _day(contract.starts_on), _day(contract.ends_on)
    text = [_("The contract begins on %s.") % start if start else ""]
    text.append(_("It ends on %s.") % end if end else _("It runs until it is terminated."))
    if contract.auto_renews:
        months = _figure(contract.renewal_months or contract.term_months)
        text.append(_("It is then renewed for %s months at a time.") % months)
    if contract.notice_months:
        text.append(_("Notice is given in writing, %s months ahead.") % _figure(contract.notice_months))
    return " ".join(filter(None, text))


kinds.register(Kind("contract", lazy("Contract"), "contract", values, HERE / "contract.typ"))
kinds.register(Kind("contract-word", lazy("Contract (Word)"), "contract", values, HERE / "contract.docx"))
