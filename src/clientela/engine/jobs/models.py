"""What a person sees of a job: what it is, how far it has come, how it ended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from clientela.engine.records.models import uuid7


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (State.QUEUED, State.RUNNING)
ICONS: dict[str, str] = {}


class Progress(models.Model):
    """A job as its starter sees it, and who it acts for. `source` and `scopes` restore the actor.

    Not in the change log: it moves several times a second and says nothing about the business.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=100)
    label = models.CharField(max_length=300)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=20)
    scopes = models.JSONField(null=True)
    job = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message = models.TextField(default="")
    link = models.CharField(max_length=500, default="")
    # Addresses that take back, part by part, what it changed (see screens/undo.py).
    undo = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    failures = models.IntegerField(default=0)
    is_cancelling = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-created_at"], name="progress_mine"),
            models.Index(fields=["moved_at"], name="progress_moved"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def can_undo(self) -> bool:
        return bool(self.undo) and not self.is_open

    @property
    def icon(self) -> str:
        return ICONS.get(self.kind, "loader")

    @property
    def href(self) -> str:
        # Not reversed: the worker says it too, and should not load every page of the system for that.
        return f"/jobs/{self.pk}/"

    @property
    def detail(self) -> str:
        """One line that says how it stands."""
        return self.message or self.state_label

    @property
    def state_label(self) -> str:
        label: StrOrPromise = (
            _("Being cancelled") if self.is_open and self.is_cancelling else State(self.state).label
        )
        return str(label)


class Output(models.Model):
    """A file that a job makes for the person who started it; nobody else may have it. `asked` tells whether the same is
    being made already, `rights` are those it was made with. Not in the change log, as little as its job."""

    progress = models.OneToOneField(Progress, models.CASCADE, primary_key=True, related_name="output")
    entity = models.TextField()
    asked = models.TextField()
    name = models.TextField(default="")
    media_type = models.TextField(default="")
    size = models.BigIntegerField(default=0)
    rights = models.JSONField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["made_at"], name="output_made")]

    def __str__(self) -> str:
        return self.name


class OutputPiece(models.Model):
    """So many of its bytes that one row is read and sent at a time."""

    output = models.ForeignKey(Output, models.CASCADE, related_name="pieces", db_index=False)
    number = models.IntegerField()
    data = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["output", "number"], name="output_piece")
        ]

    def __str__(self) -> str:
        return f"{self.output_id} {self.number}"
