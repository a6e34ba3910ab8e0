"""Who looks after which part of the market: territories in a tree, and the companies that lie in them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clientela.engine.records.models import Record, Tracked


class Territory(Record):
    """A part of the market, by place, industry and size; its owner looks after it. What is empty asks for nothing.

    `postcodes` is a list of postcodes, beginnings and ranges as people write it (see postcodes.py).
    """

    name = models.TextField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    countries = ArrayField(models.TextField(), null=True)
    regions = ArrayField(models.TextField(), null=True)
    postcodes = models.TextField(null=True)
    industries = ArrayField(models.TextField(), null=True)
    least_employees = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    most_employees = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    description = models.TextField(null=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """In which territory a company lies. A `fixed` one was put there by hand and stays when the rules say otherwise.

    The company is named by its id alone: a row that follows from a company must never keep it from being removed.
    """

    company = models.UUIDField(primary_key=True)
    territory = models.ForeignKey(Territory, models.CASCADE, related_name="memberships")
    fixed = models.BooleanField(default=False)

    class Meta:
        pass

    def __str__(self) -> str:
        return str(self.company)


class Reassignment(Tracked):
    """A new cut of the territories: worked out as a preview, then applied, perhaps taken back.

    `state`: preview, applying, applied, undoing, undone. `moves` is what the preview found: a list of
    {"from", "to" (territory ids or null), "companies", "people", "deals", "owners"}.
    `report` says what came of applying ({"companies", "people", "deals"}) and undoing ({"back", "kept"}).
    """

    state = models.TextField(default="preview")
    with_owners = models.BooleanField(default=True)
    moves = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(state__in=("applying", "undoing")),
                name="one_reassignment_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Reassigned(models.Model):
    """What a reassignment changed of one record, so that it can be taken back: of a company its territory and owner,
    of what belongs to the company the owner."""

    reassignment = models.ForeignKey(Reassignment, models.CASCADE, related_name="rows")
    entity = models.TextField()
    record = models.UUIDField()
    territory_before = models.UUIDField(null=True)
    territory_after = models.UUIDField(null=True)
    owner_before = models.UUIDField(null=True)
    owner_after = models.UUIDField(null=True)
    undone = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["reassignment", "entity", "record"], name="reassigned_once"),
        )

    def __str__(self) -> str:
        return f"{self.entity}:{self.record}"
