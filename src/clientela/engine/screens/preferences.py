"""What a person set up for themselves: columns, default view, order of tabs, density. One JSON document per user."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import connection

from clientela.engine.access.actor import Actor
from clientela.engine.records.command import command


def get(actor: Actor, *path: str) -> Any:
    """What is kept under columns → company; None when nothing is."""
    found: Any = getattr(actor.user, "preferences", None)
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


@command("preferences.set")
def put(actor: Actor, group: str, key: str, value: Any) -> None:
    """Keep a value, or forget it (None). One statement, so that two windows at once do not undo each other."""
    if actor.user is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE access_user SET preferences = jsonb_set(preferences, ARRAY[%s],"
            " jsonb_strip_nulls(coalesce(preferences -> %s, '{}') || jsonb_build_object(%s, %s::jsonb))) WHERE id = %s",
            [group, group, key, orjson.dumps(value).decode(), actor.user_id],
        )
    actor.user.preferences.setdefault(group, {})[key] = value
