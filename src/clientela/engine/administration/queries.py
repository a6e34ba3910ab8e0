"""What the pages of administration show of what is no record: roles, keys, added fields."""

from __future__ import annotations

import uuid

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import ApiToken, Role
from clientela.engine.entities.models import CustomField
from clientela.engine.errors import Invalid, NotFound


def roles(actor: Actor) -> QuerySet[Role]:
    """All roles, each with the `count` of who has it."""
    gate.require_admin(actor)
    return Role.objects.annotate(count=Count("users"))


def role(actor: Actor, role_id: uuid.UUID) -> Role:
    found = roles(actor).filter(pk=role_id).first()
    if found is None:
        raise NotFound(f"role {role_id}")
    return found


def role_ids(texts: list[str]) -> list[uuid.UUID]:
    """Ids as a form sends them. Raises Invalid."""
    try:
        return [uuid.UUID(text) for text in texts]
    except ValueError:
        raise Invalid({"roles": [_("There is no such role.")]}) from None


def keys(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own keys that still open something."""
    return ApiToken.objects.filter(user=actor.user, revoked_at=None).order_by("-created_at")


def added_fields(actor: Actor, entity: str) -> QuerySet[CustomField]:
    gate.require_admin(actor)
    return CustomField.objects.filter(entity=entity)


def added_field(actor: Actor, entity: str, key: str) -> CustomField:
    found = added_fields(actor, entity).filter(key=key).first()
    if found is None:
        raise NotFound(f"{entity}.{key}")
    return found
