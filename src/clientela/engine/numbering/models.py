"""Ranges that documents take their numbers from."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from clientela.engine.records.models import Record


class NumberRange(Record):
    """The numbers of one kind of document: "INV-{year}-{n:05}" from `next` to `last`, of all branches or of one.

    A `yearly` range begins at 1 again with every year; `next` counts in `year`, `earlier` keeps what would be next in
    years before, for documents that are dated back. `latest` is the number given out last, NULL while unused.
    """

    name = models.TextField()
    kind = models.TextField()
    pattern = models.TextField()
    next = models.DecimalField(max_digits=18, decimal_places=0, default=Decimal(1))
    last = models.DecimalField(max_digits=18, decimal_places=0, null=True)
    yearly = models.BooleanField(default=False)
    for_branch = models.ForeignKey("access.Branch", models.PROTECT, null=True, related_name="+")
    year = models.IntegerField(null=True)
    earlier = models.JSONField(default=dict)
    latest = models.TextField(null=True)

    class Meta(Record.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "for_branch"],
                name="numberrange_one",
                condition=Q(deleted_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(next__gte=1), name="numberrange_positive"),
        ]

    def __str__(self) -> str:
        return self.name
