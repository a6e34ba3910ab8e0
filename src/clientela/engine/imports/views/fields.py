"""Where a column may go, in words: the choices of the mapping table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.contact import Address, Email
from clientela.engine.fields.link import Link, Reference
from clientela.engine.fields.numbers import Money
from clientela.engine.fields.registry import KINDS
from clientela.engine.fields.text import Text
from clientela.engine.imports import hints, targets

NEW_KINDS = ("text", "longtext", "number", "money", "date", "datetime", "boolean", "email", "phone", "url")
Choice = tuple[str, str]  # target, words
PLACES = {
    targets.SKIP: lazy("Leave out"),
    targets.NOTE: lazy("Keep in the note"),
    targets.ID: lazy("Its id in the other system"),
}


@dataclass(frozen=True)
class Choices:
    """What every column of a file may be, by group."""

    fields: list[Choice]
    links: list[Choice]
    others: list[Choice]
    may_add: bool


def choices(actor: Actor, entity: Entity) -> Choices:
    fields = [field for field in entity.fields if not field.read_only and field.kind != "computed"]
    plain = [
        choice for field in fields if not isinstance(field, (Link, Reference)) for choice in _of_field(field)
    ]
    links = [choice for field in fields if isinstance(field, Link) for choice in _of_link(field)]
    virtual = [(f"={name}", said(entity, f"={name}")) for name in hints.of(entity.key).virtual]
    others = [(key, said(entity, key)) for key in (targets.ID, targets.NOTE, targets.SKIP)]
    return Choices(plain + virtual, links, others, actor.is_admin)


def _of_field(field: Field) -> Iterator[Choice]:
    yield field.key, str(field.label)
    if isinstance(field, Address):
        for name, part in field.parts().items():
            yield f"{field.key}.{name}", f"{field.label}: {part.label}"
    if isinstance(field, Money) and not field.custom:
        yield f"{field.key}.currency", _("%s: currency") % field.label


def _of_link(field: Link) -> Iterator[Choice]:
    yield field.key, _("%s, by name") % field.label
    yield f"{field.key}.@id", _("%s, by its id in the other system") % field.label
    target = registry.get(field.entity)
    for keys in target.unique:
        if (
            len(keys) == 1
            and keys[0] != target.title
            and isinstance(found := target.field(keys[0]), (Text, Email))
        ):
            yield (
                f"{field.key}.{keys[0]}",
                _("%(link)s, by %(field)s") % {"link": field.label, "field": str(found.label).lower()},
            )


def said(entity: Entity, target: str) -> str:
    """A target in words."""
    try:
        parsed = targets.parse(entity, target)
    except BadValue:
        return target
    return str(PLACES[target]) if target in PLACES else SAID[parsed.kind](entity, parsed)


def _virtual_said(_entity: Entity, parsed: targets.Target) -> str:
    return _("%s, as other systems say it") % parsed.key.replace("_", " ").capitalize()


def _new_said(_entity: Entity, parsed: targets.Target) -> str:
    return _("New field “%(label)s” (%(kind)s)") % {"label": parsed.key, "kind": kind_said(parsed.by)}


def _currency_said(_entity: Entity, parsed: targets.Target) -> str:
    return _("%s: currency") % (parsed.field.label if parsed.field else parsed.key)


def kind_said(kind: str) -> str:
    return str(KINDS[kind].kind_label).lower() if kind in KINDS else kind


def _field_said(entity: Entity, parsed: targets.Target) -> str:
    whole, _dot, part = parsed.key.partition(".")
    label = str(entity.field(whole).label)
    return f"{label}: {entity.field(parsed.key).label}" if part else label


def _link_said(_entity: Entity, parsed: targets.Target) -> str:
    field = parsed.field
    if not isinstance(field, Link):
        return str(field.label) if field else parsed.key
    named = dict(_of_link(field))
    return named.get(f"{parsed.key}.{parsed.by}" if parsed.by else parsed.key, str(field.label))


SAID = {
    "virtual": _virtual_said,
    "new": _new_said,
    "currency": _currency_said,
    "link": _link_said,
    "field": _field_said,
}


def new_choices(name: str, guessed: str) -> list[Choice]:
    """A column as a field of its own, of the guessed kind first."""
    kinds = (
        [guessed, *(kind for kind in NEW_KINDS if kind != guessed)] if guessed in KINDS else list(NEW_KINDS)
    )
    return [(f"+{kind}:{name}", _("New field: %s") % kind_said(kind)) for kind in kinds]
