"""What a quote's PDF is filled with, in the customer's language."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.numbers import format_currency
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.contacts.models import Company, Person
from clientela.domains.orders import writing
from clientela.domains.orders.models import Order, Quote
from clientela.domains.orders.reckoning import Head, sums_of_rows
from clientela.domains.pricing.totals import Totals
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import Branch, User
from clientela.engine.documents import kinds
from clientela.engine.documents.kinds import Kind
from clientela.engine.fields import formats
from clientela.ui import words

HERE = Path(__file__).parent / "typst"


def quote_values(actor: Actor, record_id: uuid.UUID, language: str) -> dict[str, Any]:
    quote = gate.get(actor, Quote, record_id)
    with translation.override(language):
        return {
            **document_values(quote, "quoteline", "quote"),
            "title": _("Quote %s") % (quote.number or _("(draft)")),
            "valid_until": words.date(quote.valid_until, "long") if quote.valid_until else "",
            "date": words.date(quote.issued_on, "long")
            if quote.issued_on
            else words.date(timezone.localdate(), "long"),
        }


def order_values(actor: Actor, record_id: uuid.UUID, language: str) -> dict[str, Any]:
    order = gate.get(actor, Order, record_id)
    with translation.override(language):
        return {
            **document_values(order, "orderline", "order"),
            "title": _("Order confirmation %s") % (order.number or _("(draft)")),
            "promised_on": words.date(order.promised_on, "long") if order.promised_on else "",
            "reference": order.reference or "",
            "date": words.date(order.ordered_on, "long") if order.ordered_on else "",
        }


def document_values(document: Any, line: str, by: str) -> dict[str, Any]:
    """What every document with lines has; in the language that is active."""
    lines = writing.stored(document, line, by)
    found = sums_of_rows(Head.of(document), lines)
    return {
        "number": document.number or "",
        "subject": document.subject or "",
        "intro": document.intro or "",
        "closing": document.closing or "",
        "terms": document.terms or "",
        "currency": document.currency,
        "sender": sender(document),
        "recipient": recipient(document),
        "contact": contact(document),
        "lines": line_values(lines, document.currency),
        "totals": total_values(found),
        "words": labels(),
        "footer": document.number or "",
    }


def labels() -> dict[str, str]:
    return {
        "position": _("No."),
        "name": _("Description"),
        "quantity": _("Quantity"),
        "price": _("Price"),
        "discount": _("Discount"),
        "total": _("Total"),
        "date": _("Date"),
        "number": _("Number"),
        "valid_until": _("Valid until"),
        "promised_on": _("Delivery"),
        "reference": _("Your reference"),
        "contact": _("Your contact"),
        "terms": _("Terms of payment"),
    }


def sender(document: Any) -> dict[str, str]:
    """Our own branch, as the customer sees it."""
    branch = (
        gate.visible(SYSTEM, Branch).filter(pk=document.branch_id).first() if document.branch_id else None
    )
    return {"name": branch.name if branch else "", "address": ""}


def recipient(document: Any) -> dict[str, str]:
    company = gate.visible(SYSTEM, Company).filter(pk=document.company_id).first()
    person = gate.visible(SYSTEM, Person).filter(pk=document.person_id).first()
    where = address((company.address if company else None) or {})
    names = [
        one for one in ((company.legal_name or company.name) if company else "", str(person or "")) if one
    ]
    return {
        "name": names[0] if names else "",
        "person": names[1] if len(names) > 1 else "",
        "address": "\n".join(where),
        "tax_number": (company.tax_number or "") if company else "",
    }


def address(parts: Mapping[str, str]) -> list[str]:
    """An address as it stands on a letter; the country in words."""
    town = " ".join(filter(None, (parts.get("postcode"), parts.get("city"))))
    country = formats.locale().territories.get(parts.get("country", ""), "")
    return [line for line in (parts.get("street"), town, parts.get("region"), country) if line]


def contact(document: Any) -> dict[str, str]:
    owner = gate.visible(SYSTEM, User).filter(pk=document.owner_id).first()
    return {"name": owner.name if owner else "", "email": (owner.email or "") if owner else ""}


def amount(value: Decimal | None, currency: str) -> str:
    """With the currency's own number of decimals, whether they are nought or not."""
    return "" if value is None else str(format_currency(value, currency, locale=formats.locale()))


def line_values(lines: Sequence[Any], currency: str) -> list[dict[str, Any]]:
    found, number = [], 0
    for line in lines:
        number += line.kind == "item"
        found.append(
            {
                "kind": line.kind,
                "position": str(number) if line.kind == "item" else "",
                "name": line.name or "",
                "description": line.description or "",
                "quantity": f"{words.number(line.quantity.normalize())} {line.unit or ''}".strip(),
                "price": amount(line.price, currency),
                "discount": words.percent(line.discount / 100, 1) if line.discount else "",
                "tax": words.percent((line.tax_percent or 0) / 100),
                "total": amount(line.total, currency) if line.counts else f"({amount(line.total, currency)})",
                "note": _note(line),
            }
        )
    return found


def _note(line: Any) -> str:
    if line.role == "optional":
        return _("Optional, chosen") if line.chosen else _("Optional, not in the total")
    if line.role == "alternative":
        return _("Alternative, chosen") if line.chosen else _("Alternative, not in the total")
    return ""


def total_values(found: Totals) -> list[dict[str, Any]]:
    """Rows under the lines: sum, discount, tax by rate, total."""
    rows: list[tuple[str, Decimal, bool]] = []
    if found.discount:
        rows += [(_("Sum of lines"), found.lines, False), (_("Discount"), -found.discount, False)]
    rows.append((_("Without tax"), found.net, False))
    for tax in found.taxes:
        if tax.rate or tax.tax:
            rows.append(
                (_("Tax %s") % words.percent(tax.rate / 100, 1 if tax.rate % 1 else 0), tax.tax, False)
            )
    rows.append((_("Total"), found.total, True))
    return [
        {"label": label, "value": amount(value, found.currency), "strong": strong}
        for label, value, strong in rows
    ]


QUOTE = kinds.register(Kind("quote", lazy("Quote"), "quote", quote_values, HERE / "quote.typ"))
ORDER = kinds.register(Kind("order", lazy("Order confirmation"), "order", order_values, HERE / "order.typ"))
