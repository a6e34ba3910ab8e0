"""Who acts: a person through some surface, or the system itself."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from clientela.engine.access.levels import Level

# One round trip for all that rights depend on: roles, the teams below, the colleagues in them, the branches below.
REACH = """
WITH RECURSIVE
me AS (SELECT id, team_id, branch_id FROM access_user WHERE id = %(user)s),
teams AS (
    SELECT t.id FROM access_team t, me WHERE t.manager_id = me.id AND t.deleted_at IS NULL
    UNION SELECT t.id FROM access_team t JOIN teams ON t.parent_id = teams.id),
branches AS (
    SELECT branch_id AS id FROM me WHERE branch_id IS NOT NULL
    UNION SELECT b.id FROM access_branch b JOIN branches ON b.parent_id = branches.id)
SELECT
    (SELECT coalesce(array_agg(DISTINCT u.id), '{}') FROM access_user u, me
      WHERE u.team_id = me.team_id OR u.team_id IN (SELECT id FROM teams)),
    (SELECT coalesce(array_agg(id), '{}') FROM branches),
    (SELECT coalesce(array_agg(id), '{}') FROM teams),
    (SELECT coalesce(json_agg(json_build_object('admin', r.is_admin, 'grants', r.grants)), '[]')
       FROM access_role r JOIN access_user_roles ur ON ur.role_id = r.id WHERE ur.user_id = %(user)s)
"""


@dataclass(frozen=True)
class Reach:
    """What a person's rights stretch over, read once per request."""

    colleagues: frozenset[uuid.UUID]
    branches: frozenset[uuid.UUID]
    teams: frozenset[uuid.UUID]
    is_admin: bool
    grants: tuple[Mapping[str, Mapping[str, str]], ...]

    @classmethod
    def of(
        cls,
        colleagues: list[uuid.UUID],
        branches: list[uuid.UUID],
        teams: list[uuid.UUID],
        roles: list[dict[str, Any]],
    ) -> Reach:
        """From a row of REACH."""
        return cls(
            colleagues=frozenset(colleagues),
            branches=frozenset(branches),
            teams=frozenset(teams),
            is_admin=any(role["admin"] for role in roles),
            grants=tuple(role["grants"] for role in roles),
        )


@dataclass(frozen=True)
class Actor:
    """The first argument of every command and query. `user` None is the system, which may do everything."""

    user: Any
    source: str = "ui"
    scopes: frozenset[str] | None = None
    key: str | None = None
    _levels: dict[tuple[str, str], Level] = field(default_factory=dict, compare=False, repr=False)

    @property
    def user_id(self) -> uuid.UUID | None:
        return self.user.pk if self.user is not None else None

    @property
    def branch_id(self) -> uuid.UUID | None:
        return self.user.branch_id if self.user is not None else None

    @functools.cached_property
    def reach(self) -> Reach:
        with connection.cursor() as cursor:
            cursor.execute(REACH, {"user": self.user_id})
            return Reach.of(*cursor.fetchone())

    @property
    def is_system(self) -> bool:
        return self.user is None

    @property
    def is_admin(self) -> bool:
        """May shape the system: users, roles, fields, pipelines. A token needs the scope "admin" as well."""
        if self.scopes is not None and "admin" not in self.scopes:
            return False
        return self.is_system or self.reach.is_admin

    def level(self, entity: str, action: str) -> Level:
        """How far this actor's right to do `action` reaches among records of `entity`."""
        if (entity, action) not in self._levels:
            self._levels[entity, action] = self._find_level(entity, action)
        return self._levels[entity, action]

    def _find_level(self, entity: str, action: str) -> Level:
        if not self.in_scope(entity, action):
            return Level.NONE
        if self.is_system or self.reach.is_admin:
            return Level.ALL
        found = Level.NONE
        for grants in self.reach.grants:
            rights = grants.get(entity, grants.get("*", {}))
            found = max(found, Level[rights.get(action, "none").upper()])
        return found

    def in_scope(self, entity: str, action: str) -> bool:
        """A token without scopes may all that its user may; `read` and `write` cover every entity."""
        if self.scopes is None:
            return True
        kind = "read" if action in ("view", "export") else "write"
        return bool(self.scopes & {"admin", kind, f"{entity}:{kind}"}) or (
            kind == "read" and bool(self.scopes & {"write", f"{entity}:write"})
        )

    def through(self, source: str) -> Actor:
        """The same person acting through another surface (import, automation …)."""
        return self._but(source=source)

    def once(self, key: str | None) -> Actor:
        """The same person, whose next command is done at most once for this idempotency key, however often retried."""
        return self._but(key=key)

    def _but(self, **changed: Any) -> Actor:
        """A copy that keeps what has been read of the person's rights."""
        other = replace(self, **changed)
        if "reach" in self.__dict__:
            other.__dict__["reach"] = self.reach
        return other


SYSTEM = Actor(user=None, source="system")
