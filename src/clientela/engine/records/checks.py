"""What must hold for every record, checked for a whole set with one query per link and per unique field."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.fields.base import Field
from clientela.engine.fields.link import Link, Reference
from clientela.engine.records.draft import Draft
from clientela.engine.records.sets import among


def check(actor: Actor, drafts: Sequence[Draft]) -> None:
    """Note on each draft what keeps it from being saved."""
    if not drafts:
        return
    _required(drafts)
    for field in drafts[0].entity.fields:
        if isinstance(field, Link):
            _links(actor, field, drafts)
        elif isinstance(field, Reference):
            _references(actor, field, drafts)
        if field.unique:
            _unique(field, drafts)


def _required(drafts: Sequence[Draft]) -> None:
    required = [field for field in drafts[0].entity.fields if field.required]
    for draft in drafts:
        for field in required:
            # An old record without the value may still be changed elsewhere; emptying it, or a new one, may not.
            concerned = draft.is_new or field.key in draft.values
            if concerned and field.key not in draft.errors and draft.get(field.key) in (None, "", []):
                draft.refuse(field.key, _("Please fill in “%s”.") % field.label)


def _seen(actor: Actor, entity: str, ids: set[uuid.UUID]) -> set[uuid.UUID]:
    if not ids:
        return set()
    rows = gate.visible(actor, registry.get(entity).model).filter(among("pk", ids))
    return set(rows.values_list("pk", flat=True))


def _links(actor: Actor, field: Link, drafts: Sequence[Draft]) -> None:
    changing = [d for d in drafts if d.values.get(field.key) is not None and d.changes(field.key)]
    seen = _seen(actor, field.entity, {d.values[field.key] for d in changing})
    for draft in changing:
        if draft.values[field.key] not in seen:
            draft.refuse(field.key, _("“%s”: there is no such record, or you may not see it.") % field.label)


def _references(actor: Actor, field: Reference, drafts: Sequence[Draft]) -> None:
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    changing = [d for d in drafts if d.values.get(field.key) is not None and d.changes(field.key)]
    for draft in changing:
        wanted[draft.values[field.key].entity].add(draft.values[field.key].id)
    known = {entity.key for entity in registry.every()}
    seen = {entity: _seen(actor, entity, ids) if entity in known else set() for entity, ids in wanted.items()}
    for draft in changing:
        target = draft.values[field.key]
        if target.id not in seen[target.entity]:
            draft.refuse(field.key, _("“%s”: there is no such record, or you may not see it.") % field.label)


def _unique(field: Field, drafts: Sequence[Draft]) -> None:
    """Holds a lock on the field until the end of the transaction: two at once cannot both find the value free."""
    changing = [d for d in drafts if d.values.get(field.key) is not None and d.changes(field.key)]
    if not changing:
        return
    entity = drafts[0].entity
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"unique:{entity.key}.{field.key}"])
    holders = _holders(field, changing)
    for draft in changing:
        value = field.compared(draft.values[field.key])
        holder = holders.setdefault(value, draft.id)
        if holder != draft.id:
            draft.refuse(
                field.key, _("“%s” is taken by another record.") % field.display(draft.values[field.key])
            )


def _holders(field: Field, drafts: Sequence[Draft]) -> dict[Any, uuid.UUID]:
    """Who has these values already, deleted records included: they may come back."""
    model = drafts[0].entity.model
    values = {field.compared(draft.values[field.key]) for draft in drafts}
    rows = gate.unrestricted(model, reason="a unique value is unique among all records, seen or not")
    rows = rows.filter(among(field.expression(), list(values)))
    return dict(rows.values_list(field.expression(), "pk"))
