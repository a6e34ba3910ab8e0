"""What an import did, told: to a terminal, as JSON, and as a file with one line per input row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.imports import mapping, outcomes, problems, targets
from clientela.engine.imports.models import ImportFile
from clientela.engine.imports.outcomes import Outcomes, RowOutcome
from clientela.engine.imports.plan import ColumnPlan, FilePlan, Plan
from clientela.engine.imports.reading.export_safe import neutralise
from clientela.engine.imports.reading.tables import open_table
from clientela.engine.imports.run import FileResult, Result, get

Say = Callable[[str], Any]
MOST_SHOWN = 8


# -- on a terminal -----------------------------------------------------------------------------------------------------
def say_plan(plan: Plan, say: Say) -> None:
    """What was guessed, and why."""
    for each in plan.files:
        entity = registry.get(each.entity)
        say(f"{each.name} ({each.described}) → {entity.label_plural}: {each.reason}")
        for column in each.columns:
            say(f"    {column.name} → {shown_target(each, column)}")
        for key, value in each.constants.items():
            say(f"    {key} = {value}")
        if each.match:
            say("    " + _("recognised by: %s") % ", ".join(" + ".join(keys) for keys in each.match))
        for notice in each.notices:
            say(f"    ! {notice}")
    for name, reason in plan.unplaced:
        say(f"{name}: {reason}")


def shown_target(plan: FilePlan, column: ColumnPlan) -> str:
    target = targets.parse(registry.get(plan.entity), column.target)
    match target.kind:
        case "skip":
            return _("left out (%s)") % column.reason
        case "new":
            return _("new field “%(label)s” (%(kind)s)") % {"label": target.key, "kind": target.by}
        case "note":
            return _("kept in the note")
        case "id":
            return _("its id in the other system")
    return f"{column.target} ({column.reason})"


def say_result(result: Result, say: Say, *, dry_run: bool = False) -> None:
    for each in result.files:
        say(f"{each.name}: {counted(each.counts)}" + (f" ({_('not saved')})" if dry_run else ""))
        for line in _problem_lines(each):
            say(f"    {line}")
    if result.id is not None:
        say(_("Import %s") % result.id)


def counted(counts: Mapping[str, int]) -> str:
    parts = [
        f"{counts[status]:,} {str(label).lower()}"
        for status, label in outcomes.LABELS.items()
        if counts.get(status)
    ]
    return ", ".join(parts) or _("no rows")


def say_counts(counts: Mapping[str, int], say: Say) -> None:
    for status, count in counts.items():
        say(f"{count:,} {status}")


def _problem_lines(each: FileResult) -> Iterator[str]:
    for (kind, column), found in each.report.grouped().items():
        total = sum(count for _problem, count in found)
        head = f"{problems.LABELS[kind]}: " + (f"{column}: " if column else "")
        shown = ", ".join(f"{problem.sentence()} ({count:,}×)" for problem, count in found[:MOST_SHOWN])
        more = _(" and %d more") % (len(found) - MOST_SHOWN) if len(found) > MOST_SHOWN else ""
        yield (
            f"{head}{shown}{more}"
            if len(found) <= MOST_SHOWN
            else f"{head}{shown}{more}; {total:,} {_('rows')}"
        )


# -- for programs ------------------------------------------------------------------------------------------------------
def as_json(plan: Plan, result: Result) -> dict[str, Any]:
    return {
        "id": str(result.id) if result.id else None,
        "mapping": mapping.written(plan),
        "unplaced": [{"file": name, "reason": reason} for name, reason in plan.unplaced],
        "files": [
            {
                "name": each.name,
                "entity": each.entity,
                "rows": each.rows,
                "counts": dict(each.counts),
                "problems": [
                    {**problem._asdict(), "count": count}
                    for problem, count in each.report.counts.most_common()
                ],
            }
            for each in result.files
        ],
    }


# -- one line per input row --------------------------------------------------------------------------------------------
def fates(file: ImportFile) -> Iterator[RowOutcome]:
    """The fate of every row of a file, in its order; after an undo what stayed says why."""
    for chunk in file.pieces.order_by("number").iterator(chunk_size=20):
        for index, each in enumerate(Outcomes.unpacked(chunk.outcomes)):
            kept = chunk.kept.get(str(index))
            yield each._replace(message=kept) if kept else each


def lines(actor: Actor, import_id: UUID | str, position: int) -> Iterator[list[str]]:
    """The result file of one file: its own columns, then outcome, message and the record's address."""
    file = get(actor, import_id).files.get(position=position)
    plan = FilePlan.of(file.plan)
    table = open_table(Path(file.path), file.name, **plan.reading)
    entity = registry.get(file.entity)
    yield [_("Row"), *table.columns, _("Outcome"), _("Message"), _("Record")]
    for row, fate in zip(table.rows(), fates(file), strict=False):
        record = settings.BASE_URL + entity.path(fate.record) if fate.record else ""
        yield [str(row.number), *row.values, str(outcomes.LABELS[fate.status]), fate.message, record]


def write_file(actor: Actor, import_id: UUID, path: Path) -> None:
    """All files of an import one after the other; of several files each gets its own number before the ending."""
    positions = list(get(actor, import_id).files.values_list("position", flat=True))
    for position in positions:
        own = path if len(positions) == 1 else path.with_stem(f"{path.stem}-{position + 1}")
        with own.open("w", newline="", encoding="utf-8-sig") as out:
            writer = csv.writer(out)
            writer.writerows(
                [neutralise(cell) for cell in line] for line in lines(actor, import_id, position)
            )
