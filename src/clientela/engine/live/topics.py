"""What a page follows: `deal:<uuid>` or `record:<uuid>`, `entity:deal`, `jobs`, `notifications`.

`here:<uuid>` says that its reader looks at a record that is followed too, and follows who else does.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity

MOST = 100
JOBS, NEWS = "jobs", "notifications"


class BadTopic(ValueError):
    """Not something that can be followed."""


@dataclass
class Topics:
    """Parsed and checked. `records` maps a record's id to the topics that name it."""

    entities: dict[str, str] = field(default_factory=dict)
    records: dict[uuid.UUID, set[str]] = field(default_factory=dict)
    kinds: dict[uuid.UUID, str] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)
    here: set[uuid.UUID] = field(default_factory=set)

    @property
    def follows_records(self) -> bool:
        return bool(self.entities or self.records)

    @property
    def present(self) -> set[uuid.UUID]:
        """What its reader looks at, as long as they may see it."""
        return self.here & self.records.keys()


def parse(text: str) -> Topics:
    words = [word for word in text.replace(" ", ",").split(",") if word]
    if not words or len(words) > MOST:
        raise BadTopic(f"Say what to follow in “topics”: 1 to {MOST} topics with commas between.")
    topics = Topics()
    for word in words:
        _add(topics, word)
    return topics


def _add(topics: Topics, word: str) -> None:
    kind, _colon, what = word.partition(":")
    known = {entity.key for entity in registry.every()}
    if word in (JOBS, NEWS):
        topics.plain.add(word)
    elif kind == "entity" and what in known:
        topics.entities[what] = word
    elif kind == "here":
        topics.here.add(_uuid(what, word))
    elif kind == "record" or kind in known:
        record_id = _uuid(what, word)
        topics.records.setdefault(record_id, set()).add(word)
        topics.kinds[record_id] = "" if kind == "record" else kind
    else:
        raise BadTopic(f"“{word[:60]}” cannot be followed.")


def _uuid(text: str, word: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadTopic(f"“{word[:60]}” does not name a record by its id.") from None


def drop_hidden(actor: Actor, topics: Topics) -> None:
    """Forget records that the actor may not see; one in the recycle bin may be followed by those who see it there."""
    wanted: dict[str, set[uuid.UUID]] = {}
    for record_id, kind in topics.kinds.items():
        for entity in [registry.get(kind)] if kind else registry.every():
            wanted.setdefault(entity.key, set()).add(record_id)
    seen = {pk for key, ids in wanted.items() for pk in _seen(actor, registry.get(key), ids)}
    for record_id in set(topics.records) - seen:
        del topics.records[record_id], topics.kinds[record_id]


def _seen(actor: Actor, entity: Entity, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for deleted in (False, True):
        rows = gate.visible(actor, entity.model, deleted=deleted).filter(pk__in=ids)
        found |= set(rows.values_list("pk", flat=True))
    return found
