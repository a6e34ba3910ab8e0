"""Puts values back that an import changed, as long as nobody changed them since."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.records import saving
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import Record

Diff = Mapping[str, list[Any]]


def restore(actor: Actor, changed: Mapping[str, Mapping[uuid.UUID, Diff]]) -> dict[uuid.UUID, str]:
    """Put the first value of every diff back where the last one still stands; gives what could not be, and why."""
    known = {entity.key for entity in registry.every()}
    why: dict[uuid.UUID, str] = {}
    for entity, diffs in changed.items():
        if entity in known:
            why.update(_restore(actor, registry.get(entity), diffs))
    return why


def _restore(actor: Actor, entity: Entity, diffs: Mapping[uuid.UUID, Diff]) -> dict[uuid.UUID, str]:
    rows = gate.visible(actor, entity.model, to="change").filter(pk__in=list(diffs)).order_by("pk")
    records = {record.pk: record for record in rows.select_for_update(of=("self",))}
    why = {pk: _("It is gone, or you may not change it.") for pk in diffs if pk not in records}
    drafts: list[Draft] = []
    for pk, record in records.items():
        draft, stays = _back(entity, record, diffs[pk])
        if stays:
            why[pk] = _("Changed since, and left so: %s.") % ", ".join(stays)
        if draft.values:
            drafts.append(draft)
    # The log knows every column that the import's rules touched, so no rule runs again here.
    saving.update(actor, drafts)
    return why


def _back(entity: Entity, record: Record, diff: Diff) -> tuple[Draft, list[str]]:
    """What to write to undo a diff, and the labels of fields that somebody changed since."""
    before = copy.copy(record)
    before.custom = dict(record.custom)
    columns: set[str] = set()
    stays: set[str] = set()
    by_column = {f.column: f for f in entity.model._meta.concrete_fields}
    for column, (old, new) in diff.items():
        if column == "custom":
            _custom_back(before, old or {}, new or {}, columns, stays)
        elif (found := by_column.get(column)) is not None:
            is_ours = getattr(record, found.attname) == _value(found, new)
            (columns if is_ours else stays).add(found.attname)
            if is_ours:
                setattr(before, found.attname, _value(found, old))
    draft = Draft(entity, record.pk, record)
    for field in entity.fields:
        if columns & ({f"custom.{field.key}"} if field.custom else set(field.columns())):
            draft.set(field.key, field.load(before))
    labels = [
        str(f.label) for f in entity.fields if stays & ({f"custom.{f.key}"} if f.custom else set(f.columns()))
    ]
    return draft, labels


def _custom_back(
    before: Record, old: dict[str, Any], new: dict[str, Any], columns: set[str], stays: set[str]
) -> None:
    for key in old.keys() | new.keys():
        if old.get(key) == new.get(key):
            continue
        if before.custom.get(key) != new.get(key):
            stays.add(f"custom.{key}")
            continue
        columns.add(f"custom.{key}")
        if key in old:
            before.custom[key] = old[key]
        else:
            before.custom.pop(key, None)


def _value(field: models.Field[Any, Any], logged: Any) -> Any:
    """A value of the change log as the model has it."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return None if logged is None else target.to_python(logged)
