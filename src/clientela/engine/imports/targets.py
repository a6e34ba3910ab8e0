"""Where a column's values go, written as text so that mappings can be stored, edited and shipped as presets.

name              a field                        address.city        a part of a compound field
company           a link, found by any name      company.code        a link, found by one field of its entity
owner.@id         a link, by the other system's id      @id          the record's own id in the other system
+text:Label       a new user-defined field       @note               kept as a line of the record's note
=status           what the entity's hints know   (empty)             left out on purpose
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Link, Reference
from clientela.engine.fields.numbers import Money
from clientela.engine.imports import hints

SKIP, NOTE, ID = "", "@note", "@id"
Kind = Literal["skip", "note", "id", "new", "virtual", "currency", "link", "field"]


@dataclass(frozen=True)
class Target:
    """`key` is the field (or the new field's label, or the virtual name), `by` the field that a link is found by."""

    kind: Kind
    key: str = ""
    by: str = ""
    field: Field | None = None


def parse(entity: Entity, text: str) -> Target:
    """The target that a text names. Raises BadValue when this entity has no such thing."""
    if text == SKIP:
        return Target("skip")
    if text == NOTE:
        return Target("note")
    if text == ID:
        return Target("id")
    if text.startswith("+"):
        return _new(text)
    if text.startswith("="):
        return _virtual(entity, text)
    return _field(entity, text)


def _new(text: str) -> Target:
    kind, _colon, label = text[1:].partition(":")
    if not label.strip():
        raise BadValue(_("Write a new field as +text:Label."))
    return Target("new", label.strip(), kind)


def _virtual(entity: Entity, text: str) -> Target:
    if text[1:] not in hints.of(entity.key).virtual:
        raise BadValue(_("%(entity)s has no field “%(key)s”.") % {"entity": entity.label, "key": text[:60]})
    return Target("virtual", text[1:])


def _field(entity: Entity, text: str) -> Target:
    whole, _dot, part = text.partition(".")
    found = entity.field(whole)
    if found.read_only and whole not in hints.of(entity.key).brought:
        raise BadValue(_("“%s” cannot be set.") % found.label)
    if isinstance(found, (Link, Reference)):
        return Target("link", whole, part, found)
    if part and isinstance(found, Money):
        return Target("currency", whole, part, found)
    return Target("field", text, field=entity.field(text))


def is_possible(entity: Entity, text: str) -> bool:
    try:
        parse(entity, text)
    except BadValue:
        return False
    return True
