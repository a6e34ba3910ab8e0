"""What things cost the customer: taxes, price lists, limits of discounts, exchange rates."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from clientela.domains.catalog.models import Product, ProductLine
from clientela.domains.contacts.models import Company
from clientela.engine.access.models import Branch, Team
from clientela.engine.records.models import Record


class TaxRate(Record):
    """A tax: its percent, and its category by UNCL5305 (S, Z, E, AE, K, G, O), which electronic invoices need."""

    name = models.TextField()
    rate = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    category = models.TextField(default="S")
    country = models.TextField(null=True)
    reason = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class TaxRule(Record):
    """When a tax rate holds. What is empty does not matter; the rule that says most about a sale decides."""

    name = models.TextField()
    tax = models.ForeignKey(TaxRate, models.PROTECT, related_name="rules")
    tax_group = models.TextField(null=True)
    country = models.TextField(null=True)
    zone = models.TextField(null=True)
    region = models.TextField(null=True)
    buyer = models.TextField(null=True)
    seller = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    priority = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class PriceList(Record):
    """Prices in a currency for everybody, or for one customer, a segment (a tag of companies), a territory.

    What a list does not name follows its base list, `percent` up or down.
    """

    name = models.TextField()
    currency = models.TextField()
    includes_tax = models.BooleanField(default=False)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="price_lists")
    segment = models.TextField(null=True)
    country = models.TextField(null=True)
    region = models.TextField(null=True)
    seller = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    priority = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="derived")
    percent = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    rounding = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    is_active = models.BooleanField(default=True)
    description = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["name", "id"], name="pricelist_name", condition=Q(deleted_at=None)),
        ]

    def __str__(self) -> str:
        return self.name


class PriceListItem(Record):
    """The price of a product (or percent off for a whole product line) in a list, from a quantity on, for a while."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="items", db_index=False)
    product = models.ForeignKey(Product, models.CASCADE, null=True, related_name="+")
    line = models.ForeignKey(ProductLine, models.CASCADE, null=True, related_name="+")
    from_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=1)
    price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    price_currency = models.CharField(max_length=3, null=True)
    percent = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(
                fields=["price_list", "product"], name="pricelistitem_product", condition=Q(deleted_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.note or ""


class DiscountLimit(Record):
    """How many percent somebody may give without asking, and how many with their manager's approval."""

    name = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    role = models.TextField(null=True)
    line = models.ForeignKey(ProductLine, models.CASCADE, null=True, related_name="+")
    alone = models.DecimalField(max_digits=20, decimal_places=6)
    approved = models.DecimalField(max_digits=20, decimal_places=6, null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class ExchangeRate(Record):
    """From a day on, one unit of `source` is worth `rate` units of `target`."""

    day = models.DateField()
    source = models.TextField()
    target = models.TextField()
    rate = models.DecimalField(max_digits=20, decimal_places=10)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["source", "target", "-day"], name="exchangerate_latest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "target", "day"], name="exchangerate_once", condition=Q(deleted_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.note or ""
