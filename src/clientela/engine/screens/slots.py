"""Places on the record page that a domain may fill with a fragment of its own (a stage bar, a composer).

A domain registers in its slots.py; the engine draws what it is given and knows nothing of what it means.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from clientela.engine.access.actor import Actor
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.link import Target
from clientela.engine.query import links

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """The record whose page is drawn, who looks at it, and what they may do with it (change, delete, merge)."""

    actor: Actor
    entity: Entity
    record: Any
    may: frozenset[str] = frozenset()
    _known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    _titles: links.Titles = field(default_factory=links.Titles, compare=False, repr=False)
    _asked: set[tuple[str, uuid.UUID]] = field(default_factory=set, compare=False, repr=False)

    def once(self, key: str, read: Callable[[], T]) -> T:
        """What `read` gives, read once for the page: slots of a domain that need the same rows name them by a key."""
        if key not in self._known:
            self._known[key] = read()
        found: T = self._known[key]
        return found

    def names(self, targets: Iterable[Target | None]) -> links.Titles:
        """Titles of these records and of all that were asked for before: each record is read once for a page."""
        if not self._asked:
            self._know_itself()
        wanted = {t for t in targets if t is not None and (t.entity, t.id) not in self._asked}
        self._asked.update((t.entity, t.id) for t in wanted)
        if wanted:
            self._titles.found.update(links.of_targets(self.actor, wanted).found)
        return self._titles

    def _know_itself(self) -> None:
        key = (self.entity.key, self.record.pk)
        title = links.LinkTitle(
            self.entity, self.record.pk, self.entity.title_of(self.record), self.entity.flags_of(self.record)
        )
        self._asked.add(key)
        self._titles.found[key] = title


@dataclass(frozen=True)
class Fragment:
    """A template and what it needs beside the page's own context."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Slot = Callable[[Place], Fragment | None]
HEADER, NEXT, FEED, RELATED = "header", "next", "feed", "related"

_slots: dict[str, list[Slot]] = defaultdict(list)


def fill(name: str) -> Callable[[Slot], Slot]:
    """Register a function for HEADER (under the name), NEXT (what to do next), FEED (above the timeline) or RELATED (first of the panels)."""

    def register(slot: Slot) -> Slot:
        if slot not in _slots[name]:
            _slots[name].append(slot)
        return slot

    return register


def fragments(name: str, place: Place) -> list[Fragment]:
    return [fragment for slot in _slots[name] if (fragment := slot(place)) is not None]
