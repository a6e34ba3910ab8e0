"""What the exports of other systems look like: files of presets/*.toml, read once. Data, so that adding one is no code."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clientela.engine.entities import registry
from clientela.engine.imports import targets
from clientela.engine.imports.words import plain, squashed, stem, unnumbered

FOLDER = Path(__file__).parent / "presets"
LEAST_SHARE = 0.6


@dataclass(frozen=True)
class Preset:
    """One kind of file of one system. `marks` are columns of which at least one must be there.

    `ids` is the family that the file's ids belong to, where the system counts each kind of record on its own and two
    kinds become one entity here (leads and contacts). `kind` is that of a file whose columns are named by its reader,
    `rest` where its unknown columns go. `nowhere` says why a file has no place here: there is nothing of its "kind", or
    its "lines" do not say which document they belong to.
    """

    system: str
    system_name: str
    name: str
    entity: str
    columns: Mapping[str, str]
    files: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    ids: str = ""
    kind: str = ""
    rest: str | None = None
    nowhere: str = ""
    known: Mapping[str, str] = field(default_factory=dict)

    def target(self, column: str) -> str | None:
        """Where a column goes; None when the preset does not know it."""
        found = self.known.get(squashed(column))
        return self.known.get(squashed(unnumbered(column)), self.rest) if found is None else found


@functools.cache
def every() -> tuple[Preset, ...]:
    found: list[Preset] = []
    for file in sorted(FOLDER.glob("*.toml")):
        system = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [_built(system, name, each) for name, each in system["objects"].items()]
    return tuple(found)


def _built(system: dict[str, Any], name: str, each: dict[str, Any]) -> Preset:
    columns: dict[str, str] = {**system.get("columns", {}), **each["columns"]}
    return Preset(
        system=system["system"],
        system_name=system["name"],
        name=name,
        entity=each.get("entity", ""),
        columns=columns,
        files=tuple(each.get("files", (name,))),
        marks=tuple(squashed(mark) for mark in each.get("marks", ())),
        constants=each.get("constants", {}),
        ids=each.get("ids", ""),
        kind=each.get("kind", ""),
        rest=each.get("rest"),
        nowhere=each.get("nowhere", ""),
        known={squashed(column): target for column, target in columns.items()},
    )


def detect(columns: Sequence[str], file_name: str = "", kind: str = "") -> tuple[Preset, float] | None:
    """The preset that knows most of these columns, if it knows most of them, and how sure that is."""
    for preset in every():
        if preset.kind and preset.kind == kind:
            return preset, 1.0
    scored = [
        (score, preset)
        for preset in every()
        if not preset.kind and (score := _score(preset, columns, file_name)) >= LEAST_SHARE
    ]
    if not scored:
        return None
    score, preset = max(scored, key=lambda pair: (pair[0], not pair[1].nowhere))
    return preset, min(score, 1.0)


def _score(preset: Preset, columns: Sequence[str], file_name: str) -> float:
    if not preset.nowhere and preset.entity not in {entity.key for entity in registry.every()}:
        return 0.0
    names = {squashed(column) for column in columns if column.strip()}
    if not names or (preset.marks and not names & set(preset.marks)):
        return 0.0
    own = {squashed(column) for column in preset.columns}
    called = not preset.nowhere and any(plain(word) in stem(file_name) for word in preset.files)
    share = len(names & own) / len(names)
    return share + (0.15 if called and share > 0.5 else 0.0)


def is_usable(preset: Preset, target: str) -> bool:
    return bool(preset.nowhere) or targets.is_possible(registry.get(preset.entity), target)
