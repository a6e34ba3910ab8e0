"""Users, roles and keys for other programs. Teams and branches are ordinary records."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.access import gate, presets
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.levels import ACTIONS, Level
from clientela.engine.access.models import ApiToken, Role, User
from clientela.engine.access.rules import keep_an_administrator
from clientela.engine.entities import registry
from clientela.engine.errors import Denied, Invalid, NotFound, Refused
from clientela.engine.fields.numbers import currencies
from clientela.engine.fields.text import one_line
from clientela.engine.records import commands as records
from clientela.engine.records.command import command


# -- users -----------------------------------------------------------------------------------------------------------
def is_new() -> bool:
    """Whether nobody can sign in yet, so that the first visitor becomes the administrator."""
    return not User.objects.exclude(email=None).exclude(password="").exists()


@command("access.first_administrator")
def create_first_administrator(actor: Actor, *, name: str, email: str, password: str) -> User:
    """Create the roles and the first administrator of a new system. Raises Refused once there is one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('first_administrator'))")
    if not is_new():
        raise Refused(_("This system has an administrator already; sign in, or ask them for an invitation."))
    roles = create_preset_roles(SYSTEM)
    return create_user(
        SYSTEM, name=name, email=email, password=password, roles=[roles[presets.ADMINISTRATOR].pk]
    )


@command("access.preset_roles")
def create_preset_roles(actor: Actor) -> dict[str, Role]:
    """The roles to begin with, each made unless there is one of its name."""
    gate.require_admin(actor)
    made = {
        presets.ADMINISTRATOR: Role.objects.get_or_create(
            name=presets.ADMINISTRATOR, defaults={"is_admin": True}
        )[0]
    }
    for name, grants in presets.ROLES.items():
        made[name] = Role.objects.get_or_create(name=name, defaults={"grants": grants})[0]
    return made


@command("access.create_user")
def create_user(
    actor: Actor,
    /,
    *,
    name: str,
    email: str,
    password: str | None = None,
    roles: Iterable[uuid.UUID] = (),
    **values: Any,
) -> User:
    """Create a colleague who can sign in (or, without a password, who cannot yet)."""
    gate.require_admin(actor)
    made = records.create(actor, "user", {"name": name, "email": email, **values})
    user = User.objects.get(pk=made.pk)
    if password is not None:
        _set_password(user, password)
    _set_roles(user, roles)
    return user


@command("access.set_password")
def set_password(actor: Actor, user_id: uuid.UUID, password: str) -> None:
    """Set a colleague's password, or one's own."""
    if user_id != actor.user_id:
        gate.require_admin(actor)
    _set_password(gate.get(actor, User, user_id, lock=True), password)


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as bad:
        raise Invalid({"password": bad.messages}) from None
    user.set_password(password)
    user.save(update_fields=["password"])


@command("access.set_roles")
def set_roles(actor: Actor, user_id: uuid.UUID, roles: Iterable[uuid.UUID]) -> User:
    """Give a colleague exactly these roles. The last administrator stays one."""
    gate.require_admin(actor)
    user = gate.get(actor, User, user_id, lock=True)
    _set_roles(user, roles)
    keep_an_administrator()
    return user


def _set_roles(user: User, roles: Iterable[uuid.UUID]) -> None:
    wanted = set(roles)
    found = list(Role.objects.filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise Invalid({"roles": [_("There is no such role.")]})
    user.roles.set(found)


@command("access.set_active")
def set_active(actor: Actor, user_id: uuid.UUID, *, active: bool) -> User:
    """Let a colleague sign in, or no longer; their records stay theirs."""
    gate.require_admin(actor)
    records.update(actor, "user", user_id, {"is_active": active})
    keep_an_administrator()
    return gate.get(actor, User, user_id)


@command("access.profile")
def change_profile(actor: Actor, *, name: str, language: str, timezone: str, currency: str) -> User:
    """Change one's own name, language, time zone and currency."""
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = [_("Please fill in “%s”.") % _("Name")]
    if language not in dict(settings.LANGUAGES):
        errors["language"] = [_("Clientela does not speak this language.")]
    if timezone not in zoneinfo.available_timezones():
        errors["timezone"] = [_("There is no such time zone.")]
    if currency not in currencies():
        errors["currency"] = [_("There is no such currency.")]
    if errors or actor.user_id is None:
        raise Invalid(errors)
    # Colleagues are changed by administrators; one's own name is one's own.
    records.update(SYSTEM, "user", actor.user_id, {"name": name})
    user = User.objects.get(pk=actor.user_id)
    user.language, user.timezone, user.currency = language, timezone, currency
    user.save(update_fields=["language", "timezone", "currency"])
    return user


@command("access.set_preference")
def set_preferences(actor: Actor, /, **changes: Any) -> None:
    """Keep how a person likes to work (columns, pins, theme …); None forgets a preference."""
    if actor.user_id is None:
        return
    user = User.objects.select_for_update().get(pk=actor.user.pk)
    kept = {**user.preferences, **changes}
    user.preferences = {key: value for key, value in kept.items() if value is not None}
    user.save(update_fields=["preferences"])
    actor.user.preferences = user.preferences


# -- roles -----------------------------------------------------------------------------------------------------------
@command("access.save_role")
def save_role(
    actor: Actor,
    *,
    name: str,
    grants: Mapping[str, Mapping[str, str]],
    is_admin: bool = False,
    role_id: uuid.UUID | None = None,
) -> Role:
    """Create or change a role: grants[entity or "*"][action] is the name of a level."""
    gate.require_admin(actor)
    name = one_line(name)
    if (
        not name
        or Role.objects.filter(name__iexact=name).exclude(pk__in=[role_id] if role_id else []).exists()
    ):
        raise Invalid({"name": [_("A role needs a name that no other has.")]})
    _check_grants(grants)
    role = _role(role_id) if role_id else Role()
    role.name, role.grants, role.is_admin = name[:200], {e: dict(a) for e, a in grants.items()}, is_admin
    role.save()
    if not is_admin:
        keep_an_administrator()
    return role


def _check_grants(grants: Mapping[str, Mapping[str, str]]) -> None:
    known = {entity.key for entity in registry.every()} | {"*"}
    for entity, rights in grants.items():
        for action, level in rights.items():
            if entity not in known or action not in ACTIONS or level.upper() not in Level.__members__:
                raise Invalid({"grants": [f"{entity}.{action} = {level}"]})


@command("access.delete_role")
def delete_role(actor: Actor, role_id: uuid.UUID) -> None:
    """Delete a role that nobody has."""
    gate.require_admin(actor)
    role = _role(role_id)
    if role.users.exists():
        raise Refused(_("“%s” is still somebody's role.") % role.name)
    role.delete()


def _role(role_id: uuid.UUID) -> Role:
    role = Role.objects.select_for_update().filter(pk=role_id).first()
    if role is None:
        raise NotFound(f"role {role_id}")
    return role


# -- keys for other programs -----------------------------------------------------------------------------------------
def is_scope(scope: str) -> bool:
    """read, write, admin, or one entity's: deal:read, deal:write."""
    entity, _sep, kind = scope.partition(":")
    return scope in ("read", "write", "admin") or (
        kind in ("read", "write") and entity in {known.key for known in registry.every()}
    )


@command("access.create_token")
def create_token(
    actor: Actor, user_id: uuid.UUID, *, name: str, scopes: Iterable[str] = (), days: int | None = None
) -> tuple[ApiToken, str]:
    """Create a key for oneself or, as administrator, for a colleague. The key itself is returned only here."""
    if user_id != actor.user_id:
        gate.require_admin(actor)
    wanted = list(dict.fromkeys(scopes))
    wrong = [scope for scope in wanted if not is_scope(scope)]
    if wrong:
        raise Invalid({"scopes": [_("There is no scope “%s”.") % wrong[0]]})
    key = ApiToken.new_key()
    token = ApiToken.objects.create(
        user=gate.get(actor, User, user_id),
        name=one_line(name)[:200] or _("Key"),
        digest=ApiToken.digest_of(key),
        hint=key[:8],
        scopes=wanted,
        expires_at=timezone.now() + dt.timedelta(days) if days else None,
    )
    return token, key


@command("access.revoke_token")
def revoke_token(actor: Actor, token_id: uuid.UUID) -> None:
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None or (token.user_id != actor.user_id and not actor.is_admin):
        raise NotFound(f"token {token_id}")
    if actor.scopes is not None and "admin" not in actor.scopes:
        raise Denied("a key does not revoke keys")
    token.revoked_at = token.revoked_at or timezone.now()
    token.save(update_fields=["revoked_at"])
