"""The first rows of a file with what would become of each, and rows of a finished import with what became of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.imports import outcomes, targets
from clientela.engine.imports.cleaning import Cleaner
from clientela.engine.imports.models import ImportFile
from clientela.engine.imports.outcomes import Outcomes, RowOutcome
from clientela.engine.imports.plan import FilePlan, Options
from clientela.engine.imports.reading.problems import Unreadable
from clientela.engine.imports.reading.tables import Row, open_table
from clientela.engine.imports.views import fields
from clientela.engine.screens.whole import whole

WIDE = 8
LINES = 50
# Finding a row means reading the file up to it.
READ_UP_TO = 50_000
TONES = {
    outcomes.CREATED: "good", outcomes.UPDATED: "live", outcomes.UNCHANGED: "", outcomes.SKIPPED: "warn",
    outcomes.INVALID: "bad", outcomes.AMBIGUOUS: "bad",
}  # fmt: skip
WILL_BE = {
    outcomes.CREATED: lazy("New"),
    outcomes.UPDATED: lazy("To update"),
    outcomes.UNCHANGED: lazy("Unchanged"),
    outcomes.SKIPPED: lazy("Skipped"),
    outcomes.INVALID: lazy("Refused"),
    outcomes.AMBIGUOUS: lazy("Unclear"),
}


@dataclass
class Line:
    """A row of the file with its fate. `href` leads to its record where that is there and may be seen."""

    row: int
    status: str
    tone: str
    cells: list[str]
    message: str
    title: str = ""
    href: str = ""


@dataclass
class Heading:
    """A column of the file and where it goes."""

    column: str
    goes_to: str


def first(
    actor: Actor, plan: FilePlan, options: Options, fates: Sequence[RowOutcome]
) -> tuple[list[Heading], list[Line]]:
    """The first rows, as they will be stored; the columns that go somewhere, at most so many as fit on a screen."""
    entity = registry.get(plan.entity)
    used = [i for i, column in enumerate(plan.columns) if column.target != targets.SKIP][:WIDE]
    headings = [Heading(plan.columns[i].name, fields.said(entity, plan.columns[i].target)) for i in used]
    cleaner = Cleaner(plan, options)
    texts = {row.number: _stored(cleaner, row, used) for row in _rows(plan, [fate.row for fate in fates])}
    return headings, _lines(actor, entity, fates, texts)


def _stored(cleaner: Cleaner, row: Row, used: Sequence[int]) -> list[str]:
    """What will stand in the field of each column; the cell itself where that is decided later, or will not do."""
    values = cleaner.clean(row).values
    shown = []
    for index in used:
        target = targets.parse(cleaner.entity, cleaner.plan.columns[index].target)
        value = values.get(target.field.key) if target.kind == "field" and target.field else None
        text = target.field.display(value) if value is not None and target.field else ""
        shown.append(text if row.values[index].strip() and text else row.values[index])
    return shown


def _rows(plan: FilePlan, wanted: Iterable[int]) -> Iterable[Row]:
    """Rows by their number in the file."""
    left = set(wanted)
    last = max(left, default=0)
    try:
        for count, row in enumerate(open_table(Path(plan.path), plan.name, **plan.reading).rows()):
            if row.number in left:
                yield row
            if row.number >= last or count > READ_UP_TO:
                return
    except Unreadable:
        return


def _lines(
    actor: Actor, entity: Entity, fates: Sequence[RowOutcome], texts: dict[int, list[str]], done: bool = False
) -> list[Line]:
    records = _titles(actor, entity, [fate.record for fate in fates if fate.record])
    seen: dict[uuid.UUID, int] = {}
    lines = []
    for fate in fates:
        line = Line(fate.row, "", TONES[fate.status], texts.get(fate.row, []), fate.message)
        line.status = str((outcomes.LABELS if done else WILL_BE)[fate.status])
        if fate.record in records:
            line.title, line.href = records[fate.record], entity.path(fate.record)
        elif fate.record in seen and not done:
            line.message = " ".join(
                filter(None, [_("The same as row %d.") % seen[fate.record], line.message])
            )
        if fate.record is not None:
            seen.setdefault(fate.record, fate.row)
        lines.append(line)
    return lines


def _titles(actor: Actor, entity: Entity, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID | None, str]:
    records = gate.visible(actor, entity.model).filter(pk__in=ids)
    return {record.pk: _title(entity, record) for record in records}


def _title(entity: Entity, record: object) -> str:
    return entity.title_of(record) or _("(no name)")  # type: ignore[arg-type]  # a Record of the entity's model


# -- of a finished import --------------------------------------------------------------------------------------------
@dataclass
class Page:
    """Some rows of a finished file; `next` is where the next ones begin."""

    lines: list[Line]
    next: str = ""


def fates(actor: Actor, file: ImportFile, status: str, after: str) -> Page:
    """Rows of a file in their order, all or those with one outcome."""
    chunk_number, index = _place(after)
    found: list[RowOutcome] = []
    next_place = ""
    for number, i, fate in _from(file, status, chunk_number, index):
        if len(found) == LINES:
            next_place = f"{number}.{i}"
            break
        found.append(fate)
    plan = FilePlan.of(file.plan)
    texts = {
        row.number: [value for value in row.values if value.strip()][:3]
        for row in _rows(plan, [f.row for f in found])
    }
    return Page(_lines(actor, registry.get(file.entity), found, texts, done=True), next_place)


def _place(after: str) -> tuple[int, int]:
    number, _dot, index = after.partition(".")
    return (whole(number) or 0, whole(index) or 0) if len(after) < 20 else (0, 0)


def _from(file: ImportFile, status: str, number: int, index: int) -> Iterable[tuple[int, int, RowOutcome]]:
    chunks = file.pieces.filter(number__gte=number).order_by("number")
    if status:
        # On a part of JSON “contains” would mean another thing; the letters differ whatever their case.
        chunks = chunks.filter(outcomes__status__icontains=outcomes.LETTERS[status])
    for chunk in chunks.iterator(chunk_size=5):
        for i, fate in enumerate(Outcomes.unpacked(chunk.outcomes)):
            is_before = chunk.number == number and i < index
            if not is_before and (not status or fate.status == status):
                kept = chunk.kept.get(str(i))
                yield chunk.number, i, fate._replace(message=kept) if kept else fate
