"""Deals on their way through the stages of a pipeline."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clientela.domains.catalog.models import Product
from clientela.domains.contacts.models import Company, Person
from clientela.engine.access.models import Team
from clientela.engine.records.models import Record


class Pipeline(Record):
    """A way of selling: an ordered set of stages."""

    name = models.TextField()
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Stage(Record):
    """A step of a pipeline. `kind` is open, won or lost; `rot_days` is how long a deal may stay before it rots."""

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    name = models.TextField()
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    probability = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    kind = models.TextField(default="open")
    rot_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Deal(Record):
    """A chance to sell something to somebody."""

    name = models.TextField()
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="deals")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="deals")
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="deals", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", db_index=False)
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    amount_currency = models.CharField(max_length=3, null=True)
    list_amount = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    list_amount_currency = models.CharField(max_length=3, null=True)
    probability = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField(null=True)
    expected_close = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    stage_since = models.DateTimeField(null=True)
    loss_reason = models.TextField(null=True)
    next_step = models.TextField(null=True)
    next_step_on = models.DateField(null=True)
    code = models.TextField(null=True)
    source = models.TextField(null=True)
    description = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["stage", "updated_at", "id"], name="deal_stage_recent", condition=Q(deleted_at=None)),
            models.Index(fields=["stage", "closed_on", "owner", "amount_currency"], name="deal_pulse", include=["amount", "branch"], condition=Q(deleted_at=None)),
            models.Index(fields=["owner", "updated_at", "id"], name="deal_owner_recent", condition=Q(deleted_at=None)),
            models.Index(fields=["amount", "id"], name="deal_amount", condition=Q(deleted_at=None)),
            models.Index(fields=["expected_close", "id"], name="deal_expected", condition=Q(deleted_at=None)),
            models.Index(fields=["code"], name="deal_code"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class DealLine(Record):
    """A product on a deal."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=20, decimal_places=6, default=1)
    price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    price_currency = models.CharField(max_length=3, null=True)
    discount = models.DecimalField(max_digits=20, decimal_places=6, null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return str(self.product_id)
