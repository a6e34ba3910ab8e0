"""Records that a person keeps in the navigation."""

from __future__ import annotations

import uuid

from django.db import transaction

from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.changes.context import attributed

MOST = 12


def is_pinned(actor: Actor, entity: str, record_id: uuid.UUID) -> bool:
    return f"{entity}.{record_id}" in actor.user.preferences.get("pins", [])


def toggle(actor: Actor, entity: str, record_id: uuid.UUID) -> None:
    """Pin, the newest first; or unpin. What is pinned beyond MOST falls off the end."""
    key = f"{entity}.{record_id}"
    with transaction.atomic(), attributed(actor, "pin.toggle"):
        user = User.objects.select_for_update().get(pk=actor.user.pk)
        pins = user.preferences.get("pins", [])
        pins = [other for other in pins if other != key] if key in pins else [key, *pins][:MOST]
        actor.user.preferences = {**user.preferences, "pins": pins}
        User.objects.filter(pk=actor.user.pk).update(preferences=actor.user.preferences)
