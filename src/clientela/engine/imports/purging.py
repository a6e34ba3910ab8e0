"""Removes records that an import created, for good, unless somebody has changed or used them since."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db import connection, models
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.fields.link import Reference
from clientela.engine.imports.models import KnownAs
from clientela.engine.records.models import Record
from clientela.engine.records.sets import among

Created = Mapping[str, set[uuid.UUID]]


class Use(NamedTuple):
    """`user` points at `used`."""

    used: uuid.UUID
    user: Any


def purge(actor: Actor, created: Created, own: list[int], undo: str) -> dict[uuid.UUID, str]:
    """Remove what can be removed; gives what stays, and why. `own` are the import's transactions, `undo` our command."""
    known = {entity.key for entity in registry.every()}
    mine = {entity: ids for entity, ids in created.items() if entity in known}
    everything = set().union(*mine.values()) if mine else set()
    why = {pk: _("Changed since by somebody, so it stays.") for pk in _touched(everything, own, undo)}
    parts = {
        part: whole
        for entity, ids in mine.items()
        for part, whole in _wholes(registry.get(entity).model, ids).items()
        if whole in everything
    }
    for entity, ids in mine.items():
        allowed = gate.visible(actor, registry.get(entity).model, to="delete").filter(among("pk", ids))
        for pk in ids - parts.keys() - set(allowed.values_list("pk", flat=True)):
            why.setdefault(pk, _("It is gone or in the recycle bin, or you may not delete it."))
    uses = [use for entity, ids in mine.items() for use in _uses(registry.get(entity).model, ids)]
    _spread(why, uses, parts, everything)
    for entity, ids in mine.items():
        _remove(entity, ids - why.keys())
    return why


def _wholes(model: type[Record], ids: set[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Records that are parts of others with what each is first of all a part of: a line of its deal, an employment of
    its person."""
    whole = next(
        (f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey) and _cascades(f)), None
    )
    if whole is None:
        return {}
    rows = gate.unrestricted(model, reason="a part goes with what it is a part of").filter(among("pk", ids))
    return dict(rows.exclude(**{whole.attname: None}).values_list("pk", whole.attname))


def _cascades(field: models.ForeignKey[Any, Any]) -> bool:
    return field.remote_field.on_delete is models.CASCADE


def _touched(ids: Iterable[uuid.UUID], own: list[int], undo: str) -> set[uuid.UUID]:
    """Records that anyone else changed after they were created."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT record FROM change WHERE record = ANY(%s) AND operation = 'u' AND command <> %s "
            "AND NOT (xid = ANY(%s::text[]::xid8[]))",
            [list(ids), undo, [str(xid) for xid in own]],
        )
        return {row[0] for row in cursor.fetchall()}


def _spread(
    why: dict[uuid.UUID, str],
    uses: list[Use],
    parts: Mapping[uuid.UUID, uuid.UUID],
    everything: set[uuid.UUID],
) -> None:
    """Whatever a record that stays points at stays too, and so do its parts."""
    goes_with = defaultdict(list)
    for use in uses:
        if use.user not in everything:
            why.setdefault(use.used, _("Others point at it by now, so it stays."))
        goes_with[use.user].append(use.used)
    for part, whole in parts.items():
        goes_with[whole].append(part)
    waiting = list(why)
    while waiting:
        for other in goes_with[waiting.pop()]:
            if other not in why:
                why[other] = _("What it belongs to stays, so it stays.")
                waiting.append(other)


def _uses(model: type[Record], ids: set[uuid.UUID]) -> Iterator[Use]:
    """Every row that points at one of these records, from any table."""
    if not ids:
        return
    for field in model._meta.get_fields(include_hidden=True):
        if (
            field.auto_created
            and not field.concrete
            and isinstance(field, (models.ManyToOneRel, models.OneToOneRel))
        ):
            yield from _pointing(field.related_model, field.field.attname, ids)
    for entity in registry.every():
        for reference in entity.fields:
            if isinstance(reference, Reference) and not reference.custom:
                yield from _pointing(entity.model, reference.columns()[1], ids)


def _pointing(model: Any, column: str, ids: set[uuid.UUID]) -> Iterator[Use]:
    if not issubclass(model, Record):
        for used, user in model._default_manager.filter(among(column, ids)).values_list(column, "pk"):
            yield Use(used, user)
        return
    rows = gate.unrestricted(model, reason="a record in use stays, whoever uses it").filter(
        among(column, ids)
    )
    # Asked in two halves: the indexes of records hold either the living or the deleted ones.
    for half in (rows.filter(deleted_at=None), rows.filter(deleted_at__isnull=False)):
        for used, user in half.values_list(column, "pk"):
            if used != user:
                yield Use(used, user)


def _remove(entity: str, ids: set[uuid.UUID]) -> None:
    if not ids:
        return
    model = registry.get(entity).model
    rows = gate.unrestricted(model, reason="what may go was decided one by one")
    rows.filter(among("pk", ids))._raw_delete(rows.db)
    KnownAs.objects.filter(among("record", ids), entity=entity)._raw_delete(rows.db)
