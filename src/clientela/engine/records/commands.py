"""The one write path. Every command works on a set; one record is a set of one.

The order never varies: may the actor → clean each value → defaults → the entity's own rules → what must hold → save.
A row that cannot be saved says so in its outcome and keeps none of the others from being saved.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Context
from clientela.engine.records import saving
from clientela.engine.records.checks import check
from clientela.engine.records.command import command
from clientela.engine.records.draft import Cleaned, Draft
from clientela.engine.records.models import Record, uuid7
from clientela.engine.records.outcome import Outcome

Values = Mapping[str, Any]


def context_of(actor: Actor) -> Context:
    """How this actor's input is read: programs strictly, people by their own habits."""
    user = actor.user
    return Context(
        strict=actor.source == "api",
        currency=getattr(user, "currency", None) or "EUR",
        region=(getattr(user, "preferences", None) or {}).get("region"),
    )


def create(actor: Actor, entity: str, values: Values) -> Record:
    """Create one record. Raises Denied, Invalid."""
    record_id = create_many(actor, entity, [values])[0].unwrap()
    return _fetched(entity, record_id)


@command("record.create")
def create_many(actor: Actor, entity: str, rows: Sequence[Values]) -> list[Outcome]:
    """Create records from values by field key; an "id" among them is taken as the record's own."""
    kind = registry.get(entity)
    gate.require(actor, kind.model, to="create")
    context = context_of(actor)
    drafts = [_new(kind, row, context) for row in rows]
    _complete(actor, drafts)
    check(actor, drafts)
    _refuse_taken_ids(kind, [draft for draft, row in zip(drafts, rows, strict=True) if row.get("id")])
    good = [draft for draft in drafts if not draft.errors]
    saving.insert(actor, good)
    _afterwards(actor, good)
    return [_outcome(draft, "created", 1) for draft in drafts]


def _new(kind: Entity, row: Values, context: Context) -> Draft:
    draft = Draft(kind, uuid7())
    if isinstance(row, Cleaned):
        draft.take(row, context)
        return draft
    given = dict(row)
    own_id = given.pop("id", None)
    if own_id:
        try:
            draft.id = uuid.UUID(str(own_id))
        except ValueError:
            draft.refuse("id", _("“%s” is not a UUID.") % own_id)
    draft.take(given, context)
    return draft


def _complete(actor: Actor, drafts: Sequence[Draft]) -> None:
    """Defaults of new records, then the entity's rules for all."""
    if not drafts:
        return
    kind = drafts[0].entity
    defaults = {f.key: f.default for f in kind.fields if f.default is not None and not f.read_only}
    new = [draft for draft in drafts if draft.is_new]
    for draft in new:
        for key, value in defaults.items():
            draft.values.setdefault(key, value() if callable(value) else value)
        draft.values.setdefault("owner", actor.user_id)
        if draft.values.get("owner") is None and "owner" not in draft.errors:
            draft.values["owner"] = actor.user_id
    _settle_branches(actor, [draft for draft in new if draft.values.get("branch") is None])
    for rule in registry.rules_of(kind):
        rule(actor, list(drafts))


def _settle_branches(actor: Actor, drafts: Sequence[Draft]) -> None:
    """A record without a branch belongs to its owner's."""
    owners: set[Any] = {draft.values.get("owner") for draft in drafts} - {None, actor.user_id}
    branches: dict[Any, Any] = {actor.user_id: actor.branch_id, None: None}
    if owners:
        users = gate.unrestricted(registry.get("user").model, reason="an owner's branch is no secret")
        branches.update(users.filter(pk__in=owners).values_list("pk", "branch_id"))
    for draft in drafts:
        draft.values["branch"] = branches.get(draft.values.get("owner"))


def _refuse_taken_ids(kind: Entity, drafts: Sequence[Draft]) -> None:
    if not drafts:
        return
    rows = gate.unrestricted(kind.model, reason="an id is taken whoever may see its record")
    taken = set(rows.filter(pk__in=[draft.id for draft in drafts]).values_list("pk", flat=True))
    for draft in drafts:
        if draft.id in taken:
            draft.refuse("id", _("There is a record with this id already."))


def _outcome(draft: Draft, status: str, version: int) -> Outcome:
    if draft.errors:
        return Outcome("invalid", draft.id, version, dict(draft.errors))
    return Outcome(status, draft.id, version)


def _fetched(entity: str, record_id: uuid.UUID) -> Record:
    rows = gate.unrestricted(registry.get(entity).model, reason="the actor just wrote it")
    return rows.get(pk=record_id)


def update(
    actor: Actor, entity: str, record_id: uuid.UUID, values: Values, *, version: int | None = None
) -> Record:
    """Change one record; `version` is the one the change was based on. Raises NotFound, Denied, Invalid, Conflict."""
    update_many(actor, entity, [(record_id, values, version)])[0].unwrap()
    return _fetched(entity, record_id)


@command("record.update")
def update_many(
    actor: Actor, entity: str, changes: Sequence[tuple[uuid.UUID, Values, int | None]]
) -> list[Outcome]:
    """Change records: (id, values by field key, version it was based on or None) each."""
    kind = registry.get(entity)
    records, allowed = _locked(actor, kind, [change[0] for change in changes], to="change")
    context = context_of(actor)
    stopped = [
        _stopped(records.get(record_id), record_id, allowed, version) for record_id, _, version in changes
    ]
    drafts: dict[uuid.UUID, Draft] = {}
    for (record_id, values, _version), halt in zip(changes, stopped, strict=True):
        if halt is None:  # a record named twice is one draft that takes both
            draft = drafts.setdefault(record_id, Draft(kind, record_id, records[record_id]))
            draft.take(values, context)
    _save_changes(actor, list(drafts.values()))
    return [halt or _updated(drafts[change[0]]) for change, halt in zip(changes, stopped, strict=True)]


def _save_changes(actor: Actor, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        draft.drop_unchanged()
    _complete(actor, drafts)
    for draft in drafts:
        draft.drop_unchanged()
    check(actor, drafts)
    good = [draft for draft in drafts if draft.values and not draft.errors]
    saving.update(actor, good)
    _afterwards(actor, good)


def _afterwards(actor: Actor, drafts: Sequence[Draft]) -> None:
    works: dict[Callable[[Actor, list[Draft]], None], list[Draft]] = {}
    for draft in drafts:
        for work in draft.after:
            works.setdefault(work, []).append(draft)
    for work, concerned in works.items():
        work(actor, concerned)


def _updated(draft: Draft) -> Outcome:
    assert draft.before is not None
    changed = bool(draft.values)
    return _outcome(draft, "updated" if changed else "unchanged", draft.before.version + int(changed))


def _locked(
    actor: Actor, kind: Entity, ids: Sequence[uuid.UUID], *, to: str, deleted: bool = False
) -> tuple[dict[uuid.UUID, Record], set[uuid.UUID]]:
    """Records the actor may see, locked in the order of their ids (so that no two sets can deadlock); those of `to`."""
    rows = gate.visible(actor, kind.model, deleted=deleted).filter(pk__in=ids).order_by("pk")
    records = {record.pk: record for record in rows.select_for_update(of=("self",))}
    allowed = gate.visible(actor, kind.model, to=to, deleted=deleted).filter(pk__in=records)
    return records, set(allowed.values_list("pk", flat=True))


def _stopped(
    record: Record | None, record_id: uuid.UUID, allowed: set[uuid.UUID], version: int | None
) -> Outcome | None:
    if record is None:
        return Outcome("missing", record_id)
    if record_id not in allowed:
        return Outcome("denied", record_id, record.version)
    if version is not None and version != record.version:
        return Outcome("conflict", record_id, record.version)
    return None


def delete(actor: Actor, entity: str, record_id: uuid.UUID, *, version: int | None = None) -> None:
    """Put one record into the recycle bin."""
    delete_many(actor, entity, [(record_id, version)])[0].unwrap()


@command("record.delete")
def delete_many(actor: Actor, entity: str, targets: Sequence[tuple[uuid.UUID, int | None]]) -> list[Outcome]:
    """Put records into the recycle bin: (id, version or None) each."""
    kind = registry.get(entity)
    records, allowed = _locked(actor, kind, [target[0] for target in targets], to="delete")
    return _move(actor, kind, records, allowed, targets, status="deleted", deleted_at=Now())


def restore(actor: Actor, entity: str, record_id: uuid.UUID) -> Record:
    """Take one record back out of the recycle bin."""
    restore_many(actor, entity, [record_id])[0].unwrap()
    return _fetched(entity, record_id)


@command("record.restore")
def restore_many(actor: Actor, entity: str, ids: Sequence[uuid.UUID]) -> list[Outcome]:
    """Take records back out of the recycle bin. Who may delete may restore."""
    kind = registry.get(entity)
    records, allowed = _locked(actor, kind, ids, to="delete", deleted=True)
    targets = [(record_id, None) for record_id in ids]
    return _move(actor, kind, records, allowed, targets, status="restored", deleted_at=None)


def _move(
    actor: Actor,
    kind: Entity,
    records: Mapping[uuid.UUID, Record],
    allowed: set[uuid.UUID],
    targets: Sequence[tuple[uuid.UUID, int | None]],
    *,
    status: str,
    deleted_at: Any,
) -> list[Outcome]:
    outcomes = []
    for record_id, version in targets:
        stopped = _stopped(records.get(record_id), record_id, allowed, version)
        outcomes.append(stopped or Outcome(status, record_id, records[record_id].version + 1))
    moving = [outcome.id for outcome in outcomes if outcome.is_done and outcome.id]
    rows = gate.unrestricted(kind.model, reason="these were allowed one by one above").filter(pk__in=moving)
    rows.update(
        deleted_at=deleted_at, updated_at=Now(), updated_by_id=actor.user_id, version=F("version") + 1
    )
    for told in kind.moved if moving else ():
        told(actor, [records[record_id] for record_id in moving])
    return outcomes


def set_local_durability(*, wait: bool) -> None:
    """Within this transaction: whether the commit waits for the disk. Imports that can resume need not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', %s, true)", ["on" if wait else "off"])


def set_local_patience(seconds: int) -> None:
    """Within this transaction: after how long waiting for a lock fails (LockNotAvailable)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{seconds}s"])
