"""Tells the database who is writing and why, so that the triggers can say so in the change log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import connection, transaction

from clientela.engine.entities import shape

if TYPE_CHECKING:
    from clientela.engine.access.actor import Actor

_running: ContextVar[str] = ContextVar("clientela_command", default="")


def running() -> str:
    """The outermost command at work in this thread, or ""."""
    return _running.get()


@contextmanager
def attributed(actor: Actor, command: str) -> Iterator[bool]:
    """One transaction in which every change is logged as this actor's; yields whether this is the outermost command.

    The setting is made outside any savepoint of the command, because rolling back to one would undo it. The same round
    trip brings the version of the shape, so that no command works with fields of yesterday.
    """
    with transaction.atomic():
        if _running.get():
            yield False
            return
        token = _running.set(command)
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT number, set_config('clientela.actor', %s, true), set_config('clientela.command', %s, true), "
                    "set_config('clientela.source', %s, true) FROM entities_shapeversion",
                    [str(actor.user_id or ""), command, actor.source],
                )
                shape.adopt(cursor.fetchone()[0])
            yield True
        finally:
            _running.reset(token)
