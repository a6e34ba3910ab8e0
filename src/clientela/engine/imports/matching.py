"""Recognises records that are there already: one query per combination of fields for a whole chunk.

Combinations are tried from the surest to the weakest. A weaker one does not count where a surer one speaks against it:
two companies of one name with different tax numbers are two.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.contact import Phone
from clientela.engine.imports import targets
from clientela.engine.imports.cleaning import Prepared
from clientela.engine.imports.models import KnownAs
from clientela.engine.imports.plan import FilePlan
from clientela.engine.records.sets import among

ROWS = "row"  # the system that knows records by the content of the row they came from
Key = tuple[Any, ...]


class Match(NamedTuple):
    """`id` is None for a row that is new; `rivals` are the records among which one could not choose."""

    id: uuid.UUID | None = None
    rivals: tuple[uuid.UUID, ...] = ()


NEW = Match()


def combinations(entity: Entity, mapped: Iterable[str]) -> list[list[str]]:
    """The combinations by which rows with these fields are recognised, surest first."""
    given = set(mapped)
    found: list[list[str]] = []
    for unique in entity.unique:
        keys = list(unique)
        # People share telephones; one alone does not make two the same.
        if len(keys) == 1 and entity.person and isinstance(entity.field(keys[0]), Phone):
            keys.append(entity.title)
        if set(keys) <= given and keys not in found:
            found.append(keys)
    return found


class Matcher:
    """Finds the records of the rows of one file."""

    def __init__(self, actor: Actor, plan: FilePlan) -> None:
        self.actor, self.plan = actor, plan
        self.entity = registry.get(plan.entity)
        self.combinations = [tuple(keys) for keys in plan.match if targets.ID not in keys]
        self.fields = {key: self.entity.field(key) for keys in self.combinations for key in keys}

    def keys(self, row: Prepared) -> list[Key]:
        """Every key of a row, surest first; two rows with a key in common may be one record."""
        found: list[Key] = [("@id", row.key)] if row.key else []
        if row.print:
            found.append((ROWS, row.print))
        for keys in self.combinations:
            values = self._values(row, keys)
            if values is not None:
                found.append((keys, values))
        return found

    def _values(self, row: Prepared, keys: tuple[str, ...]) -> Key | None:
        values = tuple(row.values.get(key) for key in keys)
        if any(value is None for value in values):
            return None
        return tuple(self.fields[key].compared(value) for key, value in zip(keys, values, strict=True))

    # -- finding -------------------------------------------------------------------------------------------------
    def match(self, rows: Sequence[Prepared]) -> list[Match]:
        found: dict[int, Match] = {}
        self._by_name(ROWS, {i: row.print for i, row in enumerate(rows) if row.print}, found)
        ids = {i: row.key for i, row in enumerate(rows) if row.key}
        self._by_name(self.plan.system, ids, found)
        self._by_own_id({i: key for i, key in ids.items() if i not in found}, found)
        for position, keys in enumerate(self.combinations):
            wanted = {
                i: values
                for i, row in enumerate(rows)
                if i not in found and (values := self._values(row, keys)) is not None
            }
            if wanted:
                self._by_fields(position, wanted, rows, found)
        return [found.get(i, NEW) for i in range(len(rows))]

    def _by_name(self, system: str, wanted: dict[int, str], found: dict[int, Match]) -> None:
        if not wanted or not system:
            return
        known = KnownAs.objects.filter(
            among("key", set(wanted.values())), entity=self.entity.key, system=system
        )
        records = dict(known.values_list("key", "record"))
        seen = self._visible(records.values())
        for i, key in wanted.items():
            if records.get(key) in seen:
                found[i] = Match(records[key])

    def _by_own_id(self, wanted: dict[int, str], found: dict[int, Match]) -> None:
        """Our own exports name records by our own ids."""
        ids = {i: pk for i, key in wanted.items() if (pk := _uuid(key)) is not None}
        seen = self._visible(set(ids.values()))
        found.update({i: Match(pk) for i, pk in ids.items() if pk in seen})

    def _visible(self, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        asked = list(ids)
        if not asked:
            return set()
        return set(
            gate.visible(self.actor, self.entity.model)
            .filter(among("pk", asked))
            .values_list("pk", flat=True)
        )

    def _by_fields(
        self, position: int, wanted: dict[int, Key], rows: Sequence[Prepared], found: dict[int, Match]
    ) -> None:
        stored = self._stored(position, wanted.values())
        names = self._names([pk for hits in stored.values() for pk, _all in hits]) if self.plan.system else {}
        for i, values in wanted.items():
            hits = [
                pk
                for pk, all_values in stored.get(values, ())
                if not self._contradicts(position, rows[i], all_values)
                and not self._is_another(rows[i], names.get(pk))
            ]
            if len(hits) > 1:
                found[i] = Match(None, tuple(hits))
            elif hits:
                found[i] = Match(hits[0])

    def _stored(
        self, position: int, wanted: Iterable[Key]
    ) -> dict[Key, list[tuple[uuid.UUID, dict[str, Any]]]]:
        """Records by the values of a combination, each with its values of every key field."""
        keys = self.combinations[position]
        columns = list(zip(*wanted, strict=True))
        condition = Q()
        for key, values in zip(keys, columns, strict=True):
            condition &= among(self.fields[key].expression(), set(values))
        rows = gate.visible(self.actor, self.entity.model).filter(condition)
        answer: dict[Key, list[tuple[uuid.UUID, dict[str, Any]]]] = defaultdict(list)
        names = list(self.fields)
        for pk, *values in rows.values_list("pk", *(field.expression() for field in self.fields.values())):
            all_values = dict(zip(names, values, strict=True))
            answer[tuple(all_values[key] for key in keys)].append((pk, all_values))
        return answer

    def _contradicts(self, position: int, row: Prepared, stored: dict[str, Any]) -> bool:
        """Whether a surer combination is filled on both sides and says that they are two."""
        for keys in self.combinations[:position]:
            values = self._values(row, keys)
            theirs = tuple(stored[key] for key in keys)
            if values is not None and None not in theirs and values != theirs:
                return True
        return False

    def _names(self, ids: list[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
        names: dict[uuid.UUID, set[str]] = defaultdict(set)
        known = KnownAs.objects.filter(among("record", ids), entity=self.entity.key, system=self.plan.system)
        for record, key in known.values_list("record", "key"):
            names[record].add(key)
        return names

    @staticmethod
    def _is_another(row: Prepared, names: set[str] | None) -> bool:
        """The other system has its own ids for both, and they differ."""
        return bool(row.key and names and row.key not in names)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if len(text) == 36 else None
    except ValueError:
        return None


Keyed = tuple[Prepared, list[Key]]


def waves(rows: Sequence[Keyed]) -> tuple[list[Prepared], list[Keyed]]:
    """Rows that can be written together, and those that must wait because one before them may be the same record."""
    now: list[Prepared] = []
    later: list[Keyed] = []
    claims: dict[Key, set[Key]] = defaultdict(set)
    for row, keys in rows:
        if any(_may_be_same(keys[0], surest) for key in keys for surest in claims.get(key, ())):
            later.append((row, keys))
            continue
        now.append(row)
        for key in keys:
            claims[key].add(keys[0])
    return now, later


def _may_be_same(mine: Key, theirs: Key) -> bool:
    """Rows that are known by the same kind of key, with other values, are two whatever else they share."""
    return mine[0] != theirs[0] or mine == theirs
