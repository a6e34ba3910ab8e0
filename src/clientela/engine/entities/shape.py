"""The shape of the system as it is now: declared fields and those an administrator added.

Read from the database once per process and version. Each request asks for the version number (see refresh), so a new
field is in every list, form, filter, import and API call from the next request on, in every process.
"""

from __future__ import annotations

import dataclasses
import threading
from collections import defaultdict
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from clientela.engine.fields.base import Field
from clientela.engine.fields.choice import Choice, MultiChoice, Option

if TYPE_CHECKING:
    from clientela.engine.entities.entity import Entity


@dataclass(frozen=True)
class Shape:
    """Added fields and options, by entity key, as of one version."""

    version: int
    added: dict[str, tuple[Field, ...]]
    in_list: dict[str, tuple[str, ...]]
    options: dict[tuple[str, str], tuple[Option, ...]]
    _fields: dict[str, tuple[Field, ...]] = field(default_factory=dict)
    _found: dict[tuple[str, str], Field] = field(default_factory=dict)

    def fields_of(self, entity: Entity) -> tuple[Field, ...]:
        if entity.key not in self._fields:
            declared = tuple(self._opened(entity, f) for f in entity.declared.values())
            count = len(entity.native)
            self._fields[entity.key] = (*declared[:count], *self.added.get(entity.key, ()), *declared[count:])
        return self._fields[entity.key]

    def _opened(self, entity: Entity, declared: Field) -> Field:
        extra = self.options.get((entity.key, declared.key))
        if extra and isinstance(declared, (Choice, MultiChoice)):
            return dataclasses.replace(declared, options=(*declared.options, *extra))
        return declared

    def find(self, entity: Entity, key: str) -> Field | None:
        found = self._found.get((entity.key, key)) or self._find(entity, key)
        if found is not None:  # misses are not kept: callers may send any number of names that do not exist
            self._found[entity.key, key] = found
        return found

    def _find(self, entity: Entity, key: str) -> Field | None:
        whole, _dot, part = key.partition(".")
        found = next((f for f in self.fields_of(entity) if f.key == whole), None)
        return found.parts().get(part) if found and part else found


EMPTY = Shape(0, {}, {}, {})
_lock = threading.Lock()
_latest = EMPTY
# What this thread works with: a dry run that adds fields and rolls back must neither show them to the requests beside
# it nor lose them because one of those looks up the version.
_mine: ContextVar[Shape | None] = ContextVar("clientela_shape", default=None)


def current() -> Shape:
    return _mine.get() or _latest


def forget() -> None:
    """Work with what is declared in code until the next refresh()."""
    global _latest
    _latest = EMPTY
    _mine.set(None)


def refresh() -> Shape:
    """Take up a new version if there is one. One query on an unchanged shape."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM entities_shapeversion WHERE id = 1")
        return adopt(cursor.fetchone()[0])


def adopt(version: int) -> Shape:
    """Read the shape anew unless this version of it is known. Versions are random, so that one which was rolled back
    never comes again with another meaning."""
    global _latest
    if version != current().version:
        with _lock:
            if version != _latest.version:
                _latest = _read(version)
            _mine.set(_latest)
    return current()


def _read(version: int) -> Shape:
    from clientela.engine.entities.models import CustomField, ExtraOption

    added: dict[str, list[Field]] = defaultdict(list)
    in_list: dict[str, list[str]] = defaultdict(list)
    for stored in CustomField.objects.filter(archived_at=None):
        added[stored.entity].append(built(stored))
        if stored.in_list:
            in_list[stored.entity].append(stored.key)
    options: dict[tuple[str, str], list[Option]] = defaultdict(list)
    for extra in ExtraOption.objects.all():
        options[extra.entity, extra.field].append(Option(extra.key, extra.label, extra.tone))
    return Shape(version, _frozen(added), _frozen(in_list), _frozen(options))


def _frozen(lists: Any) -> Any:
    return {key: tuple(items) for key, items in lists.items()}


def built(stored: Any) -> Field:
    """The field that a stored definition describes."""
    from clientela.engine.fields.registry import KINDS

    kind = KINDS[stored.kind]
    settings: dict[str, Any] = {}
    names = {f.name for f in dataclasses.fields(kind)}
    if "options" in names and stored.options:
        settings["options"] = tuple(
            Option(o["key"], o["label"], o.get("tone", "neutral")) for o in stored.options
        )
    if stored.kind == "link":
        settings["entity"] = stored.target
    return kind(
        key=stored.key, label=stored.label, help=stored.help, required=stored.required, unique=stored.unique,
        indexed=stored.indexed, custom=True, search="D", **settings,
    )  # fmt: skip
