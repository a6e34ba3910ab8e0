"""The PDF of an invoice: in the customer's language, with the same invoice inside for machines (Factur-X, PDF/A-3)."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.invoices import parties, reckoning
from clientela.domains.invoices.electronic import cii, content, ubl
from clientela.domains.invoices.models import Invoice
from clientela.domains.orders import papers
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import kinds, rendering
from clientela.engine.documents.kinds import Kind
from clientela.engine.errors import Refused
from clientela.engine.fields import formats
from clientela.ui import words

HERE = Path(__file__).parent / "typst"


def values(actor: Actor, record_id: uuid.UUID, language: str) -> dict[str, Any]:
    """What the template is filled with, in this language."""
    invoice = gate.get(actor, Invoice, record_id)
    with translation.override(language):
        lines = reckoning.lines_of(invoice)
        both = parties.of(invoice)
        return {
            "title": _title(invoice),
            "subject": invoice.subject or "",
            "intro": invoice.intro or "",
            "closing": invoice.closing or "",
            "terms": invoice.terms or "",
            "sender": _sender(both["seller"]),
            "recipient": _recipient(both["buyer"]),
            "contact": papers.contact(invoice),
            "lines": papers.line_values(lines, invoice.currency),
            "totals": _totals(invoice, lines),
            "facts": _facts(invoice),
            "pay": _pay(invoice, both["seller"]),
            "reasons": [tax["reason"] for tax in invoice.taxes if tax["reason"]],
            "words": {**papers.labels(), "pay": _("Please pay"), "terms": _("Terms of payment")},
            "footer": both["seller"].get("footer") or both["seller"]["name"],
        }


def _title(invoice: Invoice) -> str:
    number = invoice.number or _("(draft)")
    return (_("Credit note %s") if invoice.kind == "credit" else _("Invoice %s")) % number


def _sender(seller: dict[str, Any]) -> dict[str, str]:
    tax = _("VAT number %s") % seller["tax_number"] if seller.get("tax_number") else ""
    rows = [seller["name"], *where(seller.get("address") or {}), tax]
    rows += [seller.get("registration", ""), seller.get("phone", ""), seller.get("email", "")]
    return {"name": seller["name"], "address": "\n".join(filter(None, rows))}


def _recipient(buyer: dict[str, Any]) -> dict[str, str]:
    tax = _("VAT number %s") % buyer["tax_number"] if buyer.get("tax_number") else ""
    rows = [*where(buyer.get("address") or {}), tax]
    return {
        "name": buyer["name"],
        "person": buyer.get("person", ""),
        "address": "\n".join(filter(None, rows)),
    }


def where(address: dict[str, str]) -> list[str]:
    """An address as lines, the country in words of the language in force."""
    place = " ".join(filter(None, (address.get("postcode"), address.get("city"))))
    code = address.get("country", "")
    country = formats.locale().territories.get(code, code)
    return [row for row in (address.get("street"), place, address.get("region"), country) if row]


def _day(day: dt.date | None) -> str:
    return words.date(day, "long") if day else ""


def _facts(invoice: Invoice) -> list[list[str]]:
    period = " – ".join(filter(None, (_day(invoice.period_from), _day(invoice.period_to))))
    corrected = content.corrected(invoice)
    return [
        [_("Number"), invoice.number or ""],
        [_("Date"), _day(invoice.issued_on)],
        [_("Corrects invoice"), corrected[0] if corrected else ""],
        [_("Reason"), (invoice.reason or "") if corrected else ""],
        [_("Delivered on"), _day(invoice.delivered_on)],
        [_("For the time"), period],
        [_("Your order"), invoice.order_reference or ""],
        [_("Your reference"), invoice.buyer_reference or ""],
        [_("Due on"), _day(invoice.due_on) if invoice.kind == "invoice" else ""],
    ]


def _totals(invoice: Invoice, lines: list[Any]) -> list[dict[str, Any]]:
    found = reckoning.summed(invoice, lines)
    rows = papers.total_values(found)
    if found.rounding:
        money = [(_("Rounding"), found.rounding, False), (_("To pay"), found.payable, True)]
        rows += [{"label": a, "value": papers.amount(b, found.currency), "strong": c} for a, b, c in money]
    return rows


def _pay(invoice: Invoice, seller: dict[str, Any]) -> list[list[str]]:
    """How to pay; a credit note asks for nothing."""
    if invoice.kind == "credit" or not seller.get("iban"):
        return []
    iban = seller["iban"]
    return [
        [_("To pay"), papers.amount(invoice.payable, invoice.currency)],
        [_("Due on"), _day(invoice.due_on)],
        [_("Account"), " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))],
        ["BIC", seller.get("bic", "")],
        [_("Bank"), seller.get("bank", "")],
        [_("Reference"), invoice.number or ""],
    ]


def finished(record_id: uuid.UUID, language: str, printed: bytes) -> bytes:
    """An issued invoice with the CII document inside, where one can be made of it."""
    rows = gate.unrestricted(Invoice, reason="the document was made for somebody who may see the invoice")
    invoice = rows.get(pk=record_id)
    if invoice.number is None:
        return printed
    try:
        inside = cii.write(content.of(invoice))
    except Refused:
        return printed  # a buyer without a country: paper can be sent to them, machines cannot read it
    with translation.override(language):
        return _with(printed, inside, invoice, language)


def _with(printed: bytes, inside: bytes, invoice: Invoice, language: str) -> bytes:
    from facturx import generate_from_binary

    name = _title(invoice)
    about = {
        "author": parties.of(invoice)["seller"]["name"],
        "title": name,
        "subject": name,
        "keywords": "Factur-X",
    }
    made: bytes = generate_from_binary(  # type: ignore[no-untyped-call]  # it has no types
        printed,
        inside,
        flavor="factur-x",
        level="en16931",
        check_xsd=True,
        pdf_metadata=about,
        lang=language.partition("-")[0],
        afrelationship="data",
    )
    return made


INVOICE = kinds.register(
    Kind("invoice", lazy("Invoice"), "invoice", values, HERE / "invoice.typ", archival=True, finish=finished)
)


def pdf(actor: Actor, invoice: Invoice, language: str | None = None) -> bytes:
    """PDF/A-3 of an invoice; of an issued one with the electronic invoice inside."""
    return rendering.of_record(actor, "invoice", invoice.pk, language or invoice.language)


def ubl_xml(invoice: Invoice) -> bytes:
    """Raises Refused for what machines could not read."""
    return ubl.write(content.of(invoice))


def cii_xml(invoice: Invoice) -> bytes:
    return cii.write(content.of(invoice))


def file_name(invoice: Invoice, ending: str) -> str:
    number = (invoice.number or "draft").replace("/", "-")
    return f"{number}.{ending}"
