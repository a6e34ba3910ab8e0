"""Turns the texts of link columns into records: found by name, code, e-mail or id, or created because a row names them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import commands as shaping
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.link import Link, Reference, Target
from clientela.engine.imports import hints, problems, targets
from clientela.engine.imports.cleaning import Prepared
from clientela.engine.imports.directory import Directory, Found
from clientela.engine.imports.plan import FilePlan, Options
from clientela.engine.imports.problems import Problem
from clientela.engine.records import commands

Wish = tuple[Prepared, str, str]  # row, found by, text


class Linker:
    """Everything that the rows of one file point at. `seen` collects problems; `made` the ids of records of the
    file's own kind that links created before their own rows came."""

    def __init__(self, actor: Actor, plan: FilePlan, options: Options, made: set[uuid.UUID]) -> None:
        self.actor, self.plan, self.options = actor, plan, options
        self.entity = registry.get(plan.entity)
        self.seen: Counter[Problem] = Counter()
        self.made = made
        self._directories: dict[tuple[Any, ...], Directory] = {}
        self._options: dict[tuple[str, str], str] = {}
        self._defaults: dict[str, Any] = {}
        self._columns = {column.target: column.name for column in plan.columns}
        self._names = {column.target.partition(".")[0]: column.name for column in plan.columns}

    def directory(self, entity: str, by: str, scope: dict[str, Any] | None = None) -> Directory:
        key = (entity, by, *sorted((scope or {}).items()))
        if key not in self._directories:
            self._directories[key] = Directory(
                self.actor, entity, by, self.plan.system.partition("/")[0], scope
            )
        return self._directories[key]

    def learn(self, pk: uuid.UUID, values: dict[str, Any]) -> None:
        """A record of the file's own entity was written: later rows may point at it."""
        for (entity, *_rest), directory in self._directories.items():
            if entity == self.entity.key:
                directory.learn_record(pk, values)

    # -- a chunk -------------------------------------------------------------------------------------------------
    def resolve(self, rows: Sequence[Prepared]) -> None:
        """Put ids in the place of texts, in an order in which a link may depend on another (a stage on its pipeline)."""
        self._settle_options(rows)
        self._fill_defaults(rows)
        for key in self._order({key for row in rows for key, _by, _text in row.links}):
            self._resolve_field(key, rows)
        settle = hints.of(self.entity.key).settle
        if settle is not None:
            settle(self.actor, [row.values for row in rows])

    def _order(self, keys: set[str]) -> list[str]:
        return sorted(keys, key=lambda key: (len(self._scope_fields(key)), key))

    def _settle_options(self, rows: Iterable[Prepared]) -> None:
        """New options of choices, which the cleaning could not know."""
        for row in rows:
            for key, text in row.options.items():
                if (key, text) not in self._options:
                    self._options[key, text] = shaping.add_option(self.actor, self.entity.key, key, text)
                self.seen[Problem(problems.ADDED_OPTION, self._names.get(key, key), text[:80])] += 1
                row.values.setdefault(key, self._options[key, text])

    def _fill_defaults(self, rows: Sequence[Prepared]) -> None:
        for key, given in hints.of(self.entity.key).defaults.items():
            lacking = [
                row for row in rows if key not in row.values and all(link[0] != key for link in row.links)
            ]
            if lacking and key not in self._defaults:
                self._defaults[key] = given(self.actor)
            for row in lacking:
                row.values[key] = self._defaults[key]

    def _scope_fields(self, key: str) -> tuple[str, ...]:
        """A stage is unique within its pipeline: fields of this entity that narrow the search for another's record."""
        field = self.entity.field(key)
        if not isinstance(field, Link):
            return ()
        target = registry.get(field.entity)
        for combination in target.unique:
            others = tuple(other for other in combination if other != target.title)
            if (
                len(combination) > 1
                and target.title in combination
                and all(self._is_scope(target, o) for o in others)
            ):
                return others
        return ()

    def _is_scope(self, target: Entity, key: str) -> bool:
        own = self.entity.field(key) if self.entity.has(key) else None
        return isinstance(own, Link) and any(link.key == key and link.required for link in target.links())

    def _resolve_field(self, key: str, rows: Sequence[Prepared]) -> None:
        field = self.entity.field(key)
        wishes: dict[tuple[Any, ...], list[Wish]] = {}
        narrowing = self._scope_fields(key)
        for row in rows:
            scope = tuple((name, row.values.get(name)) for name in narrowing)
            for own, by, text in row.links:
                if own == key and key not in row.values:
                    wishes.setdefault((by, scope), []).append((row, by, text))
        # Ids of the other system tell more surely than names.
        for (by, scope), wanted in sorted(
            wishes.items(), key=lambda item: not item[0][0].startswith(targets.ID)
        ):
            left = [wish for wish in wanted if key not in wish[0].values]
            if isinstance(field, Reference):
                self._resolve_reference(field, by, left)
            elif isinstance(field, Link):
                self._resolve_link(field, by, dict(scope), left)
        self._report_missing(key, rows)

    def _resolve_link(self, field: Link, by: str, scope: dict[str, Any], wishes: list[Wish]) -> None:
        directory = self.directory(field.entity, by, scope)
        found = self._find(directory, {text for _row, _by, text in wishes})
        for row, _by, text in wishes:
            if (hit := found.get(text)) is not None:
                self._take(row, field.key, text, hit)

    def _take(self, row: Prepared, key: str, text: str, hit: Found) -> None:
        column = self._names.get(key, key)
        if hit.id is None:
            self.seen[Problem(problems.AMBIGUOUS_LINK, column, text[:80])] += 1
            self._keep(row, column, text, _("“%s” is the name of several records.") % text[:80])
            row.links = [link for link in row.links if link[0] != key]
            return
        if hit.near and not self.options.fix:
            self.seen[Problem(problems.NEAR, column, text[:80], hit.title, False)] += 1
            return
        if hit.near:
            self.seen[Problem(problems.NEAR, column, text[:80], hit.title)] += 1
        row.values[key] = hit.id
        row.titles[key] = hit.title or text

    def _resolve_reference(self, field: Reference, by: str, wishes: list[Wish]) -> None:
        """A link to a record of any entity: "company.@id" says which entity, and by what."""
        entity, _dot, how = by.partition(".")
        found = self.directory(entity, how).find({text for _row, _by, text in wishes})
        for row, _by, text in wishes:
            hit = found.get(text)
            if hit is not None and hit.id is not None:
                row.values.setdefault(field.key, Target(entity, hit.id))

    def _report_missing(self, key: str, rows: Sequence[Prepared]) -> None:
        for row in rows:
            if key in row.values:
                continue
            for own, by, text in row.links:
                if own == key:
                    column = self._columns.get(f"{key}.{by}") or self._names.get(key, key)
                    self.seen[Problem(problems.MISSING_LINK, column, text[:80], "", False)] += 1
                    self._keep(row, column, text, _("There is no “%s”.") % text[:80])

    @staticmethod
    def _keep(row: Prepared, column: str, text: str, message: str) -> None:
        row.notes.append(f"{column}: {text}")
        row.messages.append(f"{column}: {message}")

    # -- finding and creating ------------------------------------------------------------------------------------
    def _find(self, directory: Directory, texts: set[str]) -> dict[str, Found]:
        nested = self._nested(directory, texts)
        asked = {
            text: str(nested[text]) if nested else text for text in texts if nested is None or text in nested
        }
        hits = directory.find(asked.values())
        missing = [text for text in texts if text in asked and asked[text] not in hits]
        if missing and self._may_create(directory):
            order = hints.of(directory.entity.key).order
            self._create(directory, sorted(missing, key=order) if order else missing, asked, nested)
            hits = directory.find(asked.values())
        return {text: hits[key] for text, key in asked.items() if key in hits}

    def _nested(self, directory: Directory, texts: set[str]) -> dict[str, uuid.UUID] | None:
        """A team found by its manager: first the manager is found (or created) by name."""
        if not directory.by or directory.is_id:
            return None
        field = directory.entity.field(directory.by)
        if not isinstance(field, Link):
            return None
        found = self._find(self.directory(field.entity, ""), texts)
        return {text: hit.id for text, hit in found.items() if hit.id is not None}

    def _may_create(self, directory: Directory) -> bool:
        entity = directory.entity
        if not self.options.create_links or directory.is_id:
            return False
        is_name = directory.by in ("", entity.title) or isinstance(entity.field(directory.by), Link)
        return is_name and entity.creatable and gate.can(self.actor, entity.model, "create")

    def _create(
        self,
        directory: Directory,
        texts: Sequence[str],
        asked: dict[str, str],
        nested: dict[str, uuid.UUID] | None,
    ) -> None:
        entity = directory.entity
        newcomer = hints.of(entity.key).newcomer
        unique: dict[str, str] = {}
        for text in texts:
            unique.setdefault(asked[text] if nested else text.strip().casefold(), text)
        rows = [self._new_values(directory, text, nested) for text in unique.values()]
        if newcomer is None:
            outcomes = commands.create_many(self.actor, entity.key, rows)
        else:  # one after the other: each may depend on those before it
            outcomes = [
                commands.create_many(self.actor, entity.key, [newcomer(self.actor, row)])[0] for row in rows
            ]
        column = self._names.get(self._key_of(directory), str(entity.label))
        for text, outcome in zip(unique.values(), outcomes, strict=True):
            if outcome.is_done and outcome.id is not None:
                if entity.key == self.entity.key:
                    self.made.add(outcome.id)
                directory.learn(asked[text], outcome.id, text)
                self.seen[Problem(problems.CREATED_LINK, column, text[:80], str(entity.label))] += 1

    def _new_values(
        self, directory: Directory, text: str, nested: dict[str, uuid.UUID] | None
    ) -> dict[str, Any]:
        values: dict[str, Any] = dict(directory.scope)
        if nested is None:
            return {**values, directory.by or directory.entity.title: text}
        return {**values, directory.by: nested[text], f"{directory.by}.title": text}

    def _key_of(self, directory: Directory) -> str:
        return next((link.key for link in self.entity.links() if link.entity == directory.entity.key), "")
