"""Values ready to be drawn: a field, its value on a record, and the title of what it links to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.choice import Choice
from clientela.engine.fields.link import Link, Reference, Target
from clientela.engine.query.links import LinkTitle, Titles

TONES = {"info": "live", "good": "good", "soon": "warn", "bad": "bad"}


@dataclass(frozen=True)
class Shown:
    """One value of one record."""

    field: Field
    value: Any
    title: LinkTitle | None = None

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def label(self) -> Any:
        return self.field.label

    @property
    def widget(self) -> str:
        return self.field.widget

    @property
    def is_empty(self) -> bool:
        return self.value is None or self.value in ("", [])

    @property
    def is_active(self) -> bool:
        """Holds a link or a button of its own, so that it cannot be one itself."""
        return not self.is_empty and self.widget in ("email", "phone", "url", "link", "user", "reference")

    @property
    def text(self) -> str:
        if self.title is not None:
            return self.title.title
        return "" if isinstance(self.field, (Link, Reference)) else self.field.display(self.value)

    @property
    def items(self) -> Sequence[str]:
        return [self.field.display([item]) for item in self.value or ()]

    @property
    def tone(self) -> str:
        """The class of the dot of a choice."""
        return TONES.get(self.field.tone(self.value), "") if isinstance(self.field, Choice) else ""


def shown(field: Field, record: Any, titles: Titles) -> Shown:
    value = field.load(record)
    return Shown(field, value, titles.of(field, value) if isinstance(field, (Link, Reference)) else None)


def targets(entity: Entity, records: Sequence[Any], keys: Iterable[str] | None = None) -> list[Target | None]:
    """What these records' link fields point at, to be named by one links.of_targets() for a whole page."""
    fields = list(entity.fields) if keys is None else [entity.field(key) for key in keys]
    return [
        _target(one, one.load(record))
        for record in records
        for one in fields
        if isinstance(one, (Link, Reference))
    ]


def _target(one: Field, value: Any) -> Target | None:
    if isinstance(one, Link) and value is not None:
        return Target(one.entity, value)
    return value if isinstance(value, Target) else None
