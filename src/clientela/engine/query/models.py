"""Views that people save: a filter, columns and a sort order under a name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clientela.engine.records.models import Tracked


class SavedView(Tracked):
    """A named way to look at an entity's records, for its owner, the owner's team, or everybody."""

    class Audience(models.TextChoices):
        PRIVATE = "private", _("Only me")
        TEAM = "team", _("My team")
        SHARED = "shared", _("Everybody")

    entity = models.CharField(max_length=60, db_index=True)
    name = models.CharField(max_length=100)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PRIVATE)
    filter = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    sort = models.CharField(max_length=100, blank=True)
    layout = models.CharField(max_length=20, default="list")
    position = models.IntegerField(default=0)

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["position", "name"]

    def __str__(self) -> str:
        return self.name
