"""How well the values of a column fit a target: the name alone may lie ("State" of a company, "Type", "Title")."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.choice import Boolean, Choice, MultiChoice
from clientela.engine.fields.contact import Email, Phone, Url
from clientela.engine.fields.link import Link
from clientela.engine.fields.moments import Date, DateTime, Time
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.imports import cells, targets
from clientela.engine.imports.plan import ColumnPlan, Options
from clientela.engine.imports.reading.profile import ColumnProfile

_HELD: Mapping[type[Field], Mapping[str, float]] = {
    Email: {"email": 1.0},
    Phone: {"phone": 1.0, "number": 0.7, "id": 0.8, "text": 0.6},
    Url: {"url": 1.0, "text": 0.5, "choice": 0.4},
    Date: {"date": 1.0, "datetime": 0.95},
    DateTime: {"datetime": 1.0, "date": 0.95},
    Time: {"text": 0.5, "choice": 0.5},
    Money: {"money": 1.0, "number": 1.0, "id": 0.5},
    Number: {"number": 1.0, "percent": 0.9, "id": 0.8, "boolean": 0.4, "money": 0.3},
    Boolean: {"boolean": 1.0, "number": 0.2, "choice": 0.3},
}
_TEXT = {
    "email": 0.7,
    "phone": 0.6,
    "url": 0.7,
    "date": 0.4,
    "datetime": 0.4,
    "money": 0.5,
    "number": 0.8,
    "boolean": 0.5,
}
_LINK = {
    "email": 0.9,
    "date": 0.1,
    "datetime": 0.1,
    "money": 0.2,
    "boolean": 0.3,
    "number": 0.6,
    "phone": 0.2,
    "url": 0.5,
}
_UNSURE = 0.9


def fit(entity: Entity, target: str, profile: ColumnProfile) -> float:
    """0–1. An empty column fits everything, but not as surely as a filled one."""
    if profile.kind == "empty":
        return _UNSURE
    parsed = targets.parse(entity, target)
    if parsed.kind == "link":
        return _LINK.get(profile.kind, 1.0)
    if parsed.kind == "id":
        return 1.0 if profile.distinct_share > 0.98 else 0.1
    if parsed.kind == "currency":
        return 1.0 if max(map(len, profile.examples)) <= 4 and profile.kind in ("choice", "text") else 0.1
    return _of_field(parsed.field, profile) if parsed.field else 1.0


def _of_field(field: Field, profile: ColumnProfile) -> float:
    if isinstance(field, (Choice, MultiChoice)):
        return _of_options(field, profile)
    for kind, held in _HELD.items():
        if isinstance(field, kind):
            return max(held.get(profile.kind, 0.1), _readable(field, profile))
    return _TEXT.get(profile.kind, 1.0)


def _readable(field: Field, profile: ColumnProfile) -> float:
    """The share of the values that the field can hold: a few bad ones do not make a column another."""
    if not isinstance(field, (Email, Url, Date, DateTime)):
        return 0.0
    read = cells.reader(field, ColumnPlan("", field.key, date_order=profile.date_order or "dmy"), Options())
    return sum(_is_read(read, text) for text in profile.examples) / max(1, len(profile.examples))


def _is_read(read: Callable[[str], Any], text: str) -> bool:
    try:
        return read(text) is not None
    except BadValue:
        return False


def _of_options(field: Any, profile: ColumnProfile) -> float:
    choice = (
        field
        if isinstance(field, Choice)
        else Choice(key=field.key, label=field.label, options=field.options)
    )
    texts = profile.choices[:20] or profile.examples
    if not texts:
        return _UNSURE
    known = sum(1.0 if choice.find(text) else 0.8 if choice.near(text) else 0.0 for text in texts)
    share = known / len(texts)
    # Options may be added, as long as the column looks like a few words that recur.
    recurring = profile.kind == "choice" or (
        profile.distinct <= 10 and profile.longest <= 60 and profile.kind == "text"
    )
    return max(share, 0.55 if recurring and len(field.options) < 100 else 0.2)


def by_values(entity: Entity, profile: ColumnProfile) -> list[str]:
    """Targets that the values alone suggest: addresses of every kind tell themselves."""
    wanted = {"email": Email, "phone": Phone, "url": Url}.get(profile.kind)
    if wanted is None:
        return []
    return [field.key for field in entity.fields if isinstance(field, wanted) and not field.read_only]


def is_countries(profile: ColumnProfile, country: Choice) -> bool:
    """Whether a column of places names countries only."""
    texts = [text for text in (profile.choices or profile.examples)[:20] if not text.isdigit()]
    return len(texts) >= 1 and sum(
        bool(country.find(text) or country.near(text)) for text in texts
    ) >= 0.9 * len(texts)


def is_link(field: Field | None) -> bool:
    return isinstance(field, Link)
