"""Who sells and who buys, as it stands on an invoice for ever."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from clientela.domains.contacts.models import Company, Person
from clientela.domains.invoices.models import Invoice, Issuer
from clientela.engine.access import gate
from clientela.engine.errors import Refused


def issuer_of(invoice: Invoice) -> Issuer:
    """The branch's own issuer before that of all. Raises Refused while there is none that could issue."""
    rows = gate.unrestricted(Issuer, reason="who issues an invoice need not see the settings").filter(
        deleted_at=None
    )
    rows = rows.filter(Q(for_branch=None) | Q(for_branch=invoice.branch_id))
    found = rows.order_by(F("for_branch").asc(nulls_last=True)).first()
    if found is None or not (found.address or {}).get("country"):
        raise Refused(
            _("Invoices need to say who you are: an administrator fills in name and address, with the country, under Settings, Issuers of invoices.")
        )  # fmt: skip
    if not (found.tax_number or found.registration):
        raise Refused(
            _("The issuer “%s” needs a VAT number or a registration number in the settings.") % found.name
        )
    return found


def frozen(invoice: Invoice, issuer: Issuer) -> dict[str, Any]:
    """Both parties, as plain JSON. Raises Refused when the buyer cannot be named."""
    return {"seller": _seller(issuer), "buyer": _buyer(invoice)}


def of(invoice: Invoice) -> dict[str, Any]:
    """As issued; of a draft, as it would be now, gaps and all."""
    if invoice.parties:
        return dict(invoice.parties)
    try:
        seller = _seller(issuer_of(invoice))
    except Refused:
        seller = {"name": "", "address": {}}
    return {"seller": seller, "buyer": _buyer(invoice)}


def _seller(issuer: Issuer) -> dict[str, Any]:
    keys = ("name", "tax_number", "registration", "email", "phone", "bank", "iban", "bic", "footer")
    return {**{key: getattr(issuer, key) or "" for key in keys}, "address": issuer.address or {}}


def _buyer(invoice: Invoice) -> dict[str, Any]:
    company = _read(Company, invoice.company_id)
    person = _read(Person, invoice.person_id)
    named = company or person
    return {
        "name": (company and company.legal_name) or (named.name if named else ""),
        "person": person.name if company and person else "",
        "tax_number": (company and company.tax_number) or "",
        "email": (person and person.email) or (company and company.email) or "",
        "address": (company and company.address) or (person and person.address) or {},
    }


def _read(model: type[Any], record_id: Any) -> Any:
    if record_id is None:
        return None
    rows = gate.unrestricted(model, reason="who may see an invoice may see to whom it goes")
    return rows.filter(pk=record_id).first()
