"""What a person is told: reminders, work that ended. In the change log, because that is how open pages learn of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from clientela.engine.records.models import Tracked


class Notification(Tracked):
    """One piece of news for one person. `key` names the occasion, so that nobody is told twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=500, default="")
    icon = models.CharField(max_length=40, default="bell")
    at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="notification_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-at"], name="notification_mine"),
            models.Index(fields=["user"], name="notification_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.text


class Presence(models.Model):
    """One open page of a record. Unlogged: after a crash nobody has anything open. See presence.py."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    stream = models.UUIDField()
    record = models.UUIDField()
    person = models.UUIDField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["stream", "record"], name="presence_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["record"], name="presence_of")]

    def __str__(self) -> str:
        return f"{self.person} on {self.record}"
