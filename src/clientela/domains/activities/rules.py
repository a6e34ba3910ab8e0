"""What follows from what for notes, tasks, calls and meetings."""

from __future__ import annotations

import uuid
from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.fields.link import Target
from clientela.engine.query.links import titles
from clientela.engine.records.draft import Draft


def settle(actor: Actor, drafts: list[Draft]) -> None:
    """A new entry gets its subject and its place on the timeline."""
    for draft in drafts:
        if draft.is_new:
            _place(draft)
        if not (draft.get("subject") or draft.get("body")):
            draft.refuse("subject", _("Write a subject or a text."))
        if draft.changes("done_at") and draft.values["done_at"] and draft.get("kind") == "task":
            draft.set("happened_at", draft.values["done_at"])
        if draft.changes("remind_at"):
            draft.set("reminded_at", None)


def _place(draft: Draft) -> None:
    if draft.get("kind") != "task" and not draft.get("happened_at"):
        draft.set("happened_at", draft.get("due_at") or timezone.now())
    if not draft.get("subject") and draft.get("body"):
        draft.set("subject", " ".join(draft.get("body").split())[:80])


def concern(actor: Actor, drafts: list[Draft]) -> None:
    """What is about a deal also concerns the deal's company and person, so it stands on their timelines too."""
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for draft in drafts:
        if draft.values.get("about") and draft.changes("about"):
            wanted[draft.values["about"].entity].add(draft.values["about"].id)
    concerned = {entity: _concerned(actor, entity, ids) for entity, ids in wanted.items()}
    for draft in drafts:
        target: Target | None = draft.values.get("about")
        if target and draft.changes("about"):
            for key, value in concerned[target.entity].get(target.id, {}).items():
                if not draft.get(key):
                    draft.set(key, value)


def _concerned(actor: Actor, key: str, ids: set[uuid.UUID]) -> dict[uuid.UUID, dict[str, uuid.UUID]]:
    """Company and person of each record: the record itself, or what its links of those names point at."""
    entity = next((entity for entity in registry.every() if entity.key == key), None)
    if entity is None:
        return {}
    links = [link for link in entity.links() if link.key in ("company", "person") and link.entity == link.key]
    rows = list(gate.visible(actor, entity.model).filter(pk__in=ids))
    found: dict[uuid.UUID, dict[str, uuid.UUID]] = {}
    seen = titles(actor, entity, rows, [link.key for link in links]).found
    for record in rows:
        # A company that the actor may not see is left out: the activity is theirs all the same.
        linked = {link.key: link.load(record) for link in links}
        found[record.pk] = {key: value for key, value in linked.items() if (key, value) in seen}
        if key in ("company", "person"):
            found[record.pk][key] = record.pk
    return found
