"""What was done and what is to be done: notes, tasks, calls, meetings; the one timeline."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clientela.domains.contacts.models import Company, Person
from clientela.engine.records.models import Record


class Activity(Record):
    """One thing done or to be done, about a record, and with the company and person it concerns.

    `happened_at` places it on the timeline: when a call or meeting began, a note was written, a task was finished.
    A task is open until `done_at`.
    """

    kind = models.TextField(default="note")
    subject = models.TextField(null=True)
    body = models.TextField(null=True)
    about_entity = models.TextField(null=True)
    about_id = models.UUIDField(null=True)
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, related_name="activities", db_index=False
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="activities", db_index=False)
    happened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    minutes = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    direction = models.TextField(null=True)
    outcome = models.TextField(null=True)
    location = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(
                fields=["about_id", "happened_at", "id"], name="activity_about", condition=Q(deleted_at=None)
            ),
            # Of the deleted ones too: who removes a person for good asks for all that point at it.
            models.Index(fields=["company", "happened_at", "id"], name="activity_of_company"),
            models.Index(fields=["person", "happened_at", "id"], name="activity_of_person"),
            models.Index(
                fields=["owner", "due_at", "id"],
                name="activity_open",
                condition=Q(deleted_at=None, done_at=None, kind="task"),
            ),
            models.Index(
                fields=["owner", "kind", "happened_at", "id"],
                name="activity_agenda",
                condition=Q(deleted_at=None, kind__in=("call", "meeting")),
            ),
            models.Index(
                fields=["remind_at"],
                name="activity_remind",
                condition=Q(deleted_at=None, done_at=None, reminded_at=None),
            ),
            models.Index(
                fields=["owner", "updated_at", "id"],
                name="activity_owner_recent",
                condition=Q(deleted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or (self.body or "")[:80]

    @property
    def is_late(self) -> bool:
        return (
            self.kind == "task"
            and self.done_at is None
            and self.due_at is not None
            and self.due_at < timezone.now()
        )
