"""What became of one record of a set."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from clientela.engine.errors import Conflict, Denied, Invalid, NotFound


@dataclass(frozen=True)
class Outcome:
    """`status`: created, updated, unchanged, deleted, restored; or invalid, missing, denied, conflict (nothing done)."""

    status: str
    id: uuid.UUID | None = None
    version: int = 0
    errors: dict[str, list[str]] = field(default_factory=dict)

    FAILED = frozenset({"invalid", "missing", "denied", "conflict"})

    @property
    def is_done(self) -> bool:
        return self.status not in self.FAILED

    def unwrap(self) -> uuid.UUID:
        """The record's id, or the error that stopped it: a set of one fails as one record does."""
        match self.status:
            case "invalid":
                raise Invalid(self.errors)
            case "missing":
                raise NotFound(str(self.id))
            case "denied":
                raise Denied(str(self.id))
            case "conflict":
                raise Conflict(self.id)
        assert self.id is not None
        return self.id

    def packed(self) -> list[Any]:
        return [self.status, str(self.id) if self.id else None, self.version, self.errors]

    @classmethod
    def unpacked(cls, stored: list[Any]) -> Outcome:
        status, record_id, version, errors = stored
        return cls(status, uuid.UUID(record_id) if record_id else None, version, errors)
