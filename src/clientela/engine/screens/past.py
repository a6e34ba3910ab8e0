"""What the change log says of a record, in words: on its timeline and as the history of one field."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.changes import log
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Link, Reference, Target
from clientela.engine.fields.numbers import Amount, Money
from clientela.engine.query import links
from clientela.engine.screens.slots import Place
from clientela.engine.screens.timeline import Entry, Stream, register
from clientela.engine.screens.whole import whole

SHOWN = 6


@dataclass(frozen=True)
class Step:
    """One value of a field before and after; links as their titles."""

    field: Field
    before: Any
    after: Any
    old: str = ""
    new: str = ""


def steps(entity: Entity, record: Any, change: log.Change) -> list[Step]:
    """A change of columns as changes of fields; columns that belong to no field are left out."""
    old = {column: pair[0] for column, pair in change.diff.items() if column != "custom"}
    new = {column: pair[1] for column, pair in change.diff.items() if column != "custom"}
    old_custom, new_custom = ((pair or {}) for pair in change.diff.get("custom", [{}, {}]))
    found = []
    for field in entity.fields:
        if field.read_only:  # follows from what people changed
            continue
        if field.custom:
            before, after = old_custom.get(field.key), new_custom.get(field.key)
            touched = before != after
        else:
            touched = any(column in old for column in field.columns())
            before, after = _stored(field, old, record), _stored(field, new, record)
        if touched:
            found.append(Step(field, _read(field, before), _read(field, after)))
    return found


def _stored(field: Field, row: dict[str, Any], record: Any) -> Any:
    """The value of a native field as the log wrote it, in the form that from_json() takes."""
    columns = field.columns()
    values = [row.get(column) for column in columns]
    if isinstance(field, Money):
        # The log has only columns that changed: a currency it does not name is the one the record still has.
        currency = values[1] or getattr(record, columns[1])
        return (
            {"amount": str(values[0]), "currency": currency}
            if values[0] is not None and currency
            else values[0]
        )
    if isinstance(field, Reference):
        return {"entity": values[0], "id": values[1]} if values[0] and values[1] else None
    return values[0] if values else None


def _read(field: Field, stored: Any) -> Any:
    """A value of the log; one that the field no longer understands is shown as it was written."""
    if stored is None:
        return None
    try:
        return field.from_json(stored)
    except (ValueError, TypeError, KeyError, ArithmeticError):
        return stored


def worded(place: Place, changes: Sequence[Sequence[Step]]) -> list[list[Step]]:
    """The steps with their values in words: one query per linked entity for all of them."""
    titles = place.names(
        _target(step.field, value)
        for group in changes
        for step in group
        for value in (step.before, step.after)
    )
    return [[_worded(step, titles) for step in group] for group in changes]


def _target(field: Field, value: Any) -> Target | None:
    if isinstance(value, Target):
        return value
    return Target(field.entity, value) if isinstance(field, Link) and isinstance(value, uuid.UUID) else None


def _worded(step: Step, titles: links.Titles) -> Step:
    return replace(
        step, old=_words(step.field, step.before, titles), new=_words(step.field, step.after, titles)
    )


def _words(field: Field, value: Any, titles: links.Titles) -> str:
    target = _target(field, value)
    if target is not None:
        title = titles.of(field, value)
        return title.title if title and title.visible else _("a record that you may not see")
    if value is None:
        return ""
    if isinstance(field, Money) and not isinstance(value, Amount):
        return str(value)
    try:
        return field.display(value)
    except (ValueError, TypeError, AttributeError, BadValue):
        return str(value)


# -- on the timeline -------------------------------------------------------------------------------------------------
def _changes(place: Place, _only: str, marker: str | None, limit: int) -> list[Entry]:
    """Changes that say something; those of columns that people never see are passed over."""
    before = whole(marker)
    entries: list[Entry] = []
    while len(entries) < limit:
        found = log.history(place.record, limit, before)
        entries += [
            Entry(
                change.at, str(change.seq), "screens/record/_change.html", {"change": change, "steps": told}
            )
            for change in found
            if (told := _telling(place, change)) or _deed(change) != "changed"
        ]
        if len(found) < limit:
            break
        before = found[-1].seq
    return entries[:limit]


def _finish(place: Place, entries: Sequence[Entry]) -> list[Entry]:
    changes = [entry.context["change"] for entry in entries]
    worked = worded(place, [entry.context["steps"] for entry in entries])
    names = people(place, (change.actor for change in changes))
    return [
        replace(
            entry,
            context={
                "change": change,
                "steps": steps_of[:SHOWN],
                "more": len(steps_of) - SHOWN,
                "who": names.get(change.actor, ""),
                "deed": _deed(change),
            },
        )
        for entry, change, steps_of in zip(entries, changes, worked, strict=True)
    ]


def _telling(place: Place, change: log.Change) -> list[Step]:
    """A new record's many first values stand on the page already."""
    if change.operation == "i" or "deleted_at" in change.diff:
        return []
    return steps(place.entity, place.record, change)


def _deed(change: log.Change) -> str:
    """created, deleted, restored or changed."""
    if change.operation == "i":
        return "created"
    if "deleted_at" in change.diff:
        return "deleted" if change.diff["deleted_at"][1] else "restored"
    return "changed"


def people(place: Place, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, links.LinkTitle]:
    """Colleagues by their ids."""
    titles = place.names([Target("user", one) if one else None for one in ids])
    return {key[1]: title for key, title in titles.found.items() if key[0] == "user"}


register(Stream("changes", frozenset({"changes"}), _changes, _finish))


# -- of one field ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Moment:
    """A value that a field once got: when, by whom, from where."""

    change: log.Change
    step: Step
    who: links.LinkTitle | None


def of_field(actor: Actor, entity: Entity, record: Any, key: str, limit: int = 20) -> list[Moment]:
    """The values a field had, newest first."""
    whole = entity.field(key.partition(".")[0])
    found = [
        (change, step)
        for change in log.history(record, limit=500)
        for step in steps(entity, record, change)
        if step.field.key == whole.key
    ][:limit]
    place = Place(actor, entity, record)
    worked = worded(place, [[step] for _change, step in found])
    names = people(place, (change.actor for change, _step in found))
    return [
        Moment(change, step[0], names.get(change.actor))
        for (change, _old), step in zip(found, worked, strict=True)
    ]
