"""Quotes, orders on their way through their stages, deliveries, and what stands at the customer's."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clientela.domains.catalog.models import Product
from clientela.domains.configurator.models import Configuration
from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal
from clientela.domains.pricing.models import TaxRate
from clientela.engine.records.models import Record

LIVING = Q(deleted_at=None)


class Document(Record):
    """What quotes, orders (and invoices, in their own domain) have in common: for whom, in which money, what it sums to.

    `lines_amount` and `discount_amount` are as prices are given (with tax if `inclusive`); `net` + `tax` = `total`.
    """

    number = models.TextField(null=True, unique=True)
    subject = models.TextField(null=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    deal = models.ForeignKey(Deal, models.PROTECT, null=True, related_name="+")
    currency = models.TextField(default="EUR")
    language = models.TextField(default="en")
    inclusive = models.BooleanField(default=False)
    discount = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    net = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    net_currency = models.CharField(max_length=3, null=True)
    tax = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    tax_currency = models.CharField(max_length=3, null=True)
    total = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    total_currency = models.CharField(max_length=3, null=True)
    terms = models.TextField(null=True)
    intro = models.TextField(null=True)
    closing = models.TextField(null=True)

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.number or ""


class DocumentLine(Record):
    """A line: a product or something in words, with a price; or a section, which is only a heading.

    `role`: counted, optional (its own choice) or alternative (one of those with the same `group`); `chosen` tells which
    optional and alternative lines count. `own_price` keeps a price that a person has set from following the price list.
    """

    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    kind = models.TextField(default="item")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    configuration = models.ForeignKey(Configuration, models.PROTECT, null=True, related_name="+")
    name = models.TextField(null=True)
    description = models.TextField(null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6, default=Decimal(1))
    unit = models.TextField(null=True)
    price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    price_currency = models.CharField(max_length=3, null=True)
    list_price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    list_price_currency = models.CharField(max_length=3, null=True)
    own_price = models.BooleanField(default=False)
    discount = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    tax_rate = models.ForeignKey(TaxRate, models.PROTECT, null=True, related_name="+")
    tax_percent = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    tax_category = models.TextField(null=True)
    tax_name = models.TextField(null=True)
    role = models.TextField(default="counted")
    group = models.TextField(null=True)
    chosen = models.BooleanField(default=False)
    total = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    total_currency = models.CharField(max_length=3, null=True)

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name or ""

    @property
    def counts(self) -> bool:
        return self.kind == "item" and (self.role == "counted" or self.chosen)


class Quote(Document):
    """An offer to a customer. Once sent it is frozen; a change makes the next edition under the same number.

    `state`: draft, approval (waits for the manager), sent, accepted, declined, withdrawn, replaced.
    `secret` is part of the link that the customer gets; another one makes all links given out invalid.
    """

    state = models.TextField(default="draft")
    edition = models.DecimalField(max_digits=20, decimal_places=6, default=Decimal(1))
    base_number = models.TextField(null=True, db_index=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="following")
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    secret = models.TextField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_to = models.TextField(null=True)
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(null=True)
    answered_from = models.TextField(null=True)
    decline_reason = models.TextField(null=True)
    approval_reason = models.TextField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approval_note = models.TextField(null=True)
    approved_version = models.IntegerField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["owner", "updated_at", "id"], name="quote_owner_recent", condition=LIVING),
            models.Index(fields=["state", "valid_until", "id"], name="quote_state", condition=LIVING),
        ]  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state in ("draft", "approval")

    @property
    def is_expired(self) -> bool:
        return (
            self.state == "sent" and self.valid_until is not None and self.valid_until < timezone.localdate()
        )


class QuoteLine(DocumentLine):
    quote = models.ForeignKey(Quote, models.CASCADE, related_name="lines", db_index=False)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["quote", "position", "id"], name="quoteline_order"),
        ]


class OrderKind(Record):
    """A way in which orders are carried out: an ordered set of stages."""

    name = models.TextField()
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    is_standard = models.BooleanField(default=False)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class OrderStage(Record):
    """A step of a kind of order. `meaning` is what the system knows about it: entered, confirmed, production, assembly,
    shipped, delivered, installed, done, cancelled."""

    order_kind = models.ForeignKey(OrderKind, models.PROTECT, related_name="stages")
    name = models.TextField()
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    meaning = models.TextField(default="production")

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Order(Document):
    """What a customer has ordered. From `confirmed_at` on, lines are changed with a reason only."""

    order_kind = models.ForeignKey(OrderKind, models.PROTECT, null=True, related_name="+", db_index=False)
    stage = models.ForeignKey(OrderStage, models.PROTECT, null=True, related_name="+", db_index=False)
    stage_since = models.DateTimeField(null=True)
    quote = models.ForeignKey(Quote, models.PROTECT, null=True, related_name="orders")
    reference = models.TextField(null=True)
    ordered_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(null=True)
    delivery_state = models.TextField(default="nothing")
    ship_to = models.JSONField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["owner", "updated_at", "id"], name="order_owner_recent", condition=LIVING),
            models.Index(fields=["stage", "updated_at", "id"], name="order_stage_recent", condition=LIVING),
            models.Index(fields=["promised_on", "id"], name="order_promised", condition=LIVING),
        ]
        constraints = (
            models.UniqueConstraint(
                fields=["quote"], name="order_once_per_quote", condition=Q(deleted_at=None, cancelled_at=None)
            ),
        )

    @property
    def is_closed(self) -> bool:
        return self.cancelled_at is not None


class OrderLine(DocumentLine):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)
    quote_line = models.ForeignKey(QuoteLine, models.SET_NULL, null=True, related_name="+")
    promised_on = models.DateField(null=True)
    delivered = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["order", "position", "id"], name="orderline_order"),
        ]
        constraints = (
            models.CheckConstraint(
                condition=Q(delivered__gte=0) & Q(delivered__lte=models.F("quantity")),
                name="orderline_not_more_than_ordered",
            ),
        )

    @property
    def remaining(self) -> Decimal:
        return self.quantity - self.delivered


class OrderChange(Record):
    """A change of an order after it was confirmed: why, and what the lines and the total were before and after."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="changes")
    number = models.DecimalField(max_digits=20, decimal_places=6, default=1)
    reason = models.TextField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.reason


class Delivery(Record):
    """Goods that went to the customer at one time."""

    number = models.TextField(null=True, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="deliveries")
    delivered_on = models.DateField(null=True)
    carrier = models.TextField(null=True)
    tracking = models.TextField(null=True)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.number or ""


class DeliveryLine(Record):
    """How much of an ordered line a delivery brought."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="deliveries")
    quantity = models.DecimalField(max_digits=20, decimal_places=6)

    class Meta(Record.Meta):
        constraints = (models.CheckConstraint(condition=Q(quantity__gt=0), name="deliveryline_something"),)

    def __str__(self) -> str:
        return f"{self.quantity.normalize():f}"


class InstalledProduct(Record):
    """A thing of ours that stands at a customer's: what it is, its serial number, how long its warranty runs."""

    name = models.TextField(null=True)
    serial_number = models.TextField(null=True)
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="installed")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="installed")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, null=True, related_name="installed")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="installed")
    state = models.TextField(default="in-use")
    installed_on = models.DateField(null=True)
    warranty_until = models.DateField(null=True)
    service_contract = models.TextField(null=True)
    location = models.TextField(null=True)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["serial_number"], name="installed_serial"),
            models.Index(fields=["warranty_until", "id"], name="installed_warranty", condition=LIVING),
        ]
        constraints = (
            models.UniqueConstraint(
                fields=["product", "serial_number"],
                name="installed_serial_once",
                condition=Q(deleted_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.serial_number or ""
