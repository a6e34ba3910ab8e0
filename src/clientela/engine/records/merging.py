"""Making one record of several, and taking that back.

Everything that points at a loser moves to the winner and is written down row by row, so that un-merging moves back just
those rows, and only where they still point where the merge put them. The losers go to the recycle bin as they were.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Conflict, Denied, Invalid, NotFound, Refused
from clientela.engine.fields.base import Field
from clientela.engine.fields.choice import Tags
from clientela.engine.fields.link import Link
from clientela.engine.records import pointers, saving
from clientela.engine.records.command import command
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import Merge, Record

MOST = 20


@command("record.merge")
def merge(
    actor: Actor,
    entity: str,
    winner: uuid.UUID,
    losers: Sequence[uuid.UUID],
    choices: Mapping[str, uuid.UUID] | None = None,
    *,
    versions: Mapping[uuid.UUID, int] | None = None,
) -> Merge:
    """Make one record of several: `choices` names, by field key, the record whose value is kept.

    Without a choice the winner's value stays, or the first loser's where the winner has none; tags unite. `versions` are
    those that the choice was based on. Raises NotFound, Denied, Conflict, Refused, Invalid.
    """
    kind = registry.get(entity)
    ids = [winner, *losers]
    if not losers or len(set(ids)) != len(ids) or len(ids) > MOST:
        raise Refused(_("Choose two to %d different records to merge.") % MOST)
    records = _locked(actor, kind, ids)
    for record in records.values():
        if versions and versions.get(record.pk, record.version) != record.version:
            raise Conflict(record)
    draft = _joined(actor, kind, [records[one] for one in ids], choices or {})
    before = {key: kind.field(key).to_json(draft.was(key)) for key in draft.values}
    after = {key: kind.field(key).to_json(value) for key, value in draft.values.items()}
    moved = pointers.move(kind, winner, losers)
    saving.update(actor, [draft] if draft.values else [])
    _bin(actor, kind, losers, deleted=True)
    return Merge.objects.create(
        entity=kind.key,
        winner=winner,
        losers=[str(loser) for loser in losers],
        before=before,
        after=after,
        moved=moved,
        by_id=actor.user_id,
    )


def _locked(actor: Actor, kind: Entity, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Record]:
    """The records, locked in the order of their ids; all of them, or an error."""
    rows = gate.visible(actor, kind.model).filter(pk__in=ids).order_by("pk")
    records = {record.pk: record for record in rows.select_for_update(of=("self",))}
    missing = set(ids) - set(records)
    if missing:
        raise NotFound(f"{kind.key} {missing}")
    if gate.visible(actor, kind.model, to="merge").filter(pk__in=ids).count() < len(ids):
        raise Denied(f"merge {kind.key}")
    return records


# -- which values stay -----------------------------------------------------------------------------------------------
def _joined(actor: Actor, kind: Entity, records: Sequence[Record], choices: Mapping[str, uuid.UUID]) -> Draft:
    """The winner as it will be. The entity's rules have their say; their later work is left, as nobody changed anything."""
    winner = records[0]
    draft = Draft(kind, winner.pk, winner)
    by_id = {record.pk: record for record in records}
    for one in kind.fields:
        if not one.read_only and one.columns() + (one.key,) * one.custom:
            draft.set(one.key, _chosen(one, records, by_id, choices.get(one.key)))
    for key, chosen in choices.items():
        if not kind.has(key) or chosen not in by_id:
            raise Invalid({key: [_("Choose the value of one of the records that are merged.")]})
    _break_circles(kind, draft, set(by_id))
    draft.drop_unchanged()
    for rule in registry.rules_of(kind):
        rule(actor, [draft])
    draft.drop_unchanged()
    if draft.errors:
        raise Invalid(draft.errors)
    return draft


def _chosen(
    one: Field, records: Sequence[Record], by_id: Mapping[uuid.UUID, Record], choice: uuid.UUID | None
) -> Any:
    values = [_outside(one, one.load(record), by_id) for record in records]
    if choice is not None and choice in by_id:
        return _outside(one, one.load(by_id[choice]), by_id)
    if isinstance(one, Tags):
        united = {tag.casefold(): tag for value in reversed(values) for tag in value or ()}
        order = [tag.casefold() for value in values for tag in value or ()]
        return [united[tag] for tag in dict.fromkeys(order)] or None
    return next((value for value in values if not _is_nothing(value)), values[0])


def _is_nothing(value: Any) -> bool:
    """A warning (do not contact) on any of the records stays on the one."""
    return value in (None, "", [], {}) or value is False


def _outside(one: Field, value: Any, inside: Mapping[uuid.UUID, Record]) -> Any:
    """A link from one of the merged records to another would lead to itself."""
    return None if isinstance(one, Link) and value in inside else value


def _break_circles(kind: Entity, draft: Draft, ids: set[uuid.UUID]) -> None:
    """A parent that is itself part of one of the merged records would close a circle; then there is no parent."""
    for link in kind.links():
        above = draft.values.get(link.key) if link.entity == kind.key and not link.custom else None
        if above and pointers.leads_to(kind, link, above, ids):
            draft.set(link.key, None)


def _bin(actor: Actor, kind: Entity, ids: Sequence[uuid.UUID], *, deleted: bool) -> None:
    rows = gate.unrestricted(kind.model, reason="the right to merge them was asked for").filter(pk__in=ids)
    rows.filter(deleted_at__isnull=deleted).update(
        deleted_at=Now() if deleted else None,
        updated_at=Now(),
        updated_by_id=actor.user_id,
        version=F("version") + 1,
    )


# -- taking it back --------------------------------------------------------------------------------------------------
@command("record.unmerge")
def unmerge(actor: Actor, merge_id: uuid.UUID) -> Merge:
    """Take a merge back. What was changed since stays as it is; `kept` of the result says what that was.

    `kept` is {"fields": [field keys of the winner], "rows": {entity key: how many rows stay with the winner}}.
    Raises NotFound, Denied, Refused.
    """
    done = Merge.objects.select_for_update().filter(pk=merge_id).first()
    if done is None:
        raise NotFound(f"merge {merge_id}")
    kind = registry.get(done.entity)
    losers = [uuid.UUID(loser) for loser in done.losers]
    winner = _parties(actor, kind, done.winner, losers)
    if done.undone_at is not None:
        raise Refused(_("This merge has been taken back already."))
    fields = _give_back(actor, kind, winner, done)
    rows = pointers.move_back(kind, done.winner, done.moved)
    _bin(actor, kind, losers, deleted=False)
    done.undone_at = timezone.now()
    done.kept = {"fields": fields, "rows": rows}
    done.save(update_fields=["undone_at", "kept"])
    return done


def _parties(actor: Actor, kind: Entity, winner: uuid.UUID, losers: Sequence[uuid.UUID]) -> Record:
    """The winner, with all parties locked, seen and allowed to be merged, whether deleted or not."""
    seen: dict[uuid.UUID, Record] = {}
    allowed: set[uuid.UUID] = set()
    for deleted in (False, True):
        rows = (
            gate.visible(actor, kind.model, deleted=deleted).filter(pk__in=[winner, *losers]).order_by("pk")
        )
        seen |= {record.pk: record for record in rows.select_for_update(of=("self",))}
        may = gate.visible(actor, kind.model, "merge", deleted=deleted).filter(pk__in=[winner, *losers])
        allowed |= set(may.values_list("pk", flat=True))
    if len(seen) < len(losers) + 1:
        raise NotFound(f"{kind.key} {winner}")
    if len(allowed) < len(seen):
        raise Denied(f"merge {kind.key}")
    if seen[winner].deleted_at is not None:
        raise Refused(_("“%s” is in the recycle bin; restore it first.") % kind.title_of(seen[winner]))
    return seen[winner]


def _give_back(actor: Actor, kind: Entity, winner: Record, done: Merge) -> list[str]:
    """Put back the winner's fields that are still as the merge left them; the keys of the others."""
    draft, kept = Draft(kind, winner.pk, winner), []
    for key, after in done.after.items():
        if not kind.has(key) or kind.field(key).to_json(kind.field(key).load(winner)) != after:
            kept.append(key)
        else:
            stored = done.before[key]
            draft.set(key, None if stored is None else kind.field(key).from_json(stored))
    draft.drop_unchanged()
    saving.update(actor, [draft] if draft.values else [])
    return kept
