"""What was met on the way and how it was dealt with, grouped and counted: a million bad rows are still one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

MOST = 500

NEAR, ADDED_OPTION, UNKNOWN_OPTION = "near", "option", "unknown-option"
CREATED_LINK, MISSING_LINK, AMBIGUOUS_LINK = "created", "missing", "ambiguous-link"
BAD, AMBIGUOUS, INVALID, NEW_FIELD, NOTED, LEFT_OUT, FILE = (
    "bad",
    "ambiguous",
    "invalid",
    "new-field",
    "noted",
    "left-out",
    "file",
)

LABELS = {
    NEAR: lazy("Spelled otherwise, taken for the nearest"),
    ADDED_OPTION: lazy("New option"),
    UNKNOWN_OPTION: lazy("Not an option"),
    CREATED_LINK: lazy("Created because a row names it"),
    MISSING_LINK: lazy("Named by a row, but not there"),
    AMBIGUOUS_LINK: lazy("Several have this name"),
    BAD: lazy("Does not fit its field"),
    AMBIGUOUS: lazy("Several records match"),
    INVALID: lazy("Cannot be saved"),
    NEW_FIELD: lazy("New field"),
    NOTED: lazy("Kept in the note"),
    LEFT_OUT: lazy("Left out"),
    FILE: lazy("In the file"),
}


class Problem(NamedTuple):
    """`text` is what the file says, `fix` what was (or could be) taken for it; `done` whether it was."""

    kind: str
    column: str
    text: str = ""
    fix: str = ""
    done: bool = True

    def sentence(self) -> str:
        if self.fix:
            arrow = _("“%(text)s” → “%(fix)s”") if self.done else _("“%(text)s”; did you mean “%(fix)s”?")
            return arrow % {"text": self.text, "fix": self.fix}
        return self.text


class Report:
    """Problems with how many rows had them. Beyond `MOST` different ones those of a kind are counted together."""

    def __init__(self, stored: Iterable[Iterable[Any]] = ()) -> None:
        self.counts: Counter[Problem] = Counter({Problem(*each[:5]): each[5] for each in map(list, stored)})

    def add(self, problem: Problem, count: int = 1) -> None:
        if problem not in self.counts and len(self.counts) >= MOST:
            problem = Problem(problem.kind, problem.column, "…", "", problem.done)
        self.counts[problem] += count

    def merge(self, others: Counter[Problem]) -> None:
        for problem, count in others.items():
            self.add(problem, count)

    def to_json(self) -> list[list[Any]]:
        return [[*problem, count] for problem, count in self.counts.items()]

    def grouped(self) -> dict[tuple[str, str], list[tuple[Problem, int]]]:
        """(kind, column) → problems, the commonest first."""
        groups: dict[tuple[str, str], list[tuple[Problem, int]]] = {}
        for problem, count in self.counts.most_common():
            groups.setdefault((problem.kind, problem.column), []).append((problem, count))
        return groups
