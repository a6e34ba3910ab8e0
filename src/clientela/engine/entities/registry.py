"""Every entity of the system, in the order in which its domain declared it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from clientela.engine.entities.entity import Entity
from clientela.engine.errors import NotFound
from clientela.engine.fields.link import Link

if TYPE_CHECKING:
    from clientela.engine.records.models import Record

Rule = Callable[[Any, list[Any]], None]

_by_key: dict[str, Entity] = {}
_further: dict[str, list[Rule]] = defaultdict(list)


def register(entity: Entity) -> Entity:
    if entity.key != entity.model._meta.model_name:
        raise ValueError(
            f"{entity.key}: the key of an entity is its model's name, as the change log writes it"
        )
    _by_key[entity.key] = entity
    return entity


def add_rule(key: str, rule: Rule) -> Rule:
    """What a domain above has to say about drafts of an entity below it; asked after the entity's own rules."""
    if rule not in _further[key]:
        _further[key].append(rule)
    return rule


def rules_of(entity: Entity) -> tuple[Rule, ...]:
    return (*entity.rules, *_further.get(entity.key, ()))


def get(key: str) -> Entity:
    try:
        return _by_key[key]
    except KeyError:
        raise NotFound(f"entity {key}") from None


def by_slug(slug: str) -> Entity:
    for entity in _by_key.values():
        if entity.slug == slug:
            return entity
    raise NotFound(f"entity {slug}")


def of(record: Record | type[Record]) -> Entity:
    return get(str(record._meta.model_name))


def every() -> tuple[Entity, ...]:
    return tuple(_by_key.values())


def of_daily_work() -> list[Entity]:
    """The kinds of record that people work with, without their parts and what administrators set up."""
    return [entity for entity in every() if entity.nav not in ("", "settings")]


def incoming(target: str) -> list[tuple[Entity, Link]]:
    """Every link field, of whatever entity, that points at records of `target`."""
    return [(entity, link) for entity in every() for link in entity.links() if link.entity == target]
