"""What domains put on the page of somebody's day, beside what that page's own domain knows.

A domain registers in its slots.py; the page draws `page.day` (see ui/context.py) and knows nothing of what it means.
"""

from __future__ import annotations

from collections.abc import Callable

from clientela.engine.access.actor import Actor
from clientela.engine.screens.slots import Fragment

Part = Callable[[Actor], Fragment | None]

_parts: list[Part] = []


def fill(part: Part) -> Part:
    if part not in _parts:
        _parts.append(part)
    return part


def fragments(actor: Actor) -> list[Fragment]:
    return [fragment for part in _parts if (fragment := part(actor)) is not None]
