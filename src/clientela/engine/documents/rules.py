"""What must hold for files and templates, whoever writes them."""

from __future__ import annotations

import uuid
from collections import defaultdict

from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import kinds
from clientela.engine.documents.models import Template
from clientela.engine.documents.names import safe
from clientela.engine.entities import registry
from clientela.engine.records.draft import Draft


def belongs(actor: Actor, drafts: list[Draft]) -> None:
    """A file is on a record that its writer may change, and holds something."""
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for draft in drafts:
        if draft.get("about"):
            wanted[draft.get("about").entity].add(draft.get("about").id)
    allowed = {key: _changeable(actor, key, ids) for key, ids in wanted.items()}
    for draft in drafts:
        target = draft.get("about")
        if target is None:
            draft.refuse("about", _("Say which record the file belongs to."))
        elif target.id not in allowed[target.entity] and (draft.is_new or draft.changes("about")):
            draft.refuse("about", _("You may not change this record, so you cannot add files to it."))
        if draft.values.get("name"):
            draft.set("name", safe(draft.values["name"]))
        if draft.is_new and not (draft.get("sha256") or draft.get("link")):
            draft.refuse("link", _("Upload a file, or give the address where the document is."))


def _changeable(actor: Actor, key: str, ids: set[uuid.UUID]) -> set[uuid.UUID]:
    kind = next((one for one in registry.every() if one.key == key and one.timeline), None)
    if kind is None:
        return set()
    return set(gate.visible(actor, kind.model, "change").filter(pk__in=ids).values_list("pk", flat=True))


def fits_its_kind(actor: Actor, drafts: list[Draft]) -> None:
    """A Typst template without a source begins as ours; one template of a kind and language is the standard."""
    for draft in drafts:
        kind = kinds.find(draft.get("kind"))
        if kind is not None and draft.is_new and kind.is_typst and not draft.get("source"):
            draft.set("source", kind.ours)
        if draft.get("is_standard"):
            _replaces_the_standard(draft)


def _replaces_the_standard(draft: Draft) -> None:
    if draft.changes("is_standard") or draft.changes("kind") or draft.changes("language"):
        rows = gate.unrestricted(Template, reason="there is one standard template of a kind and language")
        rows.filter(
            kind=draft.get("kind"), language=draft.get("language"), is_standard=True, deleted_at=None
        ).exclude(pk=draft.id).update(is_standard=False)
