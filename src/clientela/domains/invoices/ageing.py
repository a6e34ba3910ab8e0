"""What is owed, by how long it is due: per company and currency, each figure with the filter that lists its invoices."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Max, Q, Sum, Value, When

from clientela.domains.invoices.models import Invoice
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields.link import Target
from clientela.engine.query import links

# Bucket → from and to how many days late; "now" is what is not due yet.
BUCKETS: dict[str, tuple[int | None, int | None]] = {
    "now": (None, 0),
    "30": (1, 30),
    "60": (31, 60),
    "90": (61, 90),
    "more": (91, None),
}
COMPANIES = 200


@dataclass
class Owed:
    """Amounts of one customer (or of all, without one) in one currency, by bucket, and the address of each list."""

    currency: str
    company: UUID | None = None
    title: Any = None
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    today: dt.date = dt.date.min

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))

    def cells(self) -> list[tuple[str, Decimal, str]]:
        """(bucket, amount, address of the list)."""
        return [(key, self.amounts.get(key, Decimal(0)), self.address(key)) for key in BUCKETS]

    def address(self, bucket: str = "") -> str:
        conditions = {
            "open.currency": self.currency,
            "open__gt": "0",
            "kind": "invoice",
            "state__ne": "draft",
        }
        if self.company is not None:
            conditions["company"] = str(self.company)
        first, last = BUCKETS.get(bucket, (None, None))
        if first is not None:
            conditions["due_on__lte"] = (self.today - dt.timedelta(first)).isoformat()
        if last is not None:
            conditions["due_on__gte"] = (self.today - dt.timedelta(last)).isoformat()
        return f"/invoices/?{urlencode(conditions)}"


@dataclass(frozen=True)
class Ageing:
    """`sums` per currency, and the customers who owe most of what is late first."""

    sums: list[Owed]
    rows: list[Owed]
    is_cut: bool


def ageing(actor: Actor, today: dt.date) -> Ageing:
    """One query over what is open, whatever was ever invoiced; titles of customers in a second."""
    rows = gate.visible(actor, Invoice).filter(kind="invoice", number__isnull=False, open__gt=0)
    found = rows.annotate(bucket=_bucket(today)).values_list("company", "currency", "bucket")
    sums: dict[str, Owed] = {}
    owed: dict[tuple[UUID | None, str], Owed] = {}
    for company, currency, bucket, amount in found.annotate(sum=Sum("open")).order_by("currency"):
        sums.setdefault(currency, Owed(currency, today=today)).amounts[bucket] += amount
        one = owed.setdefault((company, currency), Owed(currency, company, today=today))
        one.amounts[bucket] += amount
    ordered = sorted(owed.values(), key=_lateness, reverse=True)
    return Ageing(list(sums.values()), _titled(actor, ordered[:COMPANIES]), len(ordered) > COMPANIES)


def _bucket(today: dt.date) -> Case:
    when = [
        When(due_on__gte=today - dt.timedelta(last), then=Value(key))
        for key, (_first, last) in BUCKETS.items()
        if last is not None
    ]
    return Case(When(due_on=None, then=Value("now")), *when, default=Value("more"), output_field=CharField())


def _lateness(one: Owed) -> tuple[Decimal, Decimal]:
    return one.total - one.amounts.get("now", Decimal(0)), one.total


def _titled(actor: Actor, rows: list[Owed]) -> list[Owed]:
    titles = links.of_targets(actor, [Target("company", one.company) for one in rows if one.company])
    for one in rows:
        one.title = titles.found.get(("company", one.company)) if one.company else None
    return rows


def summary(actor: Actor, by: str, record_id: UUID) -> list[dict[str, Any]]:
    """What a company (or deal, order, contract) was invoiced, has paid and owes, per currency."""
    rows = gate.visible(actor, Invoice).filter(**{f"{by}_id": record_id}, number__isnull=False)
    sign = Case(When(kind="credit", then=-F("payable")), default=F("payable"))
    found: Any = (
        rows.values("currency")
        .annotate(
            count=Count("pk"),
            invoiced=Sum(sign),
            owed=Sum("open", filter=Q(kind="invoice")),
            overdue=Sum("open", filter=Q(kind="invoice", state="overdue")),
            last=Max("issued_on"),
        )
        .order_by("currency")
    )
    return list(found)
