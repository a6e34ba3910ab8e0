"""Invoices and credit notes, what was paid, which months are closed, and how we remind of what is due."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from clientela.domains.contacts.models import Company
from clientela.domains.contracts.models import Contract
from clientela.domains.orders.models import Document, DocumentLine, Order, OrderLine
from clientela.engine.records.models import Record

LIVING = Q(deleted_at=None)
EXACT: dict[str, Any] = {"max_digits": 20, "decimal_places": 6, "null": True}


def _unchanged(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


# The commands refuse this in words; whoever comes around them, raw SQL included, is refused by the database.
# (The recycle bin is left to the commands: a trigger would speak before they can say why.)
FROZEN_INVOICE = (
    "IF OLD.number IS NOT NULL AND ("
    + _unchanged("number", "kind", "currency", "inclusive", "discount", "net", "tax", "total", "payable")
    + " OR "
    + _unchanged("issued_on", "corrects_id", "parties", "taxes")
    + ") THEN RAISE EXCEPTION 'an issued invoice is frozen'; END IF; RETURN NEW;"
)
FROZEN_LINE = (
    "IF EXISTS (SELECT FROM invoices_invoice WHERE id = COALESCE(NEW.invoice_id, OLD.invoice_id) AND number IS NOT NULL) "
    "AND (TG_OP <> 'UPDATE' OR "
    + _unchanged(
        "invoice_id", "quantity", "price", "discount", "tax_percent", "tax_category", "total", "name"
    )
    + " OR "
    + _unchanged("kind", "role", "chosen")
    + ") THEN RAISE EXCEPTION 'the lines of an issued invoice are frozen'; END IF; RETURN COALESCE(NEW, OLD);"
)


class Invoice(Document):
    """What a customer owes us, or (`kind` credit) what we give back of it.

    `state`: draft, issued, sent, part-paid, paid, overdue, credited. A draft has no number; from the moment it has one,
    it never changes again but for what happens to it. `payable` = `total` rounded to coins where `cash` says so;
    `open` = `payable` − `paid` − `credited`. `parties` is who sold to whom, `taxes` the tax per rate, as issued.
    """

    kind = models.TextField(default="invoice")
    state = models.TextField(default="draft")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    foreign_number = models.TextField(null=True)
    reason = models.TextField(null=True)
    rounding = models.TextField(default="group")
    cash = models.BooleanField(default=False)
    issued_on = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    terms_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    delivered_on = models.DateField(null=True)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    buyer_reference = models.TextField(null=True)
    order_reference = models.TextField(null=True)
    net = models.DecimalField(**EXACT)
    tax = models.DecimalField(**EXACT)
    total = models.DecimalField(**EXACT)
    payable = models.DecimalField(**EXACT)
    payable_currency = models.CharField(max_length=3, null=True)
    paid = models.DecimalField(**EXACT)
    paid_currency = models.CharField(max_length=3, null=True)
    credited = models.DecimalField(**EXACT)
    credited_currency = models.CharField(max_length=3, null=True)
    open = models.DecimalField(**EXACT)
    open_currency = models.CharField(max_length=3, null=True)
    paid_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_to = models.TextField(null=True)
    reminder_level = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    reminded_on = models.DateField(null=True)
    parties = models.JSONField(null=True)
    taxes = models.JSONField(default=list)

    class Meta(Record.Meta):
        triggers = [  # as the base has it
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="frozen", level=pgtrigger.Row, when=pgtrigger.Before, operation=pgtrigger.Update, func=FROZEN_INVOICE
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["owner", "updated_at", "id"], name="invoice_owner_recent", condition=LIVING),
            models.Index(fields=["issued_on", "id"], name="invoice_issued", condition=LIVING),
            models.Index(fields=["state", "due_on", "id"], name="invoice_state", condition=LIVING),
            models.Index(fields=["due_on", "id"], name="invoice_owed", condition=LIVING & ~Q(open=0)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract", "period_from"],
                name="invoice_once_per_period",
                condition=LIVING & Q(contract__isnull=False, kind="invoice"),
            )
        ]


class InvoiceLine(DocumentLine):
    """A line, frozen with its invoice. `corrects` is the line that a credit note takes back."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines", db_index=False)
    order_line = models.ForeignKey(OrderLine, models.SET_NULL, null=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    tax_reason = models.TextField(null=True)
    price = models.DecimalField(**EXACT)
    total = models.DecimalField(**EXACT)

    class Meta(Record.Meta):
        triggers = [  # as the base has it
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="frozen",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN_LINE,
            ),
        ]
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["invoice", "position", "id"], name="invoiceline_order"),
        ]


class Payment(Record):
    """Money that came in for an invoice (or went out for a credit note). Without one it is the customer's credit."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, related_name="payments")
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    amount = models.DecimalField(**EXACT)
    amount_currency = models.CharField(max_length=3, null=True)
    paid_on = models.DateField(null=True)
    means = models.TextField(null=True)
    reference = models.TextField(null=True)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["paid_on", "id"], name="payment_day", condition=LIVING),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_something")
        ]

    def __str__(self) -> str:
        return self.reference or ""


class ClosedPeriod(Record):
    """A month in which nothing is issued, paid or changed any more. `month` is its first day."""

    month = models.DateField()
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        constraints = (
            models.UniqueConstraint(fields=["month"], name="closedperiod_once", condition=Q(deleted_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ReminderLevel(Record):
    """How we remind of what is overdue: from how many days after the due day on, in which words."""

    name = models.TextField()
    level = models.DecimalField(max_digits=20, decimal_places=6, default=Decimal(1))
    days = models.DecimalField(max_digits=20, decimal_places=6, default=Decimal(7))
    language = models.TextField(null=True)
    subject = models.TextField(null=True)
    body = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Issuer(Record):
    """Who we are on invoices: name, address, tax number and account; of all branches or of one."""

    name = models.TextField()
    for_branch = models.ForeignKey("access.Branch", models.PROTECT, null=True, related_name="+")
    address = models.JSONField(null=True)
    tax_number = models.TextField(null=True)
    registration = models.TextField(null=True)
    email = models.TextField(null=True)
    phone = models.TextField(null=True)
    bank = models.TextField(null=True)
    iban = models.TextField(null=True)
    bic = models.TextField(null=True)
    terms_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    footer = models.TextField(null=True)

    class Meta(Record.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["for_branch"], name="issuer_one", condition=Q(deleted_at=None), nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return self.name
