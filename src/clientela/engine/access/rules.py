"""What must hold for colleagues, and in trees (teams, branches, parent companies)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.errors import Refused
from clientela.engine.records.draft import Draft


def address_follows(actor: Actor, drafts: list[Draft]) -> None:
    """What a colleague signs in with is the address in the list of colleagues, which only administrators change."""
    for draft in drafts:
        if draft.changes("email"):
            draft.after.append(_keep_addresses)


def _keep_addresses(actor: Actor, drafts: list[Draft]) -> None:
    users = [draft.id for draft in drafts]
    EmailAddress.objects.filter(user_id__in=users).delete()
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=draft.id, email=draft.get("email"), verified=True, primary=True)
        for draft in drafts
        if draft.get("email")
    )


def somebody_administers(actor: Actor, drafts: list[Draft]) -> None:
    """Closing the account of the last administrator would lock everybody out of the settings."""
    for draft in drafts:
        if draft.changes("is_active") and not draft.is_new:
            draft.after.append(_still_administered)


def _still_administered(actor: Actor, drafts: list[Draft]) -> None:
    still_administered(actor, [draft.before for draft in drafts])


def still_administered(actor: Actor, users: Sequence[Any]) -> None:
    """Some colleagues were closed, or went into the recycle bin; it matters only where they administered."""
    if User.objects.filter(pk__in=[user.pk for user in users], roles__is_admin=True).exists():
        keep_an_administrator()


def keep_an_administrator() -> None:
    """Raises Refused when nobody could administer any more; the command is rolled back."""
    if not User.objects.filter(is_active=True, deleted_at=None, roles__is_admin=True).exists():
        raise Refused(_("Somebody must remain administrator; name another one first."))


def no_circles(actor: Actor, drafts: list[Draft]) -> None:
    """Nothing is part of itself, however far up."""
    moving = {
        d.id: d.values["parent"] for d in drafts if d.values.get("parent") is not None and d.changes("parent")
    }
    if not moving:
        return
    model: Any = drafts[0].entity.model  # one with a parent
    rows = gate.unrestricted(model, reason="a circle is one whoever may see its records")
    parents: dict[uuid.UUID, uuid.UUID | None] = {}
    frontier = {*moving, *moving.values()}
    while frontier:
        found = dict(rows.filter(pk__in=frontier).values_list("pk", "parent_id"))
        parents.update(found)
        frontier = {parent for parent in found.values() if parent} - set(parents)
    parents.update(moving)
    for draft in drafts:
        if draft.id in moving and _leads_back(draft.id, parents):
            draft.refuse("parent", _("This would make “%s” part of itself.") % draft.get(draft.entity.title))


def _leads_back(start: uuid.UUID, parents: dict[uuid.UUID, uuid.UUID | None]) -> bool:
    at, seen = parents.get(start), set()
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = parents.get(at)
    return False
