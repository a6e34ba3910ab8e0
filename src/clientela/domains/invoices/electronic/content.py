"""What an electronic invoice says, free of syntax. The codes BT-… and BG-… are the terms of EN 16931-1:2017."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.invoices import parties, reckoning
from clientela.domains.invoices.models import Invoice
from clientela.engine.errors import Refused

# UNTDID 1001 (BT-3) and UNTDID 4461 (BT-81).
TYPE_CODES = {"invoice": "380", "credit": "381"}
CREDIT_TRANSFER, NOT_DEFINED = "58", "1"
# UN/ECE Recommendation 20 for the units people write; "C62" is "one".
UNITS = {
    "pc": "H87", "pcs": "H87", "piece": "H87", "pieces": "H87", "szt": "H87", "szt.": "H87", "шт": "H87", "шт.": "H87", "個": "H87",
    "h": "HUR", "hour": "HUR", "hours": "HUR", "day": "DAY", "days": "DAY", "month": "MON", "months": "MON", "year": "ANN",
    "kg": "KGM", "g": "GRM", "t": "TNE", "m": "MTR", "m2": "MTK", "m²": "MTK", "m3": "MTQ", "m³": "MTQ", "l": "LTR", "km": "KMT",
    "set": "SET", "pair": "PR",
}  # fmt: skip
WITHOUT_REASON = {
    "AE": "Reverse charge",
    "K": "Intra-Community supply",
    "G": "Export outside the EU",
    "O": "Not subject to VAT",
    "E": "Exempt from VAT",
}
EXEMPTION_CODES = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}


@dataclass(frozen=True)
class Party:
    """BG-4 or BG-7."""

    name: str
    street: str
    city: str
    postcode: str
    region: str
    country: str
    tax_number: str
    registration: str
    email: str
    person: str
    phone: str


@dataclass(frozen=True)
class Line:
    """BG-25. `price` is without tax and after the line's discount, so that `quantity` × `price` ≈ `net` (BT-131)."""

    number: str
    name: str
    description: str
    quantity: Decimal
    unit: str
    price: Decimal
    net: Decimal
    category: str
    rate: Decimal


@dataclass(frozen=True)
class Tax:
    """BG-23; `discount` is the part of the document's discount in this group (BG-20)."""

    category: str
    rate: Decimal
    discount: Decimal
    base: Decimal
    amount: Decimal
    reason: str
    reason_code: str


@dataclass(frozen=True)
class Content:
    """All of one invoice; amounts as the totals of the document (see pricing.totals)."""

    number: str
    type_code: str
    issued_on: dt.date
    due_on: dt.date | None
    delivered_on: dt.date | None
    period: tuple[dt.date | None, dt.date | None]
    currency: str
    note: str
    terms: str
    buyer_reference: str
    order_reference: str
    contract_reference: str
    corrects: tuple[str, dt.date | None] | None
    seller: Party
    buyer: Party
    iban: str
    bic: str
    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    sum_of_lines: Decimal
    discount: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    rounding: Decimal
    payable: Decimal

    @property
    def is_credit(self) -> bool:
        return self.type_code == TYPE_CODES["credit"]


def of(invoice: Invoice) -> Content:
    """Raises Refused for what machines could not read: a draft, a buyer without a country."""
    if invoice.number is None or invoice.issued_on is None:
        raise Refused(_("An electronic invoice is made of an issued one."))
    found = reckoning.summed(invoice, reckoning.lines_of(invoice))
    both = parties.of(invoice)
    taxes = tuple(_tax(one) for one in invoice.taxes)
    seller = both["seller"]
    return Content(
        number=invoice.number,
        type_code=TYPE_CODES[invoice.kind],
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        delivered_on=invoice.delivered_on,
        period=(invoice.period_from, invoice.period_to),
        currency=invoice.currency,
        note=invoice.reason or invoice.subject or "",
        terms=invoice.terms or "",
        buyer_reference=invoice.buyer_reference or "",
        order_reference=invoice.order_reference or "",
        contract_reference=_number_of(invoice.contract_id),
        corrects=corrected(invoice),
        seller=_party(seller),
        buyer=_party(both["buyer"]),
        iban=seller.get("iban", ""),
        bic=seller.get("bic", ""),
        lines=_lines(invoice, found),
        taxes=taxes,
        sum_of_lines=sum((group.lines for group in found.taxes), Decimal(0)),
        discount=sum((group.discount for group in found.taxes), Decimal(0)),
        net=found.net,
        tax=found.tax,
        total=found.total,
        rounding=found.rounding,
        payable=found.payable,
    )


def _tax(one: dict[str, str]) -> Tax:
    category = one["category"]
    code = EXEMPTION_CODES.get(category, "")
    reason = one["reason"] or WITHOUT_REASON.get(category, "")
    return Tax(
        category, Decimal(one["rate"]), Decimal(one["discount"]), Decimal(one["base"]), Decimal(one["tax"]),
        reason if category not in ("S", "Z") else "", code,
    )  # fmt: skip


def _party(one: dict[str, Any]) -> Party:
    address = one.get("address") or {}
    if not address.get("country"):
        raise Refused(
            _("An electronic invoice needs the country of “%s”; add it to the address.") % one.get("name", "")
        )
    return Party(
        name=one.get("name", ""),
        street=address.get("street", ""),
        city=address.get("city", ""),
        postcode=address.get("postcode", ""),
        region=address.get("region", ""),
        country=address["country"],
        tax_number=_vat(one.get("tax_number", ""), address["country"]),
        registration=one.get("registration", ""),
        email=one.get("email", ""),
        person=one.get("person", ""),
        phone=one.get("phone", ""),
    )


def _vat(number: str, country: str) -> str:
    """With the country before it, as BR-CO-09 asks; Greece writes EL."""
    bare = number.replace(" ", "").replace("-", "").replace(".", "").upper()
    if not bare or bare[:2].isalpha():
        return bare
    return {"GR": "EL"}.get(country, country) + bare


def _lines(invoice: Invoice, found: Any) -> tuple[Line, ...]:
    rows = reckoning.items(reckoning.lines_of(invoice))
    pairs = [(row, total) for row, total in zip(rows, found.each, strict=True) if total.counts]
    return tuple(_line(n, row, total) for n, (row, total) in enumerate(pairs, start=1))


def _line(n: int, row: Any, total: Any) -> Line:
    rate = row.tax_percent or Decimal(0)
    quantity = row.quantity.normalize() + 0
    price = total.net / quantity if quantity else Decimal(0)
    if total.net < 0:  # a price is never negative (BR-27); what is taken off is a negative quantity
        quantity = -quantity
    return Line(
        number=str(n),
        name=row.name or "–",
        description=row.description or "",
        quantity=quantity,
        unit=UNITS.get((row.unit or "").strip().casefold(), "C62"),
        price=abs(price).quantize(Decimal("0.000001")).normalize() + 0,
        net=total.net,
        category=row.tax_category or ("S" if rate else "Z"),
        rate=rate.normalize() + 0,
    )


def _number_of(contract_id: Any) -> str:
    from clientela.domains.contracts.models import Contract
    from clientela.engine.access import gate

    rows = gate.unrestricted(Contract, reason="an invoice names its contract").filter(pk=contract_id)
    return rows.values_list("number", flat=True).first() or "" if contract_id else ""


def corrected(invoice: Invoice) -> tuple[str, dt.date | None] | None:
    from clientela.engine.access import gate

    if invoice.corrects_id is None:
        return None
    rows = gate.unrestricted(Invoice, reason="a credit note names its invoice").filter(pk=invoice.corrects_id)
    number, day = rows.values_list("number", "issued_on").get()
    return number or "", day
