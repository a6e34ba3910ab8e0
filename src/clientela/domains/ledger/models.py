"""What companies buy and what they sell: the market as our people know it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clientela.domains.catalog.models import ProductLine
from clientela.domains.contacts.models import Company
from clientela.engine.records.models import Record


class Goods(Record):
    """A kind of goods or service that is traded, under all the names people use for it; `line` is what we sell of it."""

    name = models.TextField()
    other_names = ArrayField(models.TextField(), null=True)
    line = models.ForeignKey(ProductLine, models.PROTECT, null=True, related_name="+")
    description = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Trade(Record):
    """A company buys or sells goods, from or to a partner, so much in so long, at this price, as somebody learned.

    What it buys from us is in our orders; `from_us` is for what was bought before those began.
    """

    title = models.TextField(null=True)
    company = models.ForeignKey(Company, models.PROTECT, related_name="trades", db_index=False)
    direction = models.TextField(default="buys")
    goods = models.ForeignKey(Goods, models.PROTECT, related_name="trades", db_index=False)
    partner = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    from_us = models.BooleanField(default=False)
    volume = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    unit = models.TextField(null=True)
    per = models.TextField(default="year")
    price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    price_currency = models.CharField(max_length=3, null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    source = models.TextField(null=True)
    seen_on = models.DateField(null=True)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(
                fields=["goods", "direction", "company"], name="trade_goods", condition=Q(deleted_at=None)
            ),
            models.Index(fields=["company", "direction"], name="trade_company", condition=Q(deleted_at=None)),
            models.Index(
                fields=["owner", "updated_at", "id"], name="trade_owner", condition=Q(deleted_at=None)
            ),
        ]
        constraints = (
            models.CheckConstraint(condition=Q(volume=None) | Q(volume__gte=0), name="trade_volume"),
            models.CheckConstraint(condition=~Q(partner=models.F("company")), name="trade_with_another"),
        )

    def __str__(self) -> str:
        return self.title or ""
