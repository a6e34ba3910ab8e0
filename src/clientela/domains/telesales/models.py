"""Lists of customers to call: what is said, who calls whom, what came of every call."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from clientela.domains.activities.models import Activity
from clientela.engine.records.models import Record, Tracked

LIVING = Q(deleted_at=None)
COLLEAGUE = settings.AUTH_USER_MODEL


class CallScript(Record):
    """What is said. `steps` is a list of {"key", "title", "text", "answers": [{"label", "next"}]}; the first one begins,
    `next` is the key of another step or null where the conversation ends."""

    name = models.TextField()
    description = models.TextField(null=True)
    steps = models.JSONField(default=list)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class CallOutcome(Record):
    """What a call may come to, and what follows from it; its `position` is the key on the keyboard."""

    name = models.TextField()
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    follows = models.TextField(default="done")
    talk = models.TextField(default="reached")
    is_success = models.BooleanField(default=False)
    pause = models.DecimalField(max_digits=20, decimal_places=6, null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["position", "id"], name="calloutcome_position", condition=LIVING),
        ]

    def __str__(self) -> str:
        return self.name


class CallList(Record):
    """Customers of one kind to be called by some colleagues. `filter` says who belongs on it (query/filters.py);
    `hours` are words that hours.py reads; `pause` is in minutes."""

    name = models.TextField()
    kind = models.TextField(default="lead")
    filter = models.JSONField(default=dict)
    text = models.TextField(null=True)
    script = models.ForeignKey(CallScript, models.PROTECT, null=True, related_name="lists")
    state = models.TextField(default="open")
    campaign = models.TextField(null=True)
    hours = models.TextField(null=True)
    timezone = models.TextField(null=True)
    max_attempts = models.DecimalField(max_digits=20, decimal_places=6, default=5)
    pause = models.DecimalField(max_digits=20, decimal_places=6, default=120)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["owner", "updated_at", "id"], name="calllist_owner", condition=LIVING),
        ]

    def __str__(self) -> str:
        return self.name


class Caller(Tracked):
    """A colleague who calls from a list."""

    call_list = models.ForeignKey(CallList, models.CASCADE, related_name="callers")
    user = models.ForeignKey(COLLEAGUE, models.CASCADE, related_name="+")

    class Meta(Tracked.Meta):
        constraints = (models.UniqueConstraint(fields=["call_list", "user"], name="caller_once"),)

    def __str__(self) -> str:
        return f"{self.user_id}"


class CallEntry(Record):
    """One customer on one list. `zone` holds the time zones that they may be in, with commas; null: that of the list.

    `due_at` is when they may be called again, or when a call-back was agreed for; `phones` are E.164.
    """

    name = models.TextField(null=True)
    call_list = models.ForeignKey(CallList, models.CASCADE, related_name="entries")
    customer_entity = models.TextField(null=True)
    customer_id = models.UUIDField(null=True)
    phones = ArrayField(models.TextField(), default=list)
    zone = models.TextField(null=True)
    assigned_to = models.ForeignKey(COLLEAGUE, models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.TextField(null=True)
    state = models.TextField(default="waiting")
    why = models.TextField(null=True)
    attempts = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    last_outcome = models.ForeignKey(CallOutcome, models.PROTECT, null=True, related_name="+")
    last_call_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(
                fields=["call_list", "state", "assigned_to", "due_at", "id"],
                name="callentry_queue",
                condition=LIVING,
            ),
            models.Index(
                fields=["assigned_to", "due_at"],
                name="callentry_back",
                condition=Q(deleted_at=None, state="callback"),
            ),
            models.Index(fields=["customer_id"], name="callentry_customer"),
            GinIndex(fields=["phones"], name="callentry_phones"),
        ]
        constraints = (
            models.UniqueConstraint(
                fields=["call_list", "customer_id"], name="callentry_once", condition=LIVING
            ),
        )

    def __str__(self) -> str:
        return self.name or ""


class Lease(models.Model):
    """That somebody has a customer before them until `until`: one row for the customer, their company and each of their
    numbers. That a `key` is there once is what keeps colleagues apart (docs/adr/0014)."""

    key = models.CharField(max_length=80, unique=True)
    entry = models.ForeignKey(CallEntry, models.CASCADE, related_name="leases")
    user = models.ForeignKey(COLLEAGUE, models.CASCADE, related_name="+")
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class Attempt(Tracked):
    """A call that was made, what was answered, and what the entry was `before`, so that it can be taken back.

    `answers` is a list of {"step", "answer"}; `flagged` says that this call set the flag "do not contact".
    """

    call_list = models.ForeignKey(CallList, models.CASCADE, related_name="calls", db_index=False)
    entry = models.ForeignKey(CallEntry, models.CASCADE, related_name="calls")
    user = models.ForeignKey(COLLEAGUE, models.PROTECT, related_name="+", db_index=False)
    outcome = models.ForeignKey(CallOutcome, models.PROTECT, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(null=True)
    answers = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    flagged = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(Tracked.Meta):
        indexes = (models.Index(fields=["call_list", "at"], name="attempt_of_list"),)

    def __str__(self) -> str:
        return f"{self.entry_id}"
