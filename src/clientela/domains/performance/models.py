"""Read models of the pipeline, kept by reading the change log, and what managers set: quotas and adjustments.

Fact, Step and Tally hold nothing that could not be made again from deals and the log (`keeping.rebuild`).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clientela.engine.access.models import Team, User
from clientela.engine.records.models import Record


class Fact(models.Model):
    """A deal as the tallies have counted it: what must be taken away before it is counted anew."""

    deal_id = models.UUIDField(primary_key=True)
    owner_id = models.UUIDField(null=True)
    branch_id = models.UUIDField(null=True)
    pipeline_id = models.UUIDField()
    stage_id = models.UUIDField()
    furthest_id = models.UUIDField(null=True)
    kind = models.TextField()
    amount = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    currency = models.CharField(max_length=3, null=True)
    probability = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    created_on = models.DateField()
    closed_on = models.DateField(null=True)
    expected_close = models.DateField(null=True)
    stage_since = models.DateField()
    product_id = models.UUIDField(null=True)
    region = models.TextField(null=True)
    source = models.TextField(null=True)
    reason = models.TextField(null=True)
    rivals = ArrayField(models.UUIDField(), default=list)
    lost_to = models.UUIDField(null=True)

    class Meta:
        verbose_name = "fact"

    def __str__(self) -> str:
        return str(self.deal_id)


class Step(models.Model):
    """One event in a deal's life, with the deal as it was after it. `days` is how long the stage it left had lasted.

    `id` is the number of the change, times 16, plus which part of the change this is.
    `kind`: created, stage, won, lost, reopened, raised, lowered, pushed, pulled, reassigned, removed, restored, changed.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    deal_id = models.UUIDField()
    kind = models.TextField()
    owner_id = models.UUIDField(null=True)
    branch_id = models.UUIDField(null=True)
    pipeline_id = models.UUIDField(null=True)
    from_stage = models.UUIDField(null=True)
    stage_id = models.UUIDField(null=True)
    stage_at = models.DateTimeField()
    days = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    before = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    amount = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    currency = models.CharField(max_length=3, null=True)
    expected_close = models.DateField(null=True)
    is_open = models.BooleanField()

    class Meta:
        indexes = (
            models.Index(fields=["deal_id", "-id"], name="step_deal"),
            models.Index(fields=["at"], name="step_at", include=["kind", "owner_id", "branch_id", "pipeline_id", "before", "amount", "currency", "is_open"]),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.deal_id}"


class Tally(models.Model):
    """Sums of one cube: so many deals, their amounts, weighted amounts and days, for a day, an owner and a key."""

    cube = models.TextField()
    day = models.DateField()
    pipeline_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    branch_id = models.UUIDField(null=True)
    key = models.TextField()
    currency = models.CharField(max_length=3, null=True)
    n = models.BigIntegerField()
    amount = models.DecimalField(max_digits=24, decimal_places=2)
    weighted = models.DecimalField(max_digits=24, decimal_places=2)
    days = models.DecimalField(max_digits=24, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["cube", "day", "pipeline_id", "owner_id", "branch_id", "key", "currency"],
                name="tally_once",
                nulls_distinct=False,
            ),
        )
        # Every figure is read from this index alone.
        indexes = (
            models.Index(
                fields=["cube", "currency", "day"],
                name="tally_read",
                include=["key", "pipeline_id", "owner_id", "branch_id", "n", "amount", "weighted", "days"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.cube} {self.day} {self.key}"


class Mark(models.Model):
    """How far the change log has been read into the read models. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    cursor = models.TextField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "mark"

    def __str__(self) -> str:
        return self.cursor or ""


class Snapshot(models.Model):
    """What was forecast on a Monday for a month: per owner, category and currency."""

    taken_on = models.DateField()
    month = models.DateField()
    owner_id = models.UUIDField(null=True)
    branch_id = models.UUIDField(null=True)
    category = models.TextField()
    currency = models.CharField(max_length=3, null=True)
    n = models.BigIntegerField()
    amount = models.DecimalField(max_digits=24, decimal_places=2)
    weighted = models.DecimalField(max_digits=24, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["taken_on", "month", "owner_id", "branch_id", "category", "currency"],
                name="snapshot_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.taken_on} {self.month} {self.category}"


class Quota(Record):
    """What a person or a team should win in a month."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    amount_currency = models.CharField(max_length=3)
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["user", "team", "month", "amount_currency"], name="quota_once", nulls_distinct=False, condition=Q(deleted_at=None)),
            models.CheckConstraint(condition=Q(user=None) ^ Q(team=None), name="quota_for_one"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Adjustment(Record):
    """A manager's own figure for a person's month, with the reason; the newest of a month counts."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    month = models.DateField()
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    amount_currency = models.CharField(max_length=3)
    note = models.TextField()

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.note
