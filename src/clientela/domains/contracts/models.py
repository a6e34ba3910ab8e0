"""Contracts: with whom, about what, from when to when, and how they go on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal
from clientela.domains.orders.models import Order, Quote
from clientela.engine.records.models import Record

LIVING = Q(deleted_at=None)


class Contract(Record):
    """An agreement with a customer. `state`: draft, sent, signed, active, ended, terminated.

    It runs from `starts_on` through `ends_on` (NULL: until terminated), `term_months` at a time; terminating it takes
    effect `notice_months` later at the earliest. `term` counts the terms, 1 for the first. Once signed, what was
    agreed is frozen; what comes after is another contract or a renewal.
    """

    number = models.TextField(null=True, unique=True)
    name = models.TextField()
    state = models.TextField(default="draft")
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    deal = models.ForeignKey(Deal, models.PROTECT, null=True, related_name="+")
    quote = models.ForeignKey(Quote, models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="+")
    language = models.TextField(default="en")
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_currency = models.CharField(max_length=3, null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    term_months = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    notice_months = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    auto_renews = models.BooleanField(default=False)
    renewal_months = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    remind_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    reminded_for = models.DateField(null=True)
    term = models.DecimalField(max_digits=20, decimal_places=6, default=1)
    sent_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    signed_by = models.TextField(null=True)
    terminated_on = models.DateField(null=True)
    termination_reason = models.TextField(null=True)
    billing = models.TextField(null=True)
    billing_amount = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    billing_amount_currency = models.CharField(max_length=3, null=True)
    billing_text = models.TextField(null=True)
    next_billing_on = models.DateField(null=True)
    subject_matter = models.TextField(null=True)
    conditions = models.TextField(null=True)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(
                fields=["owner", "updated_at", "id"], name="contract_owner_recent", condition=LIVING
            ),
            models.Index(fields=["state", "ends_on", "id"], name="contract_state", condition=LIVING),
            models.Index(
                fields=["next_billing_on", "id"],
                name="contract_billing",
                condition=LIVING & Q(next_billing_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContractTerm(Record):
    """A stretch of time for which a contract was agreed: the first one, and one for each renewal."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="terms", db_index=False)
    number = models.DecimalField(max_digits=20, decimal_places=6, default=1)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta(Record.Meta):
        constraints = (models.UniqueConstraint(fields=["contract", "number"], name="contractterm_once"),)

    def __str__(self) -> str:
        return f"{self.number:f}"
