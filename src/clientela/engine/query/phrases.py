"""A filter in words, condition by condition, so that a list's chips read as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.entities.entity import Entity
from clientela.engine.fields import periods
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Link
from clientela.engine.query import links
from clientela.engine.query.filters import BadFilter, Condition, Group, resolve


@dataclass(frozen=True)
class Phrase:
    """One condition in words: “Amount” “is at least” “€1,000”. Its condition is None for a nested group."""

    field: str
    words: str
    value: str
    condition: Condition | Group

    def __str__(self) -> str:
        return " ".join(filter(None, (self.field, self.words, self.value)))


def phrases(actor: Actor, entity: Entity, group: Group) -> list[Phrase]:
    """The parts of a tree in words; a nested group is one phrase."""
    return [_phrase(actor, entity, item) for item in group.items]


def sentence(actor: Actor, entity: Entity, group: Group) -> str:
    joint = {"all": _(" and "), "any": _(" or "), "none": _(" nor ")}[group.mode]
    said = joint.join(str(phrase) for phrase in phrases(actor, entity, group))
    return _("neither %s") % said if group.mode == "none" else said


def _phrase(actor: Actor, entity: Entity, item: Condition | Group) -> Phrase:
    if isinstance(item, Group):
        return Phrase("", "", f"({sentence(actor, entity, item)})", item)
    steps, _target, found = resolve(entity, item.field)
    name = " › ".join(str(step.label) for step in (*steps, found))
    operator = found.operator(item.op)
    words = str(operator.words)
    if not operator.operand and item.value in (False, "false", "0", "no"):
        words = _("is not empty")
    return Phrase(name, words, _value(actor, found, item) if operator.operand else "", item)


def _value(actor: Actor, found: Field, condition: Condition) -> str:
    many = found.operator(condition.op).many
    raw = condition.value
    items = raw if isinstance(raw, (list, tuple)) else str(raw).split(",") if many else [raw]
    if condition.op == "within":
        return str(periods.NAMES.get(str(raw), raw))
    return _(" or ").join(_shown(actor, found, item) for item in items)


def _shown(actor: Actor, found: Field, raw: Any) -> str:
    special = {"me": _("me"), "my_team": _("my team")}
    if raw in special and isinstance(found, Link):
        return special[raw]
    try:
        value = found.clean(raw)
    except (BadValue, BadFilter):
        return str(raw)
    if isinstance(found, Link):
        title = links.one(actor, found.entity, value)
        return title.title if title else str(raw)[:8]
    return found.display(value) or str(raw)
