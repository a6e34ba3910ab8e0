"""Who is behind an entry, as they are at this moment: their numbers, where they are, and whether they may be called."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.contacts.models import Company, Person
from clientela.domains.leads.models import Lead
from clientela.domains.telesales import hours
from clientela.engine.access import gate
from clientela.engine.records.models import Record

MODELS: dict[str, type[Record]] = {"lead": Lead, "person": Person, "company": Company}

GONE, FLAG, BLACKLIST, NO_PHONE, CLOSED = "gone", "do-not-contact", "blacklisted", "no-phone", "closed"


def reasons() -> dict[str, str]:
    """Why somebody is left out."""
    return {
        FLAG: _("marked “do not contact”"),
        BLACKLIST: _("on the blacklist"),
        NO_PHONE: _("without a telephone number"),
        CLOSED: _("converted or disqualified already"),
        GONE: _("deleted"),
        "here": _("on this list already"),
        "elsewhere": _("on another open list"),
        "twice": _("the same number twice"),
    }


@dataclass(frozen=True)
class Customer:
    """`blocked` is a key of reasons(), "" for one who may be called; `company` also that of a person."""

    entity: str
    id: uuid.UUID
    name: str
    phones: tuple[str, ...]
    company: uuid.UUID | None = None
    country: str | None = None
    blocked: str = ""

    @property
    def zone(self) -> str | None:
        return hours.of_place(self.country, self.phones[0]) if self.phones else None

    @property
    def keys(self) -> list[str]:
        """What no two colleagues may have at once, in one order for everybody."""
        found = {f"{self.entity}:{self.id}", *(f"tel:{phone}" for phone in self.phones)}
        return sorted(found | ({f"company:{self.company}"} if self.company else set()))


def read(entity: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Customer]:
    """As they are now, whoever may see them: what forbids a call holds for everybody."""
    rows: Any = gate.unrestricted(
        MODELS[entity], reason="whether somebody may be called is no secret to a caller"
    )
    rows = rows.filter(pk__in=ids)
    if entity == "person":
        rows = rows.select_related("company")
    return {row.pk: _customer(entity, row) for row in rows}


def one(entity: str, record_id: uuid.UUID) -> Customer | None:
    return read(entity, [record_id]).get(record_id)


def _customer(entity: str, row: Any) -> Customer:
    company = row.company if entity == "person" else None
    phones = (row.phone, None) if entity == "company" else (row.mobile, row.phone)
    address = row.address or (company.address if company else None) or {}
    found = tuple(dict.fromkeys(phone for phone in phones if phone))
    where = row.pk if entity == "company" else row.company_id
    return Customer(
        entity, row.pk, row.name, found, where, address.get("country"), _blocked(row, company, found)
    )


def _blocked(row: Any, company: Company | None, phones: tuple[str, ...]) -> str:
    """A person of a company that must not be called is not called either."""
    both = [one for one in (row, company) if one is not None]
    if row.deleted_at is not None:
        return GONE
    if any(one.do_not_contact for one in both):
        return FLAG
    if any(getattr(one, "blacklisted", False) for one in both):
        return BLACKLIST
    if not getattr(row, "is_open", True):
        return CLOSED
    return "" if phones else NO_PHONE
