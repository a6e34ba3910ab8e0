"""Writes a chunk of rows: links, matching, creating, changing, and what became of each row, in one transaction."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence

from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry, shape
from clientela.engine.errors import Refused
from clientela.engine.imports import hints, outcomes, problems, targets
from clientela.engine.imports.cleaning import Cleaner, Prepared
from clientela.engine.imports.linking import Linker
from clientela.engine.imports.matching import NEW, ROWS, Keyed, Match, Matcher, waves
from clientela.engine.imports.outcomes import Outcomes, RowOutcome
from clientela.engine.imports.plan import FilePlan, Options
from clientela.engine.imports.problems import Problem
from clientela.engine.imports.turns import ALONE, Turn
from clientela.engine.records import commands
from clientela.engine.records.draft import Cleaned
from clientela.engine.records.outcome import Outcome

REMEMBER = """
INSERT INTO imports_knownas AS known (entity, system, key, record, run_id)
SELECT DISTINCT ON (s, k) %s, s, k, r, %s::uuid FROM unnest(%s::text[], %s::text[], %s::uuid[]) AS t(s, k, r)
ON CONFLICT (entity, system, key) DO UPDATE SET record = excluded.record
WHERE known.record IS DISTINCT FROM excluded.record
"""


class Writer:
    """Writes the rows of one file for one actor."""

    def __init__(
        self, actor: Actor, plan: FilePlan, options: Options, cleaner: Cleaner, run: uuid.UUID | None
    ) -> None:
        self.actor, self.plan, self.options, self.cleaner, self.run = actor, plan, options, cleaner, run
        self.entity = registry.get(plan.entity)
        self.compose = hints.of(plan.entity).compose
        self.seen: Counter[Problem] = Counter()
        self.made: set[uuid.UUID] = set()
        self.turn: Turn = ALONE
        self._forget()

    @property
    def can_share(self) -> bool:
        """Whether another may write rows of the file at the same time: where rows make nothing that others look up, and
        no lock is held until the end of the transaction."""
        known = hints.of(self.entity.key)
        columns = [column.target for column in self.plan.columns] + list(self.plan.constants)
        return (
            all(targets.parse(self.entity, target).kind != "link" for target in columns)
            and not any(field.unique for field in self.entity.fields)
            and known.settle is None
            and not known.defaults
        )

    def _forget(self) -> None:
        """What was found or made in a transaction that failed is not there."""
        self.linker = Linker(self.actor, self.plan, self.options, self.made)
        self.matcher = Matcher(self.actor, self.plan)

    def write(self, rows: Sequence[Prepared]) -> Outcomes:
        """To be called inside the chunk's transaction. A row that the database refuses does not stop the others."""
        made, seen = set(self.made), self.seen.copy()
        for row in rows:
            row.begin()
        try:
            with transaction.atomic():
                return self._write(rows)
        except (DataError, IntegrityError, Refused) as error:
            self.made, self.seen = made, seen
            self._forget()
            shape.refresh()
            self._alone()
            if len(rows) == 1:
                return Outcomes([self._invalid(rows[0], _reason(error))])
        half = len(rows) // 2
        return Outcomes([*self.write(rows[:half]).items, *self.write(rows[half:]).items])

    def _write(self, rows: Sequence[Prepared]) -> Outcomes:
        done: dict[int, RowOutcome] = {}
        sound = [row for row in rows if not self._is_refused(row, done)]
        if any(row.options for row in sound):
            self._alone()
        self.linker.resolve(sound)
        for row in sound:
            self.cleaner.write_note(row)
        left = [(row, self.matcher.keys(row)) for row in sound]
        self.turn.claim(key for _row, keys in left for key in keys)
        while left:
            now, left = waves(left)
            if left:
                self._alone()
            self._write_wave(now, done)
            left = self._write_matched(left, done) if left else left
        self.seen.update(self.linker.seen)
        self.linker.seen.clear()
        return Outcomes([done[row.row] for row in rows])

    def _alone(self) -> None:
        """What follows is not claimed: nothing is written beside it."""
        self.turn.alone()
        self.turn = ALONE

    def _is_refused(self, row: Prepared, done: dict[int, RowOutcome]) -> bool:
        if row.is_blank:
            done[row.row] = RowOutcome(row.row, outcomes.SKIPPED, None, _("The row is empty."))
        elif row.fatal:
            done[row.row] = self._invalid(row, row.fatal)
        return row.row in done

    def _invalid(self, row: Prepared, message: str, status: str = outcomes.INVALID) -> RowOutcome:
        self.seen[Problem(problems.INVALID, "", message[:200], "", False)] += 1
        return RowOutcome(row.row, status, None, " ".join([message, *row.messages]))

    # -- a wave --------------------------------------------------------------------------------------------------
    def _write_wave(self, rows: Sequence[Prepared], done: dict[int, RowOutcome]) -> None:
        matches = self.matcher.match(rows)
        if self.turn.claim([match.id for match in matches if match.id is not None], last=True):
            matches = self.matcher.match(rows)
        new = [row for row, match in zip(rows, matches, strict=True) if match.id is None and not match.rivals]
        self._create(new, done)
        self._settle([pair for pair in zip(rows, matches, strict=True) if pair[1] is not NEW], done)

    def _write_matched(self, keyed: Sequence[Keyed], done: dict[int, RowOutcome]) -> list[Keyed]:
        """Rows that turned out to be records written just before; gives those that are still new."""
        rows = [row for row, _keys in keyed]
        self._settle(list(zip(rows, self.matcher.match(rows), strict=True)), done)
        return [each for each in keyed if each[0].row not in done]

    def _settle(self, pairs: Sequence[tuple[Prepared, Match]], done: dict[int, RowOutcome]) -> None:
        for row, match in pairs:
            if match.rivals:
                message = _("%d records match; give the row a key that only one has.") % len(match.rivals)
                self.seen[Problem(problems.AMBIGUOUS, "", message)] += 1
                done[row.row] = RowOutcome(row.row, outcomes.AMBIGUOUS, None, message)
        self._update([(row, match.id) for row, match in pairs if match.id is not None], done)

    # -- creating ------------------------------------------------------------------------------------------------
    def _create(self, rows: Sequence[Prepared], done: dict[int, RowOutcome]) -> None:
        if self.options.mode == "update":
            for row in rows:
                done[row.row] = RowOutcome(
                    row.row, outcomes.SKIPPED, None, _("There is no such record to update.")
                )
            return
        if not rows:
            return
        values = [self._composed(row) for row in rows]
        made = commands.create_many(self.actor, self.entity.key, values)
        for row, given, outcome in zip(rows, values, made, strict=True):
            done[row.row] = self._told(row, outcome, outcomes.CREATED)
            if outcome.is_done and outcome.id is not None:
                self.linker.learn(outcome.id, given)
        self._remember(
            [(row, outcome.id) for row, outcome in zip(rows, made, strict=True) if outcome.is_done]
        )

    def _composed(self, row: Prepared) -> Cleaned:
        """A new record also gets what the file does not say but its other values do (a name)."""
        values = Cleaned(row.values)
        for key, choices in self.compose.items():
            if values.get(key) is None:
                texts = next((texts for choice in choices if (texts := self._texts(row, choice))), None)
                if texts:
                    values[key] = " – ".join(texts)[:500]
        return values

    def _texts(self, row: Prepared, keys: Sequence[str]) -> list[str] | None:
        texts = [row.titles.get(key) or self._shown(row, key) for key in keys]
        return texts if all(texts) else None

    def _shown(self, row: Prepared, key: str) -> str:
        value = row.values.get(key)
        return "" if value is None or isinstance(value, uuid.UUID) else self.entity.field(key).display(value)

    def _told(self, row: Prepared, outcome: Outcome, status: str) -> RowOutcome:
        if outcome.status == "invalid":
            said = [f"{self._label(key)}: {' '.join(messages)}" for key, messages in outcome.errors.items()]
            return self._invalid(row, " ".join(said))
        if not outcome.is_done:
            why = (
                _("You may not change this record.")
                if outcome.status == "denied"
                else _("It was changed meanwhile.")
            )
            return self._invalid(row, why)
        return RowOutcome(row.row, status, outcome.id, " ".join(row.messages))

    def _label(self, key: str) -> str:
        return str(self.entity.field(key).label) if key and self.entity.has(key) else str(self.entity.label)

    # -- changing ------------------------------------------------------------------------------------------------
    def _update(self, pairs: Sequence[tuple[Prepared, uuid.UUID]], done: dict[int, RowOutcome]) -> None:
        if not pairs:
            return
        if self.options.mode == "create":
            for row, record in pairs:
                done[row.row] = RowOutcome(row.row, outcomes.SKIPPED, record, _("It is there already."))
            return
        kept = self._kept(pairs) if not self.options.overwrite else {}
        changes: list[tuple[uuid.UUID, Cleaned, int | None]] = [
            (record, Cleaned({k: v for k, v in row.values.items() if k not in kept.get(record, ())}), None)
            for row, record in pairs
        ]
        changed = commands.update_many(self.actor, self.entity.key, changes)
        for (row, record), outcome in zip(pairs, changed, strict=True):
            done[row.row] = self._told(row, outcome, self._status(record, outcome))
            if outcome.is_done:
                self.linker.learn(record, row.values)
        self._remember(
            [(row, record) for (row, record), each in zip(pairs, changed, strict=True) if each.is_done]
        )

    def _status(self, record: uuid.UUID, outcome: Outcome) -> str:
        """A record that a link of an earlier row had to create counts as created when its own row comes."""
        if record in self.made:
            self.made.discard(record)
            return outcomes.CREATED
        return outcomes.UPDATED if outcome.status == "updated" else outcomes.UNCHANGED

    def _kept(self, pairs: Sequence[tuple[Prepared, uuid.UUID]]) -> dict[uuid.UUID, set[str]]:
        """Fields of the records that have a value already, which this import may not replace."""
        records = gate.visible(self.actor, self.entity.model).filter(
            pk__in=[record for _row, record in pairs]
        )
        keys = {key for row, _record in pairs for key in row.values}
        return {
            record.pk: {
                key for key in keys if self.entity.field(key).load(record) not in (None, "", [], False)
            }
            for record in records
        }

    # -- the other system's ids ----------------------------------------------------------------------------------
    def _remember(self, pairs: Sequence[tuple[Prepared, uuid.UUID | None]]) -> None:
        known = [(self.plan.system, row.key, record) for row, record in pairs if row.key and self.plan.system]
        known += [(ROWS, row.print, record) for row, record in pairs if row.print]
        if not known:
            return
        systems, keys, records = (list(column) for column in zip(*known, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(REMEMBER, [self.entity.key, self.run, systems, keys, records])


def _reason(error: Exception) -> str:
    if isinstance(error, DatabaseError):
        return _("The database refused the row: %s") % str(error).split("\n")[0][:200]
    return str(error)[:200]
