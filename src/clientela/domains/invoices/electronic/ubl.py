"""UBL 2.1 Invoice and CreditNote by Peppol BIS Billing 3.0."""

# mypy: disable-error-code="no-untyped-call"
# lxml's builder has no types.
from __future__ import annotations

from decimal import Decimal
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from clientela.domains.invoices.electronic.content import (
    CREDIT_TRANSFER,
    NOT_DEFINED,
    Content,
    Line,
    Party,
    Tax,
)

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
BASE = "urn:oasis:names:specification:ubl:schema:xsd:"
PARTS = {"cac": f"{BASE}CommonAggregateComponents-2", "cbc": f"{BASE}CommonBasicComponents-2"}
C = ElementMaker(namespace=PARTS["cac"], nsmap=PARTS)
B = ElementMaker(namespace=PARTS["cbc"], nsmap=PARTS)


def write(content: Content) -> bytes:
    """The invoice (or credit note) as XML, UTF-8."""
    name = "CreditNote" if content.is_credit else "Invoice"
    maker = ElementMaker(namespace=f"{BASE}{name}-2", nsmap={None: f"{BASE}{name}-2", **PARTS})
    root = getattr(maker, name)(
        *_some(
            B.CustomizationID(CUSTOMIZATION),
            B.ProfileID(PROFILE),
            *_head(content),
            *_references(content),
            C.AccountingSupplierParty(_party(content.seller)),
            C.AccountingCustomerParty(_party(content.buyer)),
            _delivery(content),
            _means(content),
            C.PaymentTerms(B.Note(content.terms)) if content.terms else None,
            *(_allowance(tax, content.currency) for tax in content.taxes if tax.discount),
            _tax_total(content),
            _sums(content),
            *(_line(line, content) for line in content.lines),
        )
    )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _some(*parts: Any) -> list[Any]:
    return [part for part in parts if part is not None]


def _text(name: str, value: str) -> Any:
    return getattr(B, name)(value) if value else None


def _money(name: str, value: Decimal, currency: str) -> Any:
    return getattr(B, name)(f"{value:.2f}", currencyID=currency)


def _head(content: Content) -> list[Any]:
    due = None if content.is_credit or content.due_on is None else B.DueDate(content.due_on.isoformat())
    type_name = "CreditNoteTypeCode" if content.is_credit else "InvoiceTypeCode"
    return _some(
        B.ID(content.number),
        B.IssueDate(content.issued_on.isoformat()),
        due,
        getattr(B, type_name)(content.type_code),
        _text("Note", content.note),
        B.DocumentCurrencyCode(content.currency),
        # BIS asks for a buyer's reference or an order (PEPPOL-EN16931-R003); the number is what a payer will quote.
        B.BuyerReference(content.buyer_reference or content.number),
        _period(content),
    )


def _period(content: Content) -> Any:
    start, end = content.period
    if start is None and end is None:
        return None
    return C.InvoicePeriod(
        *_some(B.StartDate(start.isoformat()) if start else None, B.EndDate(end.isoformat()) if end else None)
    )


def _references(content: Content) -> list[Any]:
    order = C.OrderReference(B.ID(content.order_reference)) if content.order_reference else None
    corrected = None
    if content.corrects is not None:
        number, day = content.corrects
        when = B.IssueDate(day.isoformat()) if day else None
        corrected = C.BillingReference(C.InvoiceDocumentReference(*_some(B.ID(number), when)))
    contract = (
        C.ContractDocumentReference(B.ID(content.contract_reference)) if content.contract_reference else None
    )
    return _some(order, corrected, contract)


def _party(party: Party) -> Any:
    address = C.PostalAddress(
        *_some(
            _text("StreetName", party.street),
            _text("CityName", party.city),
            _text("PostalZone", party.postcode),
            _text("CountrySubentity", party.region),
            C.Country(B.IdentificationCode(party.country)),
        )
    )
    vat = party.tax_number and C.PartyTaxScheme(B.CompanyID(party.tax_number), C.TaxScheme(B.ID("VAT")))
    legal = C.PartyLegalEntity(*_some(B.RegistrationName(party.name), _text("CompanyID", party.registration)))
    contact = C.Contact(
        *_some(
            _text("Name", party.person), _text("Telephone", party.phone), _text("ElectronicMail", party.email)
        )
    )
    return C.Party(
        *_some(
            B.EndpointID(party.email, schemeID="EM") if party.email else None,
            C.PartyName(B.Name(party.name)),
            address,
            vat if party.tax_number else None,
            legal,
            contact if len(contact) else None,
        )
    )


def _delivery(content: Content) -> Any:
    if content.delivered_on is None:
        return None
    return C.Delivery(B.ActualDeliveryDate(content.delivered_on.isoformat()))


def _means(content: Content) -> Any:
    if not content.iban:
        return C.PaymentMeans(B.PaymentMeansCode(NOT_DEFINED), B.PaymentID(content.number))
    bank = C.FinancialInstitutionBranch(B.ID(content.bic)) if content.bic else None
    account = C.PayeeFinancialAccount(*_some(B.ID(content.iban), bank))
    return C.PaymentMeans(B.PaymentMeansCode(CREDIT_TRANSFER), B.PaymentID(content.number), account)


def _category(name: str, category: str, rate: Decimal, *reasons: Any) -> Any:
    percent = None if category == "O" else B.Percent(f"{rate:.2f}")
    return getattr(C, name)(*_some(B.ID(category), percent, *reasons, C.TaxScheme(B.ID("VAT"))))


def _allowance(tax: Tax, currency: str) -> Any:
    return C.AllowanceCharge(
        B.ChargeIndicator("false"),
        B.AllowanceChargeReasonCode("95"),
        B.AllowanceChargeReason("Discount"),
        _money("Amount", tax.discount, currency),
        _category("TaxCategory", tax.category, tax.rate),
    )


def _tax_total(content: Content) -> Any:
    return C.TaxTotal(
        _money("TaxAmount", content.tax, content.currency),
        *(
            C.TaxSubtotal(
                _money("TaxableAmount", tax.base, content.currency),
                _money("TaxAmount", tax.amount, content.currency),
                _category(
                    "TaxCategory", tax.category, tax.rate,
                    _text("TaxExemptionReasonCode", tax.reason_code), _text("TaxExemptionReason", tax.reason),
                ),
            )
            for tax in content.taxes
        ),
    )  # fmt: skip


def _sums(content: Content) -> Any:
    money = content.currency
    discount = _money("AllowanceTotalAmount", content.discount, money) if content.discount else None
    rounding = _money("PayableRoundingAmount", content.rounding, money) if content.rounding else None
    return C.LegalMonetaryTotal(
        *_some(
            _money("LineExtensionAmount", content.sum_of_lines, money),
            _money("TaxExclusiveAmount", content.net, money),
            _money("TaxInclusiveAmount", content.total, money),
            discount,
            rounding,
            _money("PayableAmount", content.payable, money),
        )
    )


def _line(line: Line, content: Content) -> Any:
    name, quantity = (
        ("CreditNoteLine", "CreditedQuantity") if content.is_credit else ("InvoiceLine", "InvoicedQuantity")
    )
    item = C.Item(
        *_some(
            _text("Description", line.description),
            B.Name(line.name),
            _category("ClassifiedTaxCategory", line.category, line.rate),
        )
    )
    return getattr(C, name)(
        B.ID(line.number),
        getattr(B, quantity)(f"{line.quantity:f}", unitCode=line.unit),
        _money("LineExtensionAmount", line.net, content.currency),
        item,
        C.Price(B.PriceAmount(f"{line.price:f}", currencyID=content.currency)),
    )
