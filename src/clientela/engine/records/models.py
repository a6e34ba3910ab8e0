"""The one shape every record has, and the trigger that writes each change of it into the change log."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Self

import uuid_utils.compat
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.base import ModelState
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clientela.engine.changes.triggers import change_triggers
from clientela.engine.records.queryset import RecordManager, RecordQuerySet
from clientela.engine.records.search_field import SearchDocument

uuid7 = uuid_utils.compat.uuid7


class Tracked(models.Model):
    """A row whose every change is logged by the database. Children inherit Tracked.Meta (a check says so)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
        triggers = change_triggers()


class Record(Tracked):
    """A tracked row with an owner, a branch, a version, custom values, a search document and a recycle bin."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Owner")
    )
    branch = models.ForeignKey(
        "access.Branch", models.PROTECT, null=True, related_name="+", verbose_name=_("Branch")
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    version = models.IntegerField(default=1, editable=False)
    custom = models.JSONField(default=dict, blank=True)
    search = SearchDocument(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = RecordManager()

    class Meta(Tracked.Meta):
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = (
            GinIndex(fields=["search"], name="%(class)s_search"),
            models.Index(fields=["updated_at", "id"], name="%(class)s_recent", condition=Q(deleted_at=None)),
            models.Index(fields=["deleted_at"], name="%(class)s_bin", condition=Q(deleted_at__isnull=False)),
        )

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:  # type: ignore[override]  # the stubs name the arguments otherwise
        """As Django does, without its check of every argument and two signals that nobody listens to: a third of the
        time a page spends on its rows. A field that was not read is simply not there, and is read when asked for.
        """
        record = cls.__new__(cls)
        record._state = ModelState()
        record._state.adding = False
        record._state.db = db
        record.__dict__.update(zip(field_names, values, strict=True))
        return record

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """Who holds a record has passed the gate for it already."""
        rows: RecordQuerySet[Any] = from_queryset or type(self).objects.all().passing()
        super().refresh_from_db(using, fields, rows)


class Done(models.Model):
    """A command that was done under an idempotency key, and what it answered."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    actor = models.UUIDField()
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["actor", "key"], name="done_once"),)

    def __str__(self) -> str:
        return self.key


class Merge(Tracked):
    """A merge of records into one, with all that is needed to take it back.

    `before` and `after` are the winner's changed fields, `moved` the rows that pointed at a loser (see merging.py).
    `kept` says, after un-merging, what could not come back because it was changed since.
    """

    entity = models.CharField(max_length=60)
    winner = models.UUIDField(db_index=True)
    losers = models.JSONField()
    before = models.JSONField()
    after = models.JSONField()
    moved = models.JSONField()
    kept = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta(Tracked.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.entity} {self.winner}"


class DistinctPair(Tracked):
    """Two records that somebody has declared not to be the same; they are not offered as duplicates again."""

    entity = models.CharField(max_length=60)
    first = models.UUIDField()
    second = models.UUIDField(db_index=True)

    class Meta(Tracked.Meta):
        constraints = (models.UniqueConstraint(fields=["first", "second"], name="distinctpair_pair"),)

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
