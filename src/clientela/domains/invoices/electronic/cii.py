"""UN/CEFACT Cross Industry Invoice D16B, profile EN 16931 of Factur-X 1.0 / ZUGFeRD 2."""

# mypy: disable-error-code="no-untyped-call"
# lxml's builder has no types.
from __future__ import annotations

import datetime as dt
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

PROFILE = "urn:cen.eu:en16931:2017"
NAMES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
R = ElementMaker(namespace=NAMES["rsm"], nsmap=NAMES)
A = ElementMaker(namespace=NAMES["ram"], nsmap=NAMES)
U = ElementMaker(namespace=NAMES["udt"], nsmap=NAMES)


def write(content: Content) -> bytes:
    """The invoice as XML, UTF-8."""
    root = R.CrossIndustryInvoice(
        R.ExchangedDocumentContext(A.GuidelineSpecifiedDocumentContextParameter(A.ID(PROFILE))),
        _document(content),
        R.SupplyChainTradeTransaction(
            *(_line(line) for line in content.lines),
            _agreement(content),
            _delivery(content),
            _settlement(content),
        ),
    )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _some(*parts: Any) -> list[Any]:
    return [part for part in parts if part is not None]


def _text(name: str, value: str, **attributes: str) -> Any:
    return getattr(A, name)(value, **attributes) if value else None


def _money(name: str, value: Decimal, **attributes: str) -> Any:
    return getattr(A, name)(f"{value:.2f}", **attributes)


def _day(name: str, day: dt.date | None) -> Any:
    if day is None:
        return None
    return getattr(A, name)(U.DateTimeString(f"{day:%Y%m%d}", format="102"))


def _document(content: Content) -> Any:
    note = A.IncludedNote(A.Content(content.note)) if content.note else None
    return R.ExchangedDocument(
        A.ID(content.number), A.TypeCode(content.type_code), _day("IssueDateTime", content.issued_on), *_some(note)
    )  # fmt: skip


def _line(line: Line) -> Any:
    return A.IncludedSupplyChainTradeLineItem(
        A.AssociatedDocumentLineDocument(A.LineID(line.number)),
        A.SpecifiedTradeProduct(*_some(A.Name(line.name), _text("Description", line.description))),
        A.SpecifiedLineTradeAgreement(A.NetPriceProductTradePrice(A.ChargeAmount(f"{line.price:f}"))),
        A.SpecifiedLineTradeDelivery(A.BilledQuantity(f"{line.quantity:f}", unitCode=line.unit)),
        A.SpecifiedLineTradeSettlement(
            A.ApplicableTradeTax(*_some(A.TypeCode("VAT"), A.CategoryCode(line.category), _rate(line.category, line.rate))),
            A.SpecifiedTradeSettlementLineMonetarySummation(_money("LineTotalAmount", line.net)),
        ),
    )  # fmt: skip


def _rate(category: str, rate: Decimal) -> Any:
    return None if category == "O" else A.RateApplicablePercent(f"{rate:.2f}")


def _agreement(content: Content) -> Any:
    return A.ApplicableHeaderTradeAgreement(
        *_some(
            _text("BuyerReference", content.buyer_reference),
            _party("SellerTradeParty", content.seller, is_seller=True),
            _party("BuyerTradeParty", content.buyer, is_seller=False),
            _document_reference("BuyerOrderReferencedDocument", content.order_reference),
            _document_reference("ContractReferencedDocument", content.contract_reference),
        )
    )


def _document_reference(name: str, number: str) -> Any:
    return getattr(A, name)(A.IssuerAssignedID(number)) if number else None


def _party(name: str, party: Party, *, is_seller: bool) -> Any:
    address = A.PostalTradeAddress(
        *_some(
            _text("PostcodeCode", party.postcode),
            _text("LineOne", party.street),
            _text("CityName", party.city),
            A.CountryID(party.country),
            _text("CountrySubDivisionName", party.region),
        )
    )
    legal = A.SpecifiedLegalOrganization(A.ID(party.registration)) if party.registration else None
    mail = A.URIUniversalCommunication(A.URIID(party.email, schemeID="EM")) if party.email else None
    vat = A.SpecifiedTaxRegistration(A.ID(party.tax_number, schemeID="VA")) if party.tax_number else None
    contact = None if is_seller or not party.person else A.DefinedTradeContact(A.PersonName(party.person))
    return getattr(A, name)(*_some(A.Name(party.name), legal, contact, address, mail, vat))


def _delivery(content: Content) -> Any:
    event = _day("OccurrenceDateTime", content.delivered_on)
    return A.ApplicableHeaderTradeDelivery(
        *([A.ActualDeliverySupplyChainEvent(event)] if event is not None else [])
    )


def _settlement(content: Content) -> Any:
    return A.ApplicableHeaderTradeSettlement(
        *_some(
            _text("PaymentReference", content.number),
            A.InvoiceCurrencyCode(content.currency),
            _means(content),
            *(_tax(tax) for tax in content.taxes),
            _period(content),
            *(_allowance(tax) for tax in content.taxes if tax.discount),
            _terms(content),
            _sums(content),
            _corrects(content),
        )
    )


def _means(content: Content) -> Any:
    if not content.iban:
        return A.SpecifiedTradeSettlementPaymentMeans(A.TypeCode(NOT_DEFINED))
    bank = A.PayeeSpecifiedCreditorFinancialInstitution(A.BICID(content.bic)) if content.bic else None
    account = A.PayeePartyCreditorFinancialAccount(A.IBANID(content.iban))
    return A.SpecifiedTradeSettlementPaymentMeans(*_some(A.TypeCode(CREDIT_TRANSFER), account, bank))


def _tax(tax: Tax) -> Any:
    return A.ApplicableTradeTax(
        *_some(
            _money("CalculatedAmount", tax.amount),
            A.TypeCode("VAT"),
            _text("ExemptionReason", tax.reason),
            _money("BasisAmount", tax.base),
            A.CategoryCode(tax.category),
            _text("ExemptionReasonCode", tax.reason_code),
            _rate(tax.category, tax.rate),
        )
    )


def _period(content: Content) -> Any:
    start, end = content.period
    if start is None and end is None:
        return None
    return A.BillingSpecifiedPeriod(*_some(_day("StartDateTime", start), _day("EndDateTime", end)))


def _allowance(tax: Tax) -> Any:
    return A.SpecifiedTradeAllowanceCharge(
        A.ChargeIndicator(U.Indicator("false")),
        _money("ActualAmount", tax.discount),
        A.ReasonCode("95"),
        A.Reason("Discount"),
        A.CategoryTradeTax(
            *_some(A.TypeCode("VAT"), A.CategoryCode(tax.category), _rate(tax.category, tax.rate))
        ),
    )


def _terms(content: Content) -> Any:
    due = _day("DueDateDateTime", None if content.is_credit else content.due_on)
    if not content.terms and due is None:
        return None
    return A.SpecifiedTradePaymentTerms(*_some(_text("Description", content.terms), due))


def _sums(content: Content) -> Any:
    rounding = _money("RoundingAmount", content.rounding) if content.rounding else None
    discount = _money("AllowanceTotalAmount", content.discount) if content.discount else None
    return A.SpecifiedTradeSettlementHeaderMonetarySummation(
        *_some(
            _money("LineTotalAmount", content.sum_of_lines),
            discount,
            _money("TaxBasisTotalAmount", content.net),
            _money("TaxTotalAmount", content.tax, currencyID=content.currency),
            rounding,
            _money("GrandTotalAmount", content.total),
            _money("DuePayableAmount", content.payable),
        )
    )


def _corrects(content: Content) -> Any:
    if content.corrects is None:
        return None
    number, day = content.corrects
    when = None
    if day is not None:
        stamp = etree.SubElement(etree.Element("x"), f"{{{NAMES['qdt']}}}DateTimeString", format="102")
        stamp.text = f"{day:%Y%m%d}"
        when = A.FormattedIssueDateTime(stamp)
    return A.InvoiceReferencedDocument(*_some(A.IssuerAssignedID(number), when))
