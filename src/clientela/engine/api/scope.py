"""Which kind of record an address means, and whether the caller's token reaches it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.api.auth import CHALLENGE
from clientela.engine.api.problems import Problem
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity

READING = ("GET", "HEAD")


def entity(request: Request, slug: str) -> Entity:
    """The entity of a slug. Raises NotFound, or a 403 problem when the token's scopes leave it out."""
    found = registry.by_slug(slug)
    need(request.actor, found.key, "view" if request.method in READING else "change")
    return found


def need(actor: Actor, key: str, action: str) -> None:
    """The gate's rules know roles; colleagues, say, are visible to all, but not to a token made for deals only."""
    if actor.in_scope(key, action):
        return
    scope = f"{key}:{'read' if action == 'view' else 'write'}"
    challenge = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
    detail = _("This token was made for something else; it would need the scope “%s”.") % scope
    raise Problem("forbidden", detail, headers={"WWW-Authenticate": challenge})


def readable(actor: Actor) -> list[Entity]:
    """Entities of which the actor may see records at all."""
    return [
        found
        for found in registry.every()
        if actor.in_scope(found.key, "view") and gate.can(actor, found.model, "view")
    ]
