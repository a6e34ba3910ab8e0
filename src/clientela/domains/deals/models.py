"""Deals on their way through the stages of a pipeline."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, DecimalField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Coalesce

from clientela.domains.catalog.models import Product
from clientela.domains.contacts.models import Company, Person
from clientela.engine.access.models import Team
from clientela.engine.records.models import Record, Tracked


class Pipeline(Record):
    """A way of selling: an ordered set of stages.

    `process` names the ready-made process it was made from; the reasons are keys of options that closing offers (None: all).
    """

    name = models.TextField()
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    process = models.TextField(null=True)
    win_reasons = ArrayField(models.TextField(), null=True)
    loss_reasons = ArrayField(models.TextField(), null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Stage(Record):
    """A step of a pipeline. `kind` is open, won or lost; `rot_days` is how long a deal may stay before it rots.

    `required_fields` are keys of deal fields that must be filled when a deal enters.
    """

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    name = models.TextField()
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    probability = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    kind = models.TextField(default="open")
    rot_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    required_fields = ArrayField(models.TextField(), null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class StageCheck(Record):
    """Something that must be ticked on a deal before it leaves a stage for a later one."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="checks")
    name = models.TextField()
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class StageTask(Record):
    """A task that a deal's owner gets, once for a deal, when it enters a stage; due after `due_days` days."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="tasks")
    subject = models.TextField()
    due_days = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.subject


class Competitor(Record):
    """Somebody who sells to our customers what we want to sell them; `company` is the same firm among our contacts."""

    name = models.TextField()
    website = models.TextField(null=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    strengths = models.TextField(null=True)
    weaknesses = models.TextField(null=True)
    description = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


WORTH: DecimalField[Any, Any] = models.DecimalField(max_digits=20, decimal_places=2)
# What a deal brings in all: what is paid once, and what is paid every month of the term.
CONTRACT_VALUE = Case(
    When(amount=None, recurring=None, then=Value(None)),
    default=Coalesce(F("amount"), Value(0, output_field=WORTH))
    + Coalesce(F("recurring"), Value(0, output_field=WORTH)) * Coalesce(F("term_months"), Value(0, output_field=WORTH)),
    output_field=WORTH,
)  # fmt: skip


class Deal(Record):
    """A chance to sell something to somebody.

    `amount` is paid once, `recurring` every month for `term_months`. PostgreSQL itself keeps the columns that follow from
    others: `contract_value`, and `no_next_step` of an open deal that nobody plans to do anything about.
    """

    name = models.TextField()
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="deals")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="deals")
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="deals", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", db_index=False)
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    amount_currency = models.CharField(max_length=3, null=True)
    recurring = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    recurring_currency = models.CharField(max_length=3, null=True)
    term_months = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    contract_value = models.GeneratedField(
        expression=CONTRACT_VALUE, output_field=WORTH, db_persist=True, null=True
    )
    contract_value_currency = models.GeneratedField(
        expression=Coalesce("amount_currency", "recurring_currency"),
        output_field=models.CharField(max_length=3),
        db_persist=True,
        null=True,
    )
    list_amount = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    list_amount_currency = models.CharField(max_length=3, null=True)
    probability = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField(null=True)
    expected_close = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    stage_since = models.DateTimeField(null=True)
    win_reason = models.TextField(null=True)
    loss_reason = models.TextField(null=True)
    lost_to = models.ForeignKey(Competitor, models.PROTECT, null=True, related_name="+")
    next_step = models.TextField(null=True)
    next_step_on = models.DateField(null=True)
    no_next_step = models.GeneratedField(
        expression=ExpressionWrapper(
            Q(closed_on=None, next_step=None, next_step_on=None), models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
        null=True,
    )
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
            models.Index(fields=["contract_value", "id"], name="deal_contract", condition=Q(deleted_at=None)),
            models.Index(fields=["owner", "amount", "id"], name="deal_no_step", condition=Q(deleted_at=None, no_next_step=True)),
            models.Index(fields=["owner", "next_step_on", "id"], name="deal_step_due", condition=Q(deleted_at=None, closed_on=None)),
            models.Index(fields=["owner", "expected_close", "id"], name="deal_closing", condition=Q(deleted_at=None, closed_on=None)),
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


class DealCheck(Record):
    """A tick: this item of a stage's list is done for this deal. Who did it and when is who made the record."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="ticks")
    item = models.ForeignKey(StageCheck, models.CASCADE, related_name="+")
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return str(self.item_id)


class DealRole(Record):
    """What a person is to a deal (decides, influences, uses, blocks …), and for or against us."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, models.CASCADE, related_name="deal_roles")
    role = models.TextField(default="influences")
    stance = models.TextField(null=True)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.role


class DealCompetitor(Record):
    """Who else wants this deal: what speaks for them here, and what against."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="competitors")
    competitor = models.ForeignKey(Competitor, models.PROTECT, related_name="deals")
    standing = models.TextField(null=True)
    strength = models.TextField(null=True)
    weakness = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return str(self.competitor_id)


class DealSplit(Record):
    """A colleague's share of the credit for a deal, in percent. The shares of a deal add up to 100."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="splits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=20, decimal_places=6, default=100)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.percent:f} %"


class ProcessVersion(Tracked):
    """What a pipeline was from a moment on: its stages with their rules and its reasons, as one document."""

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    document = models.JSONField()
    note = models.TextField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(Tracked.Meta):
        constraints = (models.UniqueConstraint(fields=["pipeline", "number"], name="processversion_number"),)

    def __str__(self) -> str:
        return str(self.number)
