"""Telling people, and what they have been told."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.changes.context import attributed
from clientela.engine.errors import NotFound
from clientela.engine.live.models import Notification
from clientela.engine.records.models import uuid7

SHOWN = 50
# Beyond this the bell says "many".
COUNTED = 99


def notify(user: Any, text: str, link: str = "", *, key: str = "", icon: str = "bell") -> None:
    """Tell a person (a User or its id); `link` is a path of ours; the same `key` tells them once."""
    told = Notification(
        user_id=getattr(user, "pk", user), text=text, link=link[:500], icon=icon, key=key or str(uuid7())
    )
    with attributed(SYSTEM, "notify"):
        Notification.objects.bulk_create([told], ignore_conflicts=True)


def mine(actor: Actor) -> QuerySet[Notification]:
    return Notification.objects.filter(user=actor.user)


def recent(actor: Actor) -> list[Notification]:
    return list(mine(actor)[:SHOWN])


def unread(actor: Actor) -> int:
    """At most COUNTED + 1. Without Django's layers: every page asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM live_notification WHERE user_id = %s AND read_at IS NULL LIMIT %s) AS news",
            [actor.user_id, COUNTED + 1],
        )
        return int(cursor.fetchone()[0])


def follow(actor: Actor, notification_id: uuid.UUID) -> str:
    """Where the news points; it is read by that. Raises NotFound."""
    found = mine(actor).filter(pk=notification_id).first()
    if found is None:
        raise NotFound(f"notification {notification_id}")
    mark_read(actor, notification_id)
    return found.link or "/notifications/"


def mark_read(actor: Actor, notification_id: uuid.UUID | None = None) -> None:
    """One, or all."""
    rows = mine(actor).filter(read_at=None)
    if notification_id is not None:
        rows = rows.filter(pk=notification_id)
    with attributed(actor, "notification.read"):
        rows.update(read_at=Now())
