"""What a command or query can answer instead of a result. Every surface maps these to its own form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Refused(Exception):
    """A business rule says no; the message is a whole sentence for the user. HTTP 409."""


class Denied(Exception):
    """The actor may see the record but not do this with it. HTTP 403."""


class NotFound(Exception):
    """No such record, or none that the actor may see: the two are not told apart. HTTP 404."""


class Invalid(Exception):
    """Values that cannot be saved, by field key; the key "" is for the record as a whole. HTTP 422."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors: dict[str, list[str]] = {
            key: [str(m) for m in messages] for key, messages in errors.items()
        }
        super().__init__("; ".join(f"{key}: {' '.join(messages)}" for key, messages in self.errors.items()))


class Conflict(Exception):
    """Somebody else saved this record meanwhile. Carries what is stored now. HTTP 412."""

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__("changed meanwhile")


class Ungated(RuntimeError):
    """A record queryset was evaluated without passing access.visible() or access.unrestricted()."""
