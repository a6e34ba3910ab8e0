"""Finds records of one entity by what cells say, set-wise: by the other system's id, by title, by any unique field.

A small table is read once and compared by folded spelling, so that near names are found; a big one is asked per chunk,
through its indexes. Only what the actor may see is found.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models.expressions import RawSQL

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.fields.base import Field
from clientela.engine.fields.contact import Email
from clientela.engine.fields.link import Link
from clientela.engine.fields.text import LongText, Text
from clientela.engine.imports import hints, targets
from clientela.engine.imports.models import KnownAs
from clientela.engine.imports.words import squashed
from clientela.engine.query import folding
from clientela.engine.query.counts import estimate
from clientela.engine.records.sets import among

SMALL = 20_000
GROWN = 100_000  # what an import itself may add to a small table before that counts as big
REMEMBERED = 200_000
MOST_NEAR = 300


class Found(NamedTuple):
    """`id` is None when `title` names several records. `near`: the spelling differs."""

    id: uuid.UUID | None
    title: str = ""
    near: bool = False


class Directory:
    """`by` is a field of the entity, "@id" or "@id:family" for the other system's id, "" for any name."""

    def __init__(
        self, actor: Actor, entity: str, by: str, system: str, scope: Mapping[str, Any] | None = None
    ) -> None:
        self.actor, self.by = actor, by
        self.is_id = by.partition(":")[0] == targets.ID
        family = by.partition(":")[2]
        self.system = f"{system}/{family}" if family else system
        self.entity = registry.get(entity)
        self.scope = dict(scope or {})
        self.known: dict[str, Found] = {}
        self.exact: dict[str, Found] = {}
        self.near: dict[str, Found] = {}
        self._rows = gate.visible(actor, self.entity.model).filter(
            **{f"{k}_id": v for k, v in self.scope.items()}
        )
        self.fields = self._names()
        self.is_small = not self.is_id and (bool(self.scope) or estimate(self._rows).number <= SMALL)
        if self.is_small:
            self._read_all()

    def _names(self) -> list[Field]:
        """The fields whose values may stand for a record, the most telling first."""
        if self.is_id:
            return []
        if self.by:
            return [self.entity.field(self.by)]
        single = [self.entity.field(keys[0]) for keys in self.entity.unique if len(keys) == 1]
        telling: list[Field] = [
            f for f in single if isinstance(f, (Text, Email)) and f.key != self.entity.title
        ]
        return (
            [self.entity.title_field, *telling]
            if not isinstance(self.entity.title_field, LongText)
            else telling
        )

    # -- finding -------------------------------------------------------------------------------------------------
    def find(self, texts: Iterable[str]) -> dict[str, Found]:
        """What each text stands for; texts that stand for nothing are missing from the answer."""
        wanted = set(texts)
        missing = [text for text in wanted if text not in self.known]
        if len(self.known) > REMEMBERED:
            self.known.clear()
            missing = list(wanted)
        if missing:
            self._look_up(missing)
        return {text: self.known[text] for text in wanted if text in self.known}

    def _look_up(self, missing: list[str]) -> None:
        if self.is_id or not self.by:
            self._by_system(missing)
        left = [text for text in missing if text not in self.known]
        if self.is_small:
            for text in left:
                if found := self._in_memory(text):
                    self.known[text] = found
        elif left and not self.is_id:
            self._by_index(left)

    def _by_system(self, missing: list[str]) -> None:
        """Ids of the system that the file comes from; records that are gone meanwhile are not found."""
        if not self.system:
            return
        rows = KnownAs.objects.filter(
            among("key", {text[:200] for text in missing}), entity=self.entity.key, system=self.system
        )
        records = dict(rows.values_list("key", "record"))
        titles = self._titles(records.values())
        for text in missing:
            record = records.get(text[:200])
            if record in titles:
                self.known[text] = Found(record, titles[record])

    def _titles(self, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
        title = self.entity.title_field
        if not title.columns():
            return dict.fromkeys(self._rows.filter(among("pk", ids)).values_list("pk", flat=True), "")
        rows = self._rows.filter(among("pk", ids)).values_list("pk", title.attribute)
        return {pk: title.display(value) for pk, value in rows}

    def _in_memory(self, text: str) -> Found | None:
        found = self.exact.get(text.strip().casefold())
        if found is not None:
            return found
        near = self.near.get(squashed(text))
        if near is not None and squashed(text):
            return near._replace(near=True)
        recognise = hints.of(self.entity.key).recognise
        meant = recognise(text) if recognise else None
        return self._meant(meant) if meant is not None else None

    def _meant(self, meant: Mapping[str, Any]) -> Found | None:
        rows = list(self._rows.filter(**meant)[:2])
        return Found(rows[0].pk, self.entity.title_of(rows[0]), near=True) if len(rows) == 1 else None

    # -- small tables --------------------------------------------------------------------------------------------
    def _read_all(self) -> None:
        columns = [field.attribute for field in self.fields]
        title = self.entity.title_field.attribute if self.entity.title_field.columns() else "pk"
        for pk, name, *values in self._rows.order_by("pk").values_list("pk", title, *columns):
            for value in values:
                self._note(str(value) if value is not None else "", pk, str(name or ""))

    def _note(self, text: str, pk: uuid.UUID, title: str) -> None:
        if not text:
            return
        for known, key in ((self.exact, text.strip().casefold()), (self.near, squashed(text))):
            if key:
                other = known.get(key)
                is_other = other is not None and other.id != pk
                known[key] = Found(None, title) if is_other else Found(pk, title)

    def learn(self, text: str, pk: uuid.UUID, title: str) -> None:
        """A record that was created or renamed by this import."""
        if self.is_small:
            self._note(text, pk, title)
        self.known[text] = Found(pk, title)
        self._outgrow()

    def _outgrow(self) -> None:
        if len(self.exact) > GROWN:
            self.is_small = False
            self.exact, self.near = {}, {}

    def learn_record(self, pk: uuid.UUID, values: Mapping[str, Any]) -> None:
        """A record that the import wrote: from now on it is found by its new names."""
        if not self.fields:
            return
        title = str(values.get(self.entity.title) or "")
        for field in self.fields:
            if isinstance(value := values.get(field.key), (str, uuid.UUID)):
                self.known.pop(str(value), None)
                if self.is_small:
                    self._note(str(value), pk, title)
        self._outgrow()

    # -- big tables ----------------------------------------------------------------------------------------------
    def _by_index(self, texts: list[str]) -> None:
        for field in self.fields:
            left = [text for text in texts if text not in self.known]
            if left and not isinstance(field, Link):
                self._by_field(field, left)
        self._by_words([text for text in texts if text not in self.known][:MOST_NEAR])

    def _by_field(self, field: Field, texts: list[str]) -> None:
        asked = {text.casefold() if isinstance(field, Email) else text: text for text in texts}
        rows = self._rows.filter(among(field.attribute, asked)).values_list("pk", field.attribute)
        for pk, value in rows:
            text = asked[value]
            other = self.known.get(text)
            self.known[text] = Found(None if other and other.id != pk else pk, value)

    def _by_words(self, texts: list[str]) -> None:
        """Records with all the words of a text, whose name is the same when spelling habits are taken away."""
        title = self.entity.title_field
        queries = [query for text in texts if (query := folding.tsquery(text))]
        if not queries or not title.search or not title.columns():
            return
        # Cut to what one chunk can mean: a common word alone would bring in half the table.
        hits = RawSQL(  # noqa: S611  # the table's name is a model's
            f'SELECT t.id FROM unnest(%s::text[]) AS q, "{self.entity.model._meta.db_table}" t '  # noqa: S608  # names of ours
            "WHERE t.search @@ q::tsquery AND t.deleted_at IS NULL LIMIT 20000",
            [queries],
        )
        ids = list(self._rows.filter(pk__in=hits).values_list("pk", flat=True))
        by_spelling: dict[str, Found] = {}
        for pk, name in self._titles(ids).items():
            key = squashed(name)
            by_spelling[key] = Found(None, name) if key in by_spelling else Found(pk, name, near=True)
        for text in texts:
            if found := by_spelling.get(squashed(text)):
                self.known[text] = found
