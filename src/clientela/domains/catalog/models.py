"""What we sell: products, their variants, what bundles hold, units and packages, and what things cost us."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from clientela.engine.records.models import Record


class ProductLine(Record):
    """A family of products."""

    name = models.TextField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    description = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Unit(Record):
    """A unit of measure; `factor` of them is one of `base` (1 t is 1000 kg). `code` is UN/ECE Recommendation 20."""

    name = models.TextField()
    symbol = models.TextField(null=True)
    code = models.TextField(null=True)
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="multiples")
    factor = models.DecimalField(max_digits=20, decimal_places=6, null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Product(Record):
    """Something with a price: goods, a service, or a bundle of those.

    `template` is the product that this one is a variant of, `traits` what makes it that variant ("Colour: red").
    """

    name = models.TextField()
    code = models.TextField(null=True)
    line = models.ForeignKey(ProductLine, models.PROTECT, null=True, related_name="products")
    price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    price_currency = models.CharField(max_length=3, null=True)
    unit = models.TextField(null=True)
    is_active = models.BooleanField(default=True)
    description = models.TextField(null=True)
    kind = models.TextField(default="goods", db_default="goods")
    is_template = models.BooleanField(default=False, db_default=False)
    template = models.ForeignKey("self", models.PROTECT, null=True, related_name="variants")
    traits = ArrayField(models.TextField(), null=True)
    lifecycle = models.TextField(default="active", db_default="active")
    sale_from = models.DateField(null=True)
    sale_until = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    tax_group = models.TextField(default="standard", db_default="standard")
    gtin = models.TextField(null=True)
    weight = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    origin = models.TextField(null=True)
    tariff_code = models.TextField(null=True)
    lead_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["name", "id"], name="product_name", condition=Q(deleted_at=None)),
            models.Index(fields=["code"], name="product_code"),
            models.Index(fields=["gtin"], name="product_gtin", condition=Q(gtin__isnull=False)),
            GinIndex(fields=["traits"], name="product_traits"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["template", "traits"],
                name="product_one_variant",
                condition=Q(deleted_at=None, template__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Attribute(Record):
    """What the variants of a product differ in (colour), and the values there are, in their order."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="attributes")
    name = models.TextField()
    options = ArrayField(models.TextField(), null=True)
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class BundlePart(Record):
    """How much of a product one piece of a bundle holds."""

    bundle = models.ForeignKey(Product, models.CASCADE, related_name="parts")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=20, decimal_places=6, default=1)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return str(self.product_id)


class Package(Record):
    """A unit in which one product is also sold: a box of 12, a pallet of 40 bags, with a bar code of its own."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="packages")
    name = models.TextField()
    holds = models.DecimalField(max_digits=20, decimal_places=6)
    gtin = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class ProductCost(Record):
    """What a product costs us, from a day on. A table of its own, so that a role can be kept from it."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="costs")
    cost = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    cost_currency = models.CharField(max_length=3, null=True)
    valid_from = models.DateField(null=True)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.note or ""
