"""Who may sign in, and for how long a session counts."""

from __future__ import annotations

from typing import Any

import orjson
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from clientela.engine.access.actor import REACH, Reach
from clientela.engine.access.models import User
from clientela.engine.entities import shape
from clientela.engine.postgresql.base import hot

# What every request of a person begins with, in one round trip: who they are, what they may, the shape of the system.
PERSON = tuple(field for field in User._meta.concrete_fields if field.name != "search")
SIGNED_IN = f"""
SELECT (SELECT number FROM entities_shapeversion), reach.*, {", ".join(f"person.{field.column}" for field in PERSON)}
FROM access_user person
CROSS JOIN LATERAL ({REACH.replace("%(user)s", "person.id")}) AS reach (colleagues, branches, teams, roles)
WHERE person.id = %s
"""  # noqa: S608  # names of our own columns


class Backend(AuthenticationBackend):
    """A colleague in the recycle bin or made inactive cannot sign in, and their sessions end with the next request."""

    def get_user(self, user_id: Any) -> User | None:
        """With the person's rights (see Actor.reach) and the shape as it is now."""
        with hot() as cursor:
            cursor.execute(SIGNED_IN, [user_id])
            row = cursor.fetchone()
        if row is None:
            return None
        version, colleagues, branches, teams, roles, *values = row
        user = User.from_db(
            "default",
            [field.attname for field in PERSON],
            [_value(field, value) for field, value in zip(PERSON, values, strict=True)],
        )
        user.reach = Reach.of(colleagues, branches, teams, roles)
        shape.adopt(version)
        return user if self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.is_active) and user.deleted_at is None


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    """Django leaves jsonb to its own field; a plain cursor hands it over as text."""
    return orjson.loads(value) if isinstance(field, models.JSONField) and isinstance(value, str) else value


class Adapter(DefaultAccountAdapter):
    """Accounts are made by administrators only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the address of this system: the one that a request came with is the sender's to choose."""
        return str(settings.BASE_URL) + reverse("account_reset_password_from_key", args=_uid_and_key(key))


def _uid_and_key(key: str) -> list[str]:
    uid, _dash, token = key.partition("-")
    return [uid, token]
