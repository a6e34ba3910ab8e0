"""What we sell."""

from __future__ import annotations

from typing import ClassVar

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


class Product(Record):
    """Something with a price: goods or a service."""

    name = models.TextField()
    code = models.TextField(null=True)
    line = models.ForeignKey(ProductLine, models.PROTECT, null=True, related_name="products")
    price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    price_currency = models.CharField(max_length=3, null=True)
    unit = models.TextField(null=True)
    is_active = models.BooleanField(default=True)
    description = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["name", "id"], name="product_name", condition=Q(deleted_at=None)),
            models.Index(fields=["code"], name="product_code"),
        ]

    def __str__(self) -> str:
        return self.name
