"""A record on its way to being saved: what is stored, what shall change, what is wrong with it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Context
from clientela.engine.records.models import Record

if TYPE_CHECKING:
    from clientela.engine.access.actor import Actor


class Cleaned(dict[str, Any]):
    """Values that their fields have cleaned already (an import does, ahead of the database); parts as "whole.part"."""


@dataclass
class Draft:
    """New values by field key over a stored record (None when it is new). Rules read get(), set() and refuse().

    What a rule adds to `after` runs once for all drafts that name it, after they are saved, in the same transaction.
    `given` are the fields that the caller named: what is not among them, defaults and rules have filled.
    """

    entity: Entity
    id: uuid.UUID
    before: Record | None = None
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    after: list[Callable[[Actor, list[Draft]], None]] = field(default_factory=list)
    given: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        return self.before is None

    def get(self, key: str) -> Any:
        """The value as it will be."""
        if key in self.values:
            return self.values[key]
        return self.entity.field(key).load(self.before) if self.before is not None else None

    def was(self, key: str) -> Any:
        return self.entity.field(key).load(self.before) if self.before is not None else None

    def set(self, key: str, value: Any) -> None:
        self.values[key] = value

    def changes(self, key: str) -> bool:
        """Whether this draft gives the field another value than it had."""
        if key not in self.values:
            return False
        value = self.values[key]
        return value is not None if self.before is None else value != self.was(key)

    def refuse(self, key: str, message: StrOrPromise) -> None:
        self.errors[key].append(str(message))

    def take(self, given: Mapping[str, Any], context: Context) -> None:
        """Clean what was given, each value by its field; what cannot be taken is noted as an error there."""
        self.given.update(given)
        if isinstance(given, Cleaned):
            self._take_cleaned(given)
            return
        for key, raw in given.items():
            self._take_one(key, raw, context)

    def _take_cleaned(self, given: Cleaned) -> None:
        parts: dict[str, dict[str, Any]] = {}
        for key, value in given.items():
            if "." in key:
                whole, _dot, part = key.partition(".")
                parts.setdefault(whole, {})[part] = value
            else:
                self.values[key] = value
        for whole, some in parts.items():
            merged = {**(self.get(whole) or {}), **some}
            self.values[whole] = {name: text for name, text in merged.items() if text} or None

    def _take_one(self, key: str, raw: Any, context: Context) -> None:
        try:
            found = self.entity.field(key)
            if found.read_only:
                raise BadValue(_("“%s” cannot be set.") % found.label)
            value = found.clean(raw, context)
        except BadValue as bad:
            self.refuse(key, str(bad))
            return
        if "." in key:
            self._take_part(key, value)
        else:
            self.values[key] = value

    def _take_part(self, key: str, value: Any) -> None:
        whole, _dot, part = key.partition(".")
        parts = {**(self.get(whole) or {}), part: value}
        self.values[whole] = {name: text for name, text in parts.items() if text} or None

    def drop_unchanged(self) -> None:
        for key in [key for key in self.values if self.before is not None and not self.changes(key)]:
            del self.values[key]
