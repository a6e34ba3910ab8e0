"""What the owner of an entity knows about files with its records, beyond the names and aliases of its fields.

Declared in an app's import_hints.py with `hint(Hints(...))`; the import asks here and knows no entity by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clientela.engine.access.actor import Actor

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Hints:
    """`aliases`: words of a column → target. `by_file`: words of a file's name → constants for all its rows.

    `compose`: a field that a new record gets from others, the first tuple of which all are there, joined by a dash.
    `newcomer` completes values of a record that is created because a link names it. `recognise` gives the filter of
    the record that a text means although none is called so. `settle` puts the values of many rows right after their
    links are resolved. `defaults` give values to rows that have none; each is asked once per file. `virtual` targets ("=name")
    take a text and set values of the row. `order` places newcomers of one chunk. `brought` are fields that
    nobody sets here, but that a record which was made elsewhere brings along. `note` is the label of a
    field to be made for what fits no other, where the entity's own long texts are not for that.
    """

    entity: str
    aliases: Mapping[str, str] = field(default_factory=dict)
    by_file: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    compose: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    newcomer: Callable[[Actor, Values], Values] | None = None
    recognise: Callable[[str], Mapping[str, Any] | None] | None = None
    settle: Callable[[Actor, Sequence[Values]], None] | None = None
    defaults: Mapping[str, Callable[[Actor], Any]] = field(default_factory=dict)
    virtual: Mapping[str, Callable[[Values, str], None]] = field(default_factory=dict)
    order: Callable[[str], Any] | None = None
    brought: frozenset[str] = frozenset()
    note: str = ""


_hints: dict[str, Hints] = {}


def hint(hints: Hints) -> Hints:
    _hints[hints.entity] = hints
    return hints


def of(entity: str) -> Hints:
    return _hints.get(entity) or Hints(entity=entity)
