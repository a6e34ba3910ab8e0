"""What became of rows, one letter each, packed so that a million of them fit into a few hundred database rows."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

CREATED, UPDATED, UNCHANGED, SKIPPED, INVALID, AMBIGUOUS = (
    "created",
    "updated",
    "unchanged",
    "skipped",
    "invalid",
    "ambiguous",
)
LABELS = {
    CREATED: _("Created"),
    UPDATED: _("Updated"),
    UNCHANGED: _("Unchanged"),
    SKIPPED: _("Skipped"),
    INVALID: _("Invalid"),
    AMBIGUOUS: _("Ambiguous"),
}
LETTERS = {CREATED: "c", UPDATED: "u", UNCHANGED: "=", SKIPPED: "s", INVALID: "i", AMBIGUOUS: "a"}
_STATUS = {letter: status for status, letter in LETTERS.items()}


class RowOutcome(NamedTuple):
    """The fate of one input row; `row` is its number in the file."""

    row: int
    status: str
    record: uuid.UUID | None = None
    message: str = ""


@dataclass
class Outcomes:
    """The fates of a chunk's rows, in the order of the file."""

    items: list[RowOutcome] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        return Counter(item.status for item in self.items)

    def packed(self) -> dict[str, Any]:
        return {
            "rows": [item.row for item in self.items],
            "status": "".join(LETTERS[item.status] for item in self.items),
            "records": [item.record.hex if item.record else "" for item in self.items],
            "messages": {str(i): item.message for i, item in enumerate(self.items) if item.message},
        }

    @staticmethod
    def unpacked(stored: dict[str, Any]) -> Iterator[RowOutcome]:
        messages = stored["messages"]
        for i, (row, letter, record) in enumerate(
            zip(stored["rows"], stored["status"], stored["records"], strict=True)
        ):
            yield RowOutcome(
                row, _STATUS[letter], uuid.UUID(record) if record else None, messages.get(str(i), "")
            )
