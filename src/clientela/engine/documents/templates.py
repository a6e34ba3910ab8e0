"""What administrators do with templates: begin one from ours, save, put an earlier version back, go back to ours."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.changes import log
from clientela.engine.documents import contents, docx, kinds
from clientela.engine.documents.models import Template
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound, Refused
from clientela.engine.records import commands as records
from clientela.engine.records import saving
from clientela.engine.records.command import command
from clientela.engine.records.draft import Draft

HISTORY = 500
SHOWN = 30


@dataclass(frozen=True)
class Version:
    """How a template was after one save."""

    seq: int
    at: dt.datetime
    by: str
    source: str | None
    sha256: str | None


@command("template.begin")
def begin(actor: Actor, kind: str, *, language: str | None = None) -> Template:
    """A template of one's own, as ours is, not yet in use."""
    gate.require(actor, Template, to="create")
    found = kinds.find(kind)
    if found is None:
        raise NotFound(kind)
    values = {"name": str(found.label), "kind": kind, "language": language}
    made = cast(Template, records.create(actor, "template", values))
    if not found.is_typst:
        _set_content(actor, made, found.path.read_bytes())
    return gate.get(actor, Template, made.pk)


@command("template.save")
def save(actor: Actor, template_id: uuid.UUID, source: str, *, version: int | None = None) -> Template:
    """Save the source; it need not be right: what is wrong shows in the preview."""
    return cast(Template, records.update(actor, "template", template_id, {"source": source}, version=version))


@command("template.upload")
def upload(actor: Actor, template_id: uuid.UUID, data: bytes) -> Template:
    """Take another Word file as the template. Raises BadTemplate when its fields cannot be read."""
    template = gate.get(actor, Template, template_id, to="change", lock=True)
    if kinds.get(template.kind).is_typst:
        raise Refused(_("This kind of document is made from Typst source, not from a Word file."))
    docx.fields(data)
    _set_content(actor, template, data)
    return gate.get(actor, Template, template_id)


def _set_content(actor: Actor, template: Template, data: bytes) -> None:
    stored = contents.store(template.name, data)
    draft = Draft(registry.get("template"), template.pk, template)
    draft.set("sha256", stored.sha256)
    draft.drop_unchanged()
    saving.update(actor, [draft] if draft.values else [])


@command("template.reset")
def reset(actor: Actor, template_id: uuid.UUID) -> Template:
    """As ours is now; what it was stays among its versions."""
    template = gate.get(actor, Template, template_id, to="change", lock=True)
    kind = kinds.get(template.kind)
    if kind.is_typst:
        return save(actor, template_id, kind.ours)
    _set_content(actor, template, kind.path.read_bytes())
    return gate.get(actor, Template, template_id)


@command("template.put_back")
def put_back(actor: Actor, template_id: uuid.UUID, seq: int) -> Template:
    """As it was after an earlier save."""
    template = gate.get(actor, Template, template_id, to="change", lock=True)
    found = next((one for one in versions(actor, template) if one.seq == seq), None)
    if found is None:
        raise NotFound(f"version {seq}")
    if found.source is not None:
        return save(actor, template_id, found.source)
    _set_content(actor, template, contents.load(str(found.sha256)))
    return gate.get(actor, Template, template_id)


def versions(actor: Actor, template: Template) -> Sequence[Version]:
    """What the change log keeps of the template, the newest first."""
    changes = [
        change
        for change in log.history(template, limit=HISTORY)
        if change.diff.get("source", [None, None])[1] or change.diff.get("content_id", [None, None])[1]
    ][:SHOWN]
    names = dict(
        gate.visible(actor, User)
        .filter(pk__in={change.actor for change in changes if change.actor})
        .values_list("pk", "name")
    )
    return [
        Version(
            change.seq,
            change.at,
            names.get(change.actor, "") if change.actor else "",
            change.diff.get("source", [None, None])[1],
            change.diff.get("content_id", [None, None])[1],
        )
        for change in changes
    ]
