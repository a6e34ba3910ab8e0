"""What is done with many records at once, in sets that each are one command: set fields, tag, delete."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.choice import Tags
from clientela.engine.records import commands
from clientela.engine.records.command import command
from clientela.engine.records.outcome import Outcome

# So many records are one transaction; more would hold locks for longer than a colleague likes to wait.
SET = 500


def apply(
    actor: Actor, entity: Entity, ids: Sequence[uuid.UUID], verb: str, values: Mapping[str, Any]
) -> list[Outcome]:
    """Do `verb` (set, tag, delete) with every record; one outcome each, in the order given."""
    if verb == "delete":
        return commands.delete_many(actor, entity.key, [(one, None) for one in ids])
    if verb == "tag":
        return tag_many(actor, entity.key, ids, values)
    return commands.update_many(actor, entity.key, [(one, values, None) for one in ids])


@command("record.tag")
def tag_many(actor: Actor, key: str, ids: Sequence[uuid.UUID], values: Mapping[str, Any]) -> list[Outcome]:
    """Add and remove tags; those that a record has otherwise stay."""
    entity = registry.get(key)
    gate.require(actor, entity.model, to="change")
    field = entity.field("tags")
    assert isinstance(field, Tags)
    added, removed = field.clean(values.get("add")) or [], field.clean(values.get("remove")) or []
    off = {tag.casefold() for tag in removed}
    rows = gate.visible(actor, entity.model).filter(pk__in=ids)
    changes = []
    for record in rows:
        kept = [tag for tag in field.load(record) or [] if tag.casefold() not in off]
        changes.append((record.pk, {"tags": [*kept, *added]}, None))
    return commands.update_many(actor, entity.key, changes)


def sets(ids: Sequence[uuid.UUID]) -> list[Sequence[uuid.UUID]]:
    return [ids[at : at + SET] for at in range(0, len(ids), SET)]


def told(outcomes: Sequence[Outcome], verb: str) -> str:
    """One sentence: how many were done, how many not."""
    done = sum(outcome.is_done and outcome.status != "unchanged" for outcome in outcomes)
    same = sum(outcome.status == "unchanged" for outcome in outcomes)
    failed = len(outcomes) - done - same
    if verb == "delete":
        words = ngettext("%(n)d is in the recycle bin.", "%(n)d are in the recycle bin.", done)
    else:
        words = ngettext("%(n)d changed.", "%(n)d changed.", done)
    parts = [words % {"n": done}]
    if same:
        parts.append(ngettext("%(n)d was so already.", "%(n)d were so already.", same) % {"n": same})
    if failed:
        parts.append(
            ngettext("%(n)d could not be changed.", "%(n)d could not be changed.", failed) % {"n": failed}
        )
    return " ".join(parts)


def reason(entity: Entity, outcome: Outcome) -> str:
    """Why a record was left as it is."""
    reasons = {
        "missing": _("It is not there any more."),
        "denied": _("You may not do this with it."),
        "conflict": _("Somebody changed it meanwhile."),
    }
    if outcome.status in reasons:
        return reasons[outcome.status]
    return " ".join(
        f"{_label(entity, key)}: {' '.join(said)}" if key else " ".join(said)
        for key, said in outcome.errors.items()
    )


def _label(entity: Entity, key: str) -> str:
    return str(entity.field(key).label) if entity.has(key) else key


def reasons(outcomes: Sequence[Outcome], entity_key: str) -> list[tuple[str, int]]:
    """The reasons of all failures, the most frequent first."""
    entity = registry.get(entity_key)
    return Counter(reason(entity, one) for one in outcomes if not one.is_done).most_common()
