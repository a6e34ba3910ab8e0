"""Records that somebody has said are not the same, however alike they look."""

from __future__ import annotations

import uuid

from django.db.models import Q

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.records.command import command
from clientela.engine.records.models import DistinctPair


@command("record.tell_apart")
def tell_apart(actor: Actor, entity: str, one: uuid.UUID, other: uuid.UUID) -> None:
    """Remember that two records are not the same, so that nobody is asked again."""
    model = registry.get(entity).model
    gate.get(actor, model, one, to="change")
    gate.get(actor, model, other)
    first, second = sorted((one, other))
    DistinctPair.objects.get_or_create(first=first, second=second, defaults={"entity": entity})


@command("record.take_together")
def take_together(actor: Actor, entity: str, one: uuid.UUID, other: uuid.UUID) -> None:
    """Forget that two records are not the same."""
    gate.get(actor, registry.get(entity).model, one, to="change")
    first, second = sorted((one, other))
    DistinctPair.objects.filter(first=first, second=second).delete()


def from_record(record_id: uuid.UUID) -> set[uuid.UUID]:
    """All that are known not to be the same as this one."""
    pairs = DistinctPair.objects.filter(Q(first=record_id) | Q(second=record_id)).values_list(
        "first", "second"
    )
    return {one for pair in pairs for one in pair} - {record_id}
