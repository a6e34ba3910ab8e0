"""Looks at files and proposes what to do with them; writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import phonenumbers
from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry, shape
from clientela.engine.fields.contact import Phone
from clientela.engine.imports import guess, mapping, matching, presets, targets
from clientela.engine.imports.plan import ColumnPlan, FilePlan, Options, Plan
from clientela.engine.imports.presets import Preset
from clientela.engine.imports.reading.problems import Unreadable
from clientela.engine.imports.reading.profile import profile
from clientela.engine.imports.reading.tables import Row, Table, open_table
from clientela.engine.imports.words import stem

SAMPLE = 500
READING = ("encoding", "delimiter", "quote", "header", "sheet")
REGIONS = ("US", "GB", "DE", "PL", "RU", "TW", "FR", "CN", "JP", "IN")


def analyse(
    actor: Actor,
    files: Sequence[Path | tuple[Path, str]],
    *,
    given: Mapping[str, Any] | None = None,
    entity: str = "",
    match: Sequence[str] = (),
    options: Options | None = None,
) -> Plan:
    """Guess what each file is, where its columns go, and in what order the files are to be read.

    `given` is a mapping as mapping.py describes it, `entity` and `match` hold for every file. Raises Refused, NotFound.
    """
    shape.refresh()
    plans: list[FilePlan] = []
    unplaced: list[tuple[str, str]] = []
    for file in files:
        path, name = file if isinstance(file, tuple) else (file, file.name)
        try:
            found = _file(path, name, mapping.for_file(given, name), entity)
        except Nowhere as nowhere:
            unplaced.append((name, str(nowhere)))
            continue
        except (Unreadable, OSError) as problem:
            unplaced.append((name, _reason(problem)))
            continue
        if found is None:
            unplaced.append(
                (name, _("Nothing here has such columns; say what it is with --as, or leave it out."))
            )
            continue
        if match:
            mapping.set_match(found, list(match))
        plans.append(found)
    return Plan(in_order(plans), options or Options(), unplaced)


def _reason(problem: Exception) -> str:
    if isinstance(problem, Unreadable):
        return _(problem.message) % problem.params
    return _("The file cannot be opened: %s") % problem


class Nowhere(Exception):
    """A file that is known, and that nothing here can take; the words say so."""


def require_place(table: Table, name: str) -> None:
    """Raises Nowhere for an export that is known to hold what nothing here can take."""
    found = presets.detect(table.columns, name, table.kind)
    if found is None or not found[0].nowhere:
        return
    preset = found[0]
    told = {"system": preset.system_name, "name": preset.name}
    if preset.nowhere == "lines":
        raise Nowhere(
            _(
                "%(system)s, %(name)s: no column says which document a line belongs to, so the file is left out. Export the lines with the id of their document."
            )
            % told
        )
    raise Nowhere(
        _(
            "%(system)s, %(name)s: Clientela has no records of this kind, so the file is left out. To keep it as something else, import it from that list, or with --as."
        )
        % told
    )


def _file(path: Path, name: str, given: Mapping[str, Any], entity: str) -> FilePlan | None:
    reading = {key: given[key] for key in READING if key in given}
    table = open_table(path, name, **reading)
    sample = table.sample(SAMPLE)
    wanted = str(given.get("entity") or entity)
    if not wanted:
        require_place(table, name)
    profiles = [
        profile([row.values[index] for row in sample], column) for index, column in enumerate(table.columns)
    ]
    known = mapping.entity_named(wanted) if wanted else ""
    called = table.sheet if table.kind == "json" and table.sheet else name
    guessed = guess.entity(table.columns, profiles, called, known, table.kind)
    if guessed is None:
        return None
    plan = FilePlan(
        name=name,
        path=str(path),
        entity=guessed.entity.key,
        columns=guessed.columns,
        confidence=guessed.confidence,
        reason=guessed.reason,
        alternatives=guessed.alternatives,
        constants=guess.constants(guessed.entity, name, guessed.preset),
        system=_system(guessed.preset) if guessed.preset else _own_system(table),
        preset=f"{guessed.preset.system_name}: {guessed.preset.name}" if guessed.preset else "",
        reading=_fixed(table, reading),
        described=_described(table),
        notices=[_(notice.message) % notice.params for notice in table.notices[:20]],
    )
    plan.region = _region(plan, sample)
    mapping.apply(plan, given)
    settle(plan)
    return plan


def settle(plan: FilePlan) -> None:
    """What follows from the mapping: by which combinations its records are recognised."""
    if plan.match_given:
        return
    mapped = [*plan.constants, *(column.target.partition(".")[0] for column in plan.columns)]
    plan.match = matching.combinations(registry.get(plan.entity), mapped)


def _system(preset: Preset) -> str:
    return f"{preset.system}/{preset.ids}" if preset.ids else preset.system


def _own_system(table: Table) -> str:
    """Ids of a file of unknown origin are compared with those of files that are called alike, no others. Records that
    tell their type are Salesforce's, which has one kind of id for all."""
    return "salesforce" if table.kind == "json" and table.sheet else f"file:{stem(table.name)}"[:60]


def _fixed(table: Table, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was detected holds for every later reading of the file, or else a resumed run might read other rows."""
    fixed = dict(given)
    if table.encoding is not None and table.kind == "csv":
        fixed.setdefault("encoding", table.encoding.name)
    if table.dialect is not None:
        fixed.setdefault("delimiter", table.dialect.delimiter)
    if table.sheet is not None:
        fixed.setdefault("sheet", table.sheet)
    return fixed


def _described(table: Table) -> str:
    parts = [table.kind.upper() if table.kind != "vcard" else "vCard"]
    if table.encoding is not None:
        parts.append(table.encoding.name)
    if table.dialect is not None:
        parts.append(
            {"\t": _("tabs"), ";": _("semicolons"), ",": _("commas")}.get(
                table.dialect.delimiter, table.dialect.delimiter
            )
        )
    if table.sheet is not None:
        parts.append(table.sheet)
    return ", ".join(parts)


def _region(plan: FilePlan, sample: Sequence[Row]) -> str:
    """The country in which most telephone numbers without a country code are good ones; "" when none is needed."""
    entity = registry.get(plan.entity)
    texts = [row.values[index].strip() for index in _phones(entity, plan.columns) for row in sample[:200]]
    local = [text for text in texts if text and not text.startswith("+")]
    if not local:
        return ""
    scores = {region: sum(_is_good(text, region) for text in local) for region in REGIONS}
    best = max(REGIONS, key=lambda region: scores[region])
    return best if scores[best] >= 0.8 * len(local) else ""


def _phones(entity: Any, columns: Sequence[ColumnPlan]) -> Iterable[int]:
    for index, column in enumerate(columns):
        if targets.is_possible(entity, column.target):
            target = targets.parse(entity, column.target)
            if target.kind == "field" and isinstance(target.field, Phone):
                yield index


def _is_good(text: str, region: str) -> bool:
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(text, region)))
    except phonenumbers.NumberParseException:
        return False


def in_order(plans: Sequence[FilePlan]) -> list[FilePlan]:
    """Files whose records others link to come first; among equals the order given stays."""
    left, placed = list(plans), []
    while left:
        waiting = {plan.entity for plan in left}
        free = [plan for plan in left if not (_links(plan) & (waiting - {plan.entity}))] or left[:1]
        for plan in free:
            left.remove(plan)
        placed += free
    return placed


def _links(plan: FilePlan) -> set[str]:
    """The entities that the mapped link columns of a file point at."""
    entity = registry.get(plan.entity)
    linked: set[str] = set()
    for column in plan.columns:
        target = targets.parse(entity, column.target)
        if target.kind == "link" and target.field is not None:
            linked.add(getattr(target.field, "entity", "") or target.by.partition(".")[0])
    return linked
