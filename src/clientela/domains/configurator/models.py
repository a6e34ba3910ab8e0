"""Made to order: what may be chosen for a product, the rules of what goes together, and what was chosen."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from clientela.domains.catalog.models import Product
from clientela.domains.contacts.models import Company
from clientela.engine.records.models import Record, Tracked


class OptionGroup(Record):
    """A question: choose `least` to `most` of its options, or give a number between `lowest` and `highest`."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="option_groups")
    name = models.TextField()
    code = models.TextField(null=True)
    help = models.TextField(null=True)
    kind = models.TextField(default="choice")
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    least = models.DecimalField(max_digits=20, decimal_places=6, default=1)
    most = models.DecimalField(max_digits=20, decimal_places=6, default=1)
    unit = models.TextField(null=True)
    lowest = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    highest = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    step = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    start = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    price_currency = models.CharField(max_length=3, null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Option(Record):
    """An answer, and what it does to price and delivery. `at_least_days` sets a minimum, `extra_days` adds."""

    group = models.ForeignKey(OptionGroup, models.CASCADE, related_name="options")
    name = models.TextField()
    code = models.TextField(null=True)
    description = models.TextField(null=True)
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    price_currency = models.CharField(max_length=3, null=True)
    percent = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    extra_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    at_least_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    is_default = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class OptionRule(Record):
    """If `when` (all or any of it) is chosen, `then` is required, forbidden or recommended; `name` says so in words.

    Both list codes of options ("cooling-water") and comparisons of numbers ("length > 3000").
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="option_rules")
    name = models.TextField()
    kind = models.TextField(default="requires")
    when = ArrayField(models.TextField(), null=True)
    when_any = models.BooleanField(default=False)
    then = ArrayField(models.TextField(), null=True)
    then_all = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Edition(Tracked):
    """The options, prices and rules of a product as they once were; written when first used and never changed."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="editions")
    number = models.IntegerField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["product", "number"], name="edition_number"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.number}"


class Configuration(Record):
    """A possible set of choices, as it was priced. `edition` numbers the options and rules that it was made under."""

    name = models.TextField()
    product = models.ForeignKey(Product, models.PROTECT, related_name="configurations")
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="configurations")
    choices = ArrayField(models.TextField(), null=True)
    currency = models.TextField(null=True)
    price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    price_currency = models.CharField(max_length=3, null=True)
    lead_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    description = models.TextField(null=True)
    is_valid = models.BooleanField(default=True)
    edition = models.DecimalField(max_digits=20, decimal_places=6, null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            GinIndex(fields=["choices"], name="configuration_choices"),
        ]

    def __str__(self) -> str:
        return self.name
