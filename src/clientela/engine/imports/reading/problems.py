"""What can be wrong with a file: messages as English templates with parameters, translated by the caller.

This package knows nothing of Django, so texts are only marked for the catalogue (under the name `makemessages` looks
for) and carried apart from their parameters; `str()` of any of them is the English sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


def gettext_noop(text: str) -> str:
    """Mark a text for translation without translating it."""
    return text


class Unreadable(Exception):
    """The file cannot be read at all; says where and what to do. `message % params` is the sentence."""

    def __init__(self, message: str, **params: object) -> None:
        self.message = message
        self.params: Mapping[str, object] = params
        super().__init__(message % params)


Kind = Literal["encoding", "nul", "ragged", "quote", "long", "header", "card", "delimiter", "sheet"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader met and did not drop. `row` is the row's number in the file, None for the whole file."""

    kind: Kind
    message: str
    row: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params


class Notices:
    """A bounded list of notices: a million bad rows must not fill the memory, but their number is kept."""

    LIMIT = 1000

    def __init__(self) -> None:
        self.kept: list[Notice] = []
        self.count = 0

    def add(self, kind: Kind, message: str, row: int | None = None, **params: object) -> None:
        self.count += 1
        if len(self.kept) < self.LIMIT:
            self.kept.append(Notice(kind, message, row, {"row": row, **params}))
