"""A field as a control of a form, and what a form sends back as the value for the field.

The template is widgets/<widget>.html, by the field's own `widget`; nothing here asks a field for its kind twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.choice import Choice, MultiChoice
from clientela.engine.fields.contact import PARTS
from clientela.engine.fields.link import Link, Reference, Target
from clientela.engine.fields.numbers import Amount, Money
from clientela.engine.query import links

# A link to one of so few records is chosen from a list instead of being searched for.
FEW = 25
COMMON_CURRENCIES = ("EUR", "PLN", "USD", "GBP", "CHF", "CZK", "RUB", "TWD", "CNY", "JPY")


@dataclass(frozen=True)
class Control:
    """A field in a form: its value as text for inputs, the title of a link, what is wrong with it.

    `choices` are (value, label) pairs where there is a list to choose from; `create` offers to make a missing record.
    """

    field: Field
    value: Any = ""
    text: str = ""
    errors: Sequence[str] = ()
    choices: Sequence[tuple[str, str]] = ()
    create: bool = False
    is_new: bool = False

    @property
    def name(self) -> str:
        return self.field.key

    @property
    def template(self) -> str:
        return f"widgets/{self.field.widget}.html"

    @property
    def is_wide(self) -> bool:
        return self.field.widget in ("longtext", "address", "multichoice", "reference")


def controls(
    actor: Actor,
    fields: Iterable[Field],
    values: Mapping[str, Any],
    *,
    posted: QueryDict | None = None,
    errors: Mapping[str, Sequence[str]] | None = None,
) -> list[Control]:
    """Controls for fields: from clean values, or from what was posted and is shown again with its errors."""
    chosen = list(fields)
    titles = links.of_targets(actor, (_target(one, values.get(one.key), posted) for one in chosen))
    return [_control(actor, one, values.get(one.key), titles, posted, errors or {}) for one in chosen]


def _target(one: Field, value: Any, posted: QueryDict | None) -> Target | None:
    if isinstance(one, Link):
        raw = posted.get(one.key) if posted is not None else value
        try:
            return Target(one.entity, uuid.UUID(str(raw))) if raw else None
        except ValueError:
            return None
    return value if isinstance(one, Reference) and isinstance(value, Target) else None


def _control(
    actor: Actor,
    one: Field,
    value: Any,
    titles: links.Titles,
    posted: QueryDict | None,
    errors: Mapping[str, Sequence[str]],
) -> Control:
    target = _target(one, value, posted)
    title = titles.found.get((target.entity, target.id)) if target else None
    new = posted.get(f"{one.key}.new", "") if posted is not None else ""
    return Control(
        field=one,
        value=new or (shown_again(one, posted) if posted is not None else edited(one, value)),
        text=new or (title.title if title else ""),
        errors=_errors_of(one, errors),
        choices=choices(actor, one),
        create=_may_create(actor, one),
        is_new=bool(new),
    )


def _errors_of(one: Field, errors: Mapping[str, Sequence[str]]) -> list[str]:
    own = [
        message
        for key, messages in errors.items()
        if key.partition(".")[0] == one.key
        for message in messages
    ]
    return list(dict.fromkeys(own))


def edited(one: Field, value: Any) -> Any:
    """A clean value in the form its template takes: text, a list, or a mapping of parts."""
    if isinstance(value, Amount):
        return {"amount": format(value.amount.normalize(), "f"), "currency": value.currency}
    if one.widget == "boolean":
        return bool(value)
    if isinstance(value, (list, dict)):
        return value
    if isinstance(value, Target):
        return str(value)
    if isinstance(one, (Link, Choice)):
        return "" if value is None else str(value)
    return one.edit(value)


def shown_again(one: Field, posted: QueryDict) -> Any:
    """What was posted for a field, in the form its template takes."""
    raw = raw_value(one, posted)
    if one.widget == "boolean":
        return raw == "yes"
    return "" if raw is None else raw


def choices(actor: Actor, one: Field) -> list[tuple[str, str]]:
    if isinstance(one, (Choice, MultiChoice)):
        return [(option.key, str(option.label)) for option in one.options]
    if isinstance(one, Money):
        own = getattr(actor.user, "currency", None) or "EUR"
        return [(code, code) for code in dict.fromkeys((own, *COMMON_CURRENCIES))]
    if isinstance(one, Link) and registry.get(one.entity).nav == "settings":
        return _few(actor, registry.get(one.entity))
    return []


def _few(actor: Actor, entity: Entity) -> list[tuple[str, str]]:
    """All records of a small table, each told apart by what it is part of; none where there are too many to list."""
    own = [link for link in entity.links() if link.key in entity.columns[1:] and link.required]
    rows = list(gate.visible(actor, entity.model).order_by(*_order(entity))[: FEW + 1])
    if len(rows) > FEW:
        return []
    titles = links.titles(actor, entity, rows, [link.key for link in own]) if own else links.Titles()
    several = {link.key for link in own if len({link.load(row) for row in rows}) > 1}
    return [(str(row.pk), _told_apart(entity, row, titles, several)) for row in rows]


def _order(entity: Entity) -> list[str]:
    attributes = {f.key: f.attribute for f in entity.native}
    keys = [link.attribute for link in entity.links() if link.required and link.key in attributes]
    return [*keys, entity.sort if entity.sort.lstrip("-") in attributes else "pk", "pk"]


def _told_apart(entity: Entity, row: Any, titles: links.Titles, several: set[str]) -> str:
    wholes = [str(titles.of(entity.field(key), entity.field(key).load(row)) or "") for key in sorted(several)]
    return " · ".join([*filter(None, wholes), entity.title_of(row)])


def _may_create(actor: Actor, one: Field) -> bool:
    """Made while typing: needs nothing but its title."""
    if not isinstance(one, Link) or one.entity == "user":
        return False
    entity = registry.get(one.entity)
    required = {f.key for f in entity.fields if f.required and f.default is None}
    return entity.creatable and required <= {entity.title} and gate.can(actor, entity.model, "create")


# -- what comes back -------------------------------------------------------------------------------------------------
def raw_value(one: Field, posted: QueryDict) -> Any:
    """The posted value of a field in the form that its clean() takes."""
    return READERS.get(one.widget, _one)(one, posted)


def is_posted(one: Field, posted: QueryDict) -> bool:
    names = (one.key, f"{one.key}.new", f"{one.key}.amount", *(f"{one.key}.{part}" for part in PARTS))
    return any(name in posted for name in names)


def _one(one: Field, posted: QueryDict) -> Any:
    return posted.get(one.key)


def _money(one: Field, posted: QueryDict) -> Any:
    """An amount may carry its own currency ("12 k PLN"); else the one chosen beside it holds."""
    amount = posted.get(f"{one.key}.amount", posted.get(one.key, "")).strip()
    if not amount:
        return None
    if any(character.isalpha() for character in amount):
        return amount
    return {"amount": amount, "currency": posted.get(f"{one.key}.currency") or None}


def _address(one: Field, posted: QueryDict) -> Any:
    return {part: posted.get(f"{one.key}.{part}", "") for part in PARTS}


def _several(one: Field, posted: QueryDict) -> Any:
    return [item for item in posted.getlist(one.key) if item]


READERS: dict[str, Callable[[Field, QueryDict], Any]] = {
    "money": _money,
    "address": _address,
    "multichoice": _several,
}
