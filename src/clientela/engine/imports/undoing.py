"""Takes a whole import back, chunk by chunk from the last to the first, by what the change log says each one did.

Records that it created are removed for good, unless somebody changed or uses them since; values that it changed are put
back, unless somebody changed them since. What stays says why. An undo that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.changes.context import attributed
from clientela.engine.entities import commands as shaping
from clientela.engine.entities import registry
from clientela.engine.entities.models import CustomField, ExtraOption
from clientela.engine.errors import Refused
from clientela.engine.imports import purging, restoring
from clientela.engine.imports.models import Import, ImportChunk, ImportFile, KnownAs
from clientela.engine.imports.outcomes import Outcomes
from clientela.engine.imports.run import Progress, Tell, alone, get

COMMAND = "import.undo"


class Kept(NamedTuple):
    """A row whose record stayed as it is, and why."""

    file: str
    row: int
    message: str


@dataclass
class Undone:
    """`counts`: removed, restored and kept records."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)


def undo(actor: Actor, import_id: uuid.UUID, *, tell: Tell = lambda _progress: None) -> Undone:
    """Take an import back. Raises Refused when it is running or was undone."""
    actor = actor.through("import")
    job = get(actor, import_id)
    undone = Undone()
    with alone(import_id):
        job.refresh_from_db()
        if job.state == "undone":
            raise Refused(_("This import was undone."))
        Import.objects.filter(pk=job.pk).update(state="undoing")
        own = _transactions(job)
        for file in job.files.order_by("-position"):
            _undo_file(actor, file, own, undone, tell)
        KnownAs.objects.filter(run=job.pk).delete()
        Import.objects.filter(pk=job.pk).update(state="undone", undone_at=timezone.now())
    return undone


def _transactions(job: Import) -> list[int]:
    return list(ImportChunk.objects.filter(file__run=job.pk).values_list("xid", flat=True))


def _undo_file(actor: Actor, file: ImportFile, own: list[int], undone: Undone, tell: Tell) -> None:
    chunks = list(file.pieces.order_by("-number").values_list("pk", "undone_at"))
    for done, (chunk, undone_at) in enumerate(chunks):
        if undone_at is None:
            _undo_chunk(actor, file, chunk, own, undone)
        tell(Progress(file.name, done + 1, len(chunks)))


def _undo_chunk(actor: Actor, file: ImportFile, chunk_id: int, own: list[int], undone: Undone) -> None:
    """All that one chunk did, and the note that it is undone, in one transaction."""
    with attributed(actor, COMMAND):
        chunk = ImportChunk.objects.select_for_update().get(pk=chunk_id)
        created, changed = _done_by(chunk)
        why = {**restoring.restore(actor, changed), **purging.purge(actor, created, own, COMMAND)}
        _drop_fields(actor, created.get("customfield", set()))
        if actor.is_admin:
            _drop_options(actor, created.get("extraoption", set()), _options_added(chunk))
        kept = {}
        for index, each in enumerate(Outcomes.unpacked(chunk.outcomes)):
            if each.record in why:
                kept[str(index)] = why[each.record]
                undone.kept.append(Kept(file.name, each.row, why[each.record]))
        chunk.kept, chunk.undone_at = kept, timezone.now()
        chunk.save(update_fields=["kept", "undone_at"])
    undone.counts["kept"] += len(why)
    undone.counts["removed"] += sum(
        len(ids - why.keys()) for entity, ids in created.items() if entity == file.entity
    )
    undone.counts["restored"] += sum(len(records.keys() - why.keys()) for records in changed.values())


Diffs = dict[str, dict[uuid.UUID, dict[str, list[Any]]]]


def _done_by(chunk: ImportChunk) -> tuple[dict[str, set[uuid.UUID]], Diffs]:
    """Ids of created records, and the first and last values of the columns of changed ones, by entity."""
    created: dict[str, set[uuid.UUID]] = {}
    changed: Diffs = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entity, record, operation::text, diff::text FROM change WHERE at = %s AND xid = %s::text::xid8 ORDER BY seq",
            [chunk.at, str(chunk.xid)],
        )
        for entity, record, operation, diff in cursor.fetchall():
            if operation == "i":
                created.setdefault(entity, set()).add(record)
            elif operation == "u" and record not in created.get(entity, ()):
                _merge(
                    changed.setdefault(entity, {}).setdefault(record, {}),
                    json.loads(diff, parse_float=Decimal),
                )
    return created, changed


def _options_added(chunk: ImportChunk) -> list[tuple[uuid.UUID, str]]:
    """(user-defined field, key of an option) for the options that the chunk gave to such fields."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record, option->>'key' FROM change, jsonb_array_elements(diff->'options'->1) AS option "
            "WHERE at = %s AND xid = %s::text::xid8 AND entity = 'customfield' AND operation = 'u' "
            "AND jsonb_typeof(diff->'options'->1) = 'array' AND NOT diff->'options'->0 @> jsonb_build_array(option)",
            [chunk.at, str(chunk.xid)],
        )
        return list(cursor.fetchall())


def _drop_options(actor: Actor, ids: set[uuid.UUID], added: list[tuple[uuid.UUID, str]]) -> None:
    """An option that the import added goes again when no record has it any more, in the recycle bin neither."""
    options = [(o.entity, o.field, o.key) for o in ExtraOption.objects.filter(pk__in=ids)]
    own = {field.pk: field for field in CustomField.objects.filter(pk__in=[pk for pk, _key in added])}
    options += [(own[pk].entity, own[pk].key, key) for pk, key in added if pk in own]
    for entity, name, key in options:
        shaping.remove_unused_option(actor, entity, name, key)


def _merge(known: dict[str, list[Any]], diff: dict[str, list[Any]]) -> None:
    for column, (old, new) in diff.items():
        known[column] = [known[column][0] if column in known else old, new]


def _drop_fields(actor: Actor, ids: set[uuid.UUID]) -> None:
    """A field that the import added is hidden again when no record has a value in it any more."""
    for stored in CustomField.objects.filter(pk__in=ids, archived_at=None):
        model = registry.get(stored.entity).model
        rows = gate.unrestricted(model, reason="whether a field is empty, nobody's values are told")
        if actor.is_admin and not rows.filter(custom__has_key=stored.key).exists():
            shaping.archive_field(actor, stored.entity, stored.key)
