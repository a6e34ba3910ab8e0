"""Problems as people read them: grouped, counted, worst first, each with the fixes that may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as lazy
from rapidfuzz import fuzz, process

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.choice import Choice, MultiChoice
from clientela.engine.fields.link import Link
from clientela.engine.imports import problems, targets
from clientela.engine.imports.plan import FilePlan
from clientela.engine.imports.problems import Problem, Report
from clientela.engine.query.folding import fold

SHOWN = 8
LOOKED_AT = 40
ALIKE = 72
SUGGESTED = 3
MOST_OPTIONS = 60
MOST_TITLES = 5_000
# Worst first; what is only told comes last.
ORDER = (
    problems.AMBIGUOUS, problems.INVALID, problems.BAD, problems.MISSING_LINK, problems.AMBIGUOUS_LINK,
    problems.UNKNOWN_OPTION, problems.ADDED_OPTION, problems.FILE, problems.NEAR, problems.CREATED_LINK,
    problems.NEW_FIELD, problems.NOTED, problems.LEFT_OUT,
)  # fmt: skip
BAD = {problems.AMBIGUOUS, problems.INVALID}
WARN = {
    problems.BAD,
    problems.MISSING_LINK,
    problems.AMBIGUOUS_LINK,
    problems.UNKNOWN_OPTION,
    problems.ADDED_OPTION,
    problems.FILE,
}
ICONS = {**dict.fromkeys(BAD, "circle-alert"), **dict.fromkeys(WARN, "triangle-alert")}
FIXABLE = {
    problems.MISSING_LINK,
    problems.AMBIGUOUS_LINK,
    problems.UNKNOWN_OPTION,
    problems.ADDED_OPTION,
    problems.CREATED_LINK,
}
AS_IS = {
    problems.MISSING_LINK: lazy("leave it in the note"),
    problems.AMBIGUOUS_LINK: lazy("leave it in the note"),
    problems.UNKNOWN_OPTION: lazy("leave it in the note"),
    problems.ADDED_OPTION: lazy("add it as an option"),
    problems.CREATED_LINK: lazy("create it"),
}


@dataclass
class Item:
    """One text of the file with what was taken for it. `likely` may be meant instead, `all` could be."""

    text: str
    sentence: str
    count: int
    likely: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)


@dataclass
class Group:
    """Problems of one kind in one column. `index` is the column's, where texts can be replaced."""

    label: str
    column: str
    tone: str
    icon: str
    total: int
    items: list[Item]
    more: int = 0
    index: int | None = None
    as_is: str = ""


def groups(actor: Actor, plan: FilePlan, report: Report) -> list[Group]:
    found = report.grouped()
    ordered = sorted(
        found, key=lambda key: (ORDER.index(key[0]), -sum(count for _problem, count in found[key]))
    )
    return [_group(actor, plan, kind, column, found[kind, column]) for kind, column in ordered]


def _group(
    actor: Actor, plan: FilePlan, kind: str, column: str, found: Sequence[tuple[Problem, int]]
) -> Group:
    index = next((i for i, each in enumerate(plan.columns) if each.name == column), None)
    meant = _Meant(actor, plan, index) if kind in FIXABLE and index is not None else None
    # What may be a slip of the pen is worth more attention than what is plainly new.
    items = sorted(
        (_item(problem, count, meant) for problem, count in found[:LOOKED_AT]),
        key=lambda item: not item.likely,
    )
    is_doubtful = bool(items and items[0].likely)
    return Group(
        label=str(problems.LABELS[kind]),
        column=column,
        tone="bad" if kind in BAD else "warn" if kind in WARN or is_doubtful else "",
        icon=ICONS.get(kind, "triangle-alert" if is_doubtful else "info"),
        total=sum(count for _problem, count in found),
        items=items[:SHOWN],
        more=max(0, len(found) - SHOWN),
        index=index if meant else None,
        as_is=str(AS_IS.get(kind, "")),
    )


def _item(problem: Problem, count: int, meant: _Meant | None) -> Item:
    item = Item(problem.text, problem.sentence(), count)
    if meant is not None and problem.text != "…":
        item.sentence = f"“{problem.text}”"
        item.likely, item.all = meant.by(problem.text)
    return item


class _Meant:
    """What a text in a column may stand for: options of a choice, or titles of the records that it links to."""

    def __init__(self, actor: Actor, plan: FilePlan, index: int) -> None:
        entity = registry.get(plan.entity)
        target = targets.parse(entity, plan.columns[index].target)
        self.names = _options(target.field) or _titles(actor, target.field)
        self.all = self.names if len(self.names) <= MOST_OPTIONS else []

    def by(self, text: str) -> tuple[list[str], list[str]]:
        best = process.extract(
            text, self.names, scorer=fuzz.WRatio, processor=fold, score_cutoff=ALIKE, limit=SUGGESTED + 1
        )
        likely = [name for name, _score, _index in best if name != text][:SUGGESTED]
        return likely, [name for name in self.all if name not in likely and name != text]


def _options(found: Field | None) -> list[str]:
    if isinstance(found, (Choice, MultiChoice)):
        return [str(option.label) for option in found.options]
    return []


def _titles(actor: Actor, found: Field | None) -> list[str]:
    if not isinstance(found, Link):
        return []
    target: Entity = registry.get(found.entity)
    title = target.title_field
    if not title.columns() or isinstance(title, Link):
        return []
    rows: Any = (
        gate.visible(actor, target.model).order_by("pk").values_list(title.attribute, flat=True)[:MOST_TITLES]
    )
    return [str(name) for name in rows if name]
