"""What is special about the board of an entity, declared by its domain in board.py; without that a board is plain.

A column is a record of the entity that the board's field links to, or an option of its choice.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from clientela.engine.access.actor import Actor
from clientela.engine.entities.entity import Entity
from clientela.engine.records import commands


@dataclass(frozen=True)
class Sign:
    """Something worth noticing on a card; `tone`: "", warn or bad. A sign with a tone stands out as a pill."""

    text: str
    tone: str = ""
    icon: str = "flag"


def update(
    actor: Actor, entity: Entity, record_id: uuid.UUID, column: str, values: Mapping[str, Any]
) -> None:
    """The plain move: the board's field gets another value."""
    commands.update(actor, entity.key, record_id, {**values, entity.board_by: column})


@dataclass(frozen=True, kw_only=True)
class Board:
    """`signs(record, column)` on a card · `shows(column)` which records a column holds · `note(column)` in its head ·
    `asks(column)` fields that must be filled when a card enters · `move` what moving does.
    """

    signs: Callable[[Any, Any], Sequence[Sign]] = lambda _record, _column: ()
    shows: Callable[[Any], Q] = lambda _column: Q()
    note: Callable[[Any], str] = lambda _column: ""
    asks: Callable[[Any], tuple[str, ...]] = lambda _column: ()
    move: Callable[[Actor, Entity, uuid.UUID, str, Mapping[str, Any]], None] = update


PLAIN = Board()
_boards: dict[str, Board] = {}


def register(entity: str, board: Board) -> None:
    _boards[entity] = board


def of(entity: Entity) -> Board:
    return _boards.get(entity.key, PLAIN)
