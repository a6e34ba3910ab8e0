"""What an administrator adds to the shape of the system: fields, and options of open choices."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clientela.engine.records.models import Tracked


class CustomField(Tracked):
    """A user-defined field of an entity. Its values live in the records' `custom` under `key`, for ever."""

    entity = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    help = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=30)
    target = models.CharField(max_length=60, blank=True)
    options = models.JSONField(default=list)
    required = models.BooleanField(default=False)
    unique = models.BooleanField(default=False)
    indexed = models.BooleanField(default=False)
    in_list = models.BooleanField(default=False)
    position = models.IntegerField(default=0)
    archived_at = models.DateTimeField(null=True)

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["position", "key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entity", "key"], name="customfield_key"),
        ]

    def __str__(self) -> str:
        return f"{self.entity}.{self.key}"


class ExtraOption(Tracked):
    """An option that the company added to an open choice of a field declared in code."""

    entity = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    label = models.CharField(max_length=200)
    tone = models.CharField(max_length=20, default="neutral")
    position = models.IntegerField(default=0)

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["position", "label"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entity", "field", "key"], name="extraoption_key"),
        ]

    def __str__(self) -> str:
        return self.label


class ShapeVersion(models.Model):
    """One row, raised whenever the shape changes, so that every process notices at its next request."""

    id = models.IntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="shapeversion_single"),
        ]

    def __str__(self) -> str:
        return str(self.number)
