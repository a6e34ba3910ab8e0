"""What an import is going to do, as plain values: made by guessing, shown to people, changed by them, stored, run."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clientela.engine.imports.reading.profile import ColumnProfile


@dataclass(frozen=True)
class Options:
    """What the import may do besides what its files plainly say.

    `mode`: both, create or update. `fix` takes near names. `keep` writes what does not fit its field into the note of
    the record; without it such a row is refused. `overwrite` lets a filled cell replace another value.
    """

    mode: str = "both"
    create_links: bool = True
    add_fields: bool = True
    add_options: bool = True
    fix: bool = True
    keep: bool = True
    overwrite: bool = True
    currency: str = "EUR"
    region: str = ""
    timezone: str = "UTC"

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Options:
        known = {f.name for f in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})


@dataclass(frozen=True)
class Candidate:
    """A target that might fit, how well (0–1), and why."""

    target: str
    confidence: float
    reason: str


@dataclass
class ColumnPlan:
    """Where one column goes. `fixes` replaces texts before they are read."""

    name: str
    target: str
    confidence: float = 1.0
    reason: str = ""
    alternatives: list[Candidate] = field(default_factory=list)
    profile: ColumnProfile | None = None
    date_order: str = "dmy"
    decimal: str = "."
    currency: str = ""
    fixes: dict[str, str] = field(default_factory=dict)


@dataclass
class FilePlan:
    """How one file is read and what its rows become. `match`: combinations of fields that recognise a record."""

    name: str
    path: str
    entity: str
    columns: list[ColumnPlan]
    confidence: float = 1.0
    reason: str = ""
    alternatives: list[Candidate] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    match: list[list[str]] = field(default_factory=list)
    match_given: bool = False
    system: str = ""
    preset: str = ""
    region: str = ""
    reading: dict[str, Any] = field(default_factory=dict)
    described: str = ""
    notices: list[str] = field(default_factory=list)
    rows: int | None = None

    def to_json(self) -> dict[str, Any]:
        """What is needed to run it; guesses and profiles stay out."""
        shown = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "columns"}
        shown["alternatives"] = []
        columns = [dataclasses.replace(column, profile=None, alternatives=[]) for column in self.columns]
        return {**shown, "columns": [dataclasses.asdict(column) for column in columns]}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> FilePlan:
        columns = [ColumnPlan(**column) for column in stored["columns"]]
        return cls(**{**stored, "columns": columns})

    def column(self, name: str) -> ColumnPlan | None:
        return next((column for column in self.columns if column.name == name), None)


@dataclass
class Plan:
    """Files in the order in which they are read, and what is said about the whole."""

    files: list[FilePlan]
    options: Options
    unplaced: list[tuple[str, str]] = field(default_factory=list)
