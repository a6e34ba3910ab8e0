"""Pinned and recently opened records, named in the navigation."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry

RECENT = 6
PINS = 12


@dataclass(frozen=True)
class Shortcut:
    key: str
    label: str
    href: str
    id: uuid.UUID
    is_person: bool


def pinned(actor: Actor) -> list[Shortcut]:
    return _resolve(actor, actor.user.preferences.get("pins", [])[:PINS])


def recent(request: HttpRequest, actor: Actor) -> list[Shortcut]:
    """The browser remembers ids only (a cookie the frame writes); names are read here, under the actor's rights."""
    return _resolve(actor, request.COOKIES.get("recent", "").split("~")[:RECENT])


def _resolve(actor: Actor, keys: Iterable[str]) -> list[Shortcut]:
    wanted: dict[str, list[uuid.UUID]] = {}
    known = {entity.key for entity in registry.every()}
    parsed = [pair for key in keys if (pair := _parse(key)) and pair[0] in known]
    for entity_key, record_id in parsed:
        wanted.setdefault(entity_key, []).append(record_id)
    found = {pair: shortcut for key, ids in wanted.items() for pair, shortcut in _read(actor, key, ids)}
    return [found[pair] for pair in parsed if pair in found]


def _parse(key: str) -> tuple[str, uuid.UUID] | None:
    """The parts of company.0190…; a cookie may hold anything, so nothing is trusted."""
    entity_key, _, text = key.partition(".")
    try:
        return entity_key, uuid.UUID(text)
    except ValueError:
        return None


def _read(
    actor: Actor, entity_key: str, ids: list[uuid.UUID]
) -> list[tuple[tuple[str, uuid.UUID], Shortcut]]:
    entity = registry.get(entity_key)
    records = gate.visible(actor, entity.model).filter(pk__in=ids)
    return [
        (
            (entity_key, record.pk),
            Shortcut(
                f"{entity_key}.{record.pk}",
                entity.title_of(record),
                f"/{entity.slug}/{record.pk}/",
                record.pk,
                entity.person,
            ),
        )
        for record in records
    ]
