"""What surrounds the rows of a list and the cards of a board alike."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from clientela.engine.access import deciding, gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities.entity import Entity
from clientela.engine.screens import filtering, offers, tabs
from clientela.engine.screens.listing import Listing

VERBS = ("create", "change", "delete", "export", "merge", "import")


def of(shown: Listing) -> dict[str, Any]:
    """Title, tabs, the sentence of filters, what domains offer, and what the actor may do with some record at least."""
    model = shown.entity.model
    return {
        "listing": shown,
        "entity": shown.entity,
        "tabs": tabs.of(shown),
        "chips": filtering.chips(shown),
        "offers": offers.of(shown),
        "may": {verb: gate.can(shown.actor, model, verb) for verb in VERBS},
    }


def allowed(actor: Actor, entity: Entity, records: Iterable[Any], to: str) -> frozenset[uuid.UUID]:
    """With which of these records, just read through the gate, the actor may do `to`. One query at most."""
    rule = gate.rule_for(actor, entity.model, to)
    answers = {record.pk: deciding.holds(rule, record) for record in records}
    found = {key for key, answer in answers.items() if answer}
    left = [key for key, answer in answers.items() if answer is None]
    if left:
        rows = gate.visible(actor, entity.model, to=to).filter(pk__in=left)
        found.update(rows.values_list("pk", flat=True))
    return frozenset(found)
