"""People who sign in, how they are organised, and what their roles let them do."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from clientela.engine.access.actor import Reach
from clientela.engine.records.models import Record, Tracked
from clientela.engine.records.queryset import RecordQuerySet


class Branch(Record):
    """A place of business; branches form a tree and records belong to one."""

    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Team(Record):
    """Colleagues with a manager; the manager of a team also sees the teams below it."""

    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="manages")

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Role(Tracked):
    """A named set of rights: grants[entity][action] is a level's name; the entity "*" stands for all others."""

    name = models.CharField(max_length=200, unique=True)
    is_admin = models.BooleanField(default=False)
    grants = models.JSONField(default=dict)

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class SignInManager(BaseUserManager["User"]):
    """Not gated, unlike every other record's: who signs in has no actor yet, and colleagues are known to all."""

    def get_queryset(self) -> models.QuerySet[User]:
        return RecordQuerySet(User, using=self._db).passing()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username, deleted_at=None)

    def create_user(self, email: str, password: str | None = None, **values: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Record):
    """A colleague. One without a usable password cannot sign in (imported, or invited and not yet come)."""

    email = models.EmailField(_("E-mail"), max_length=254, null=True, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="members")
    roles = models.ManyToManyField(Role, related_name="users")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=60, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    preferences = models.JSONField(default=dict)

    # Read together with a person who is recognised by their session (see backend.py).
    reach: Reach

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[SignInManager] = SignInManager()  # type: ignore[assignment]  # see its docstring

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class ApiToken(Tracked):
    """A key for other programs. Only its digest is kept; the key itself is shown once."""

    PREFIX = "clt_"

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta(Tracked.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    @classmethod
    def new_key(cls) -> str:
        return cls.PREFIX + secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(key: str) -> str:
        """SHA-256 suffices: the key has 256 random bits, so there is nothing to guess slowly."""
        return hashlib.sha256(key.encode()).hexdigest()
