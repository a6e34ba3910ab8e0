"""A role by its name: roles are no records, so nothing links to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields.text import Text


@dataclass(frozen=True, kw_only=True)
class RoleName(Text):
    """The name of a role; whether there is one is a rule of the entity that has the field."""

    kind: ClassVar[str] = "rolename"
    kind_label: ClassVar[StrOrPromise] = lazy("Role")
