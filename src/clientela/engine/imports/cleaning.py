"""From the cells of a row to the values of a record: everything that needs no database, so that it can run ahead."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.choice import Tags
from clientela.engine.fields.contact import Phone
from clientela.engine.fields.text import LongText, Text
from clientela.engine.imports import cells, hints, problems, targets
from clientela.engine.imports.plan import ColumnPlan, FilePlan, Options
from clientela.engine.imports.problems import Problem
from clientela.engine.imports.reading.export_safe import restore
from clientela.engine.imports.reading.tables import Row


@dataclass(slots=True)
class Prepared:
    """A row on its way. `links` are (field, found by, text) still to be found, `options` texts that are none yet."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    key: str = ""
    print: str = ""
    notes: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    fatal: str = ""
    is_blank: bool = False
    first: tuple[dict[str, Any], list[str], list[str]] | None = None

    def begin(self) -> None:
        """Remember how the row came out of its file, or go back to that: a transaction may have to be tried again."""
        if self.first is None:
            self.first = (dict(self.values), list(self.notes), list(self.messages))
        else:
            values, notes, messages = self.first
            self.values, self.notes, self.messages = dict(values), list(notes), list(messages)
            self.titles = {}


CURRENCY = "@currency"  # a constant that is the currency of amounts that name none
Step = Callable[[Prepared, str], None]


def _storable(texts: list[str]) -> list[str]:
    """Zero bytes and halves of surrogate pairs cannot be stored; hardly ever there, so looked for in one go."""
    joined = "".join(texts)
    if joined.isascii() and "\0" not in joined:
        return texts
    try:
        joined.encode()
    except UnicodeEncodeError:
        texts = [text.encode("utf-8", "replace").decode() for text in texts]
    return [text.replace("\0", "") for text in texts]


def _link(target: targets.Target, prepared: Prepared, text: str) -> None:
    # Databases that count from 1 write 0 for “none”.
    if not (text == "0" and targets.ID in target.by):
        prepared.links.append((target.key, target.by, text))


def note_field(entity: Entity) -> Field | None:
    """The field that takes what fits no other: the first long text, or one of its own where customers read those."""
    own = hints.of(entity.key).note
    if own:
        return next((f for f in entity.fields if f.custom and str(f.label) == own), None)
    return next(
        (f for f in entity.fields if isinstance(f, LongText) and not f.custom and not f.read_only), None
    )


class Cleaner:
    """Knows how each column of one file is read. `seen` collects the problems of the rows since it was last emptied."""

    def __init__(self, plan: FilePlan, options: Options) -> None:
        self.plan, self.options = plan, options
        self.entity = registry.get(plan.entity)
        self.hints = hints.of(plan.entity)
        self.seen: Counter[Problem] = Counter()
        self.note = note_field(self.entity)
        self.region = plan.region or options.region
        self.country = ""
        self._repeats: Counter[bytes] = Counter()
        self._phones: list[tuple[int, str, ColumnPlan]] = []
        self._currencies: list[tuple[int, str, ColumnPlan]] = []
        self._late: list[tuple[int, str]] = []
        self._steps: list[tuple[int, Step, ColumnPlan]] = []
        for index, column in enumerate(plan.columns):
            self._place(index, column)
        constants = [ColumnPlan(name, name) for name in plan.constants]
        self._constants = [
            (step, self._constant(plan.constants[c.name]))
            for c in constants
            if (step := self._step(c)) is not None
        ]

    def _constant(self, text: str) -> str:
        return self.options.currency if text == CURRENCY else text

    def _place(self, index: int, column: ColumnPlan) -> None:
        target = targets.parse(self.entity, column.target)
        if target.kind == "field" and target.field is not None and target.field.key.endswith(".country"):
            self.country = target.field.key
        if target.kind == "virtual":
            self._late.append((index, target.key))
        elif target.kind == "currency":
            self._currencies.append((index, target.key, column))
        elif target.kind == "field" and isinstance(target.field, Phone):
            self._phones.append((index, target.field.key, column))
        elif (step := self._step(column)) is not None:
            self._steps.append((index, step, column))

    # -- one row -------------------------------------------------------------------------------------------------
    def clean(self, row: Row) -> Prepared:
        """Every row is to pass here, also one that an earlier run has done: repetitions are counted on the way."""
        prepared = Prepared(row.number, is_blank=row.is_blank)
        if prepared.is_blank:
            return prepared
        texts = _storable(row.values)
        for index, step, column in self._steps:
            text = texts[index].strip()
            if text:
                step(prepared, self._right(column, text))
        for step, text in self._constants:
            step(prepared, text)
        self._after(prepared, texts)
        if row.surplus:
            prepared.notes.append(_("Cells beyond the last column: %s") % " | ".join(row.surplus))
            prepared.messages.append(_("The row has cells beyond the last column; they are in the note."))
        if not self._has_key(prepared):
            prepared.print = self._fingerprint(texts)
        return prepared

    @staticmethod
    def _right(column: ColumnPlan, text: str) -> str:
        if text[0] == "'":
            text = restore(text)
        return column.fixes.get(text, text) if column.fixes else text

    def _after(self, prepared: Prepared, texts: Sequence[str]) -> None:
        """What depends on other cells of the row: phones on the country, amounts on the currency, hints on all."""
        for index, key, column in self._phones:
            text = texts[index].strip()
            if text:
                self._phone(prepared, key, column, self._right(column, text))
        for index, key, column in self._currencies:
            text = texts[index].strip()
            amount = prepared.values.get(key)
            if text and amount is not None:
                self._try(prepared, column, key, text, partial(cells.with_currency, amount))
        for index, name in self._late:
            text = texts[index].strip()
            if text:
                self.hints.virtual[name](prepared.values, text)

    def _phone(self, prepared: Prepared, key: str, column: ColumnPlan, text: str) -> None:
        region = prepared.values.get(self.country) or self.region if self.country else self.region
        try:
            value = cells.phone(text, region or "")
        except BadValue as bad:
            self._bad(prepared, column, key, text, str(bad))
            return
        self._set(prepared, column, key, value)

    def _fingerprint(self, texts: Sequence[str]) -> str:
        """What tells a row without any key from others: its content, and which repetition of it it is."""
        digest = hashlib.blake2b("\x1f".join(texts).encode(), digest_size=12).digest()
        self._repeats[digest] += 1
        return f"{digest.hex()}.{self._repeats[digest]}"

    def _has_key(self, prepared: Prepared) -> bool:
        if prepared.key:
            return True
        given = prepared.values.keys() | {link[0] for link in prepared.links}
        return any(given.issuperset(combination) for combination in self.plan.match)

    def write_note(self, prepared: Prepared) -> None:
        """When all is known that found no place: into the note it goes, or into the row's message."""
        if not prepared.notes:
            return
        if self.note is None:
            prepared.messages += prepared.notes
            return
        first = prepared.values.get(self.note.key)
        prepared.values[self.note.key] = "\n".join(filter(None, [first, *prepared.notes]))

    # -- one column ----------------------------------------------------------------------------------------------
    def _step(self, column: ColumnPlan) -> Step | None:
        target = targets.parse(self.entity, column.target)
        match target.kind:
            case "note":
                return lambda prepared, text: prepared.notes.append(f"{column.name}: {text}")
            case "id":
                return lambda prepared, text: setattr(prepared, "key", text[:200])
            case "link":
                return partial(_link, target)
            case "field":
                assert target.field is not None
                return self._field_step(column, target.field)
        return None

    def _field_step(self, column: ColumnPlan, found: Field) -> Step:
        read = cells.reader(found, column, self.options)
        key = found.key
        if type(found) is Text:
            return self._text_step(column, found)
        return lambda prepared, text: self._try(prepared, column, key, text, read)

    def _text_step(self, column: ColumnPlan, found: Text) -> Step:
        """Plain text, the commonest kind, without detours."""
        key, most = found.key, found.max_length

        def step(prepared: Prepared, text: str) -> None:
            tidy = " ".join(text.replace("\0", "").split())
            if not tidy:
                return
            if len(tidy) > most or key in prepared.values:
                self._try(prepared, column, key, text, found.clean)
            else:
                prepared.values[key] = tidy

        return step

    def _try(
        self, prepared: Prepared, column: ColumnPlan, key: str, text: str, read: Callable[[str], Any]
    ) -> None:
        try:
            value = read(text)
        except cells.Near as near:
            self.seen[Problem(problems.NEAR, column.name, text[:80], near.label)] += 1
            value = near.key
        except cells.NotAnOption as unknown:
            self._unknown(prepared, column, key, unknown)
            return
        except BadValue as bad:
            self._bad(prepared, column, key, text, str(bad))
            return
        if value is not None:
            self._set(prepared, column, key, value)

    def _set(self, prepared: Prepared, column: ColumnPlan, key: str, value: Any) -> None:
        """Several columns may fill one field: texts are joined, tags added; otherwise the first one stays."""
        before = prepared.values.get(key)
        if before is None or before == value or targets.parse(self.entity, column.target).kind == "currency":
            prepared.values[key] = value
            return
        found = self.entity.field(key)
        if isinstance(found, Tags):
            prepared.values[key] = list(dict.fromkeys([*before, *value]))
        elif isinstance(found, Text):
            glue = "\n" if isinstance(found, LongText) else ", " if "." in key else " "
            prepared.values[key] = f"{before}{glue}{value}"[: found.max_length]
        else:
            prepared.notes.append(f"{column.name}: {found.display(value)}")

    def _unknown(self, prepared: Prepared, column: ColumnPlan, key: str, unknown: cells.NotAnOption) -> None:
        found = self.entity.field(key)
        if self.options.add_options and "." not in key and found.kind != "country":
            prepared.options[key] = unknown.text
            return
        self.seen[Problem(problems.UNKNOWN_OPTION, column.name, unknown.text[:80], unknown.near, False)] += 1
        self._keep(prepared, column, key, unknown.text, _("“%s” is not an option.") % unknown.text[:50])

    def _bad(self, prepared: Prepared, column: ColumnPlan, key: str, text: str, message: str) -> None:
        self.seen[Problem(problems.BAD, column.name, message[:200])] += 1
        self._keep(prepared, column, key, text, message)

    def _keep(self, prepared: Prepared, column: ColumnPlan, key: str, text: str, message: str) -> None:
        """A cell that does not fit stays in the note, unless the row cannot do without it or must be clean."""
        found = self.entity.field(key)
        if found.required or not self.options.keep:
            prepared.fatal = prepared.fatal or f"{column.name}: {message}"
            return
        prepared.notes.append(f"{column.name}: {text}")
        prepared.messages.append(f"{column.name}: {message}")
