"""Places on the record page that a domain may fill with a fragment of its own (a stage bar, a composer).

A domain registers in its slots.py; the engine draws what it is given and knows nothing of what it means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clientela.engine.access.actor import Actor
from clientela.engine.entities.entity import Entity


@dataclass(frozen=True)
class Place:
    """The record whose page is drawn, who looks at it, and what they may do with it (change, delete, merge).

    `memo` lets the slots of one domain share what they have read for one page.
    """

    actor: Actor
    entity: Entity
    record: Any
    may: frozenset[str] = frozenset()
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Fragment:
    """A template and what it needs beside the page's own context."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Slot = Callable[[Place], Fragment | None]
HEADER, NEXT, FEED = "header", "next", "feed"

_slots: dict[str, list[Slot]] = defaultdict(list)


def fill(name: str) -> Callable[[Slot], Slot]:
    """Register a function for HEADER (under the name), NEXT (what to do next) or FEED (above the timeline)."""

    def register(slot: Slot) -> Slot:
        if slot not in _slots[name]:
            _slots[name].append(slot)
        return slot

    return register


def fragments(name: str, place: Place) -> list[Fragment]:
    return [fragment for slot in _slots[name] if (fragment := slot(place)) is not None]
