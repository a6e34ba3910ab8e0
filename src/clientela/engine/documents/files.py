"""What people do with files: put them on a record. The rest (rename, recycle bin) every record can."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import contents
from clientela.engine.documents.contents import Stored
from clientela.engine.documents.models import File
from clientela.engine.documents.names import safe
from clientela.engine.entities import registry
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from clientela.engine.records.command import command
from clientela.engine.records.draft import Cleaned


@command("file.attach")
def attach(actor: Actor, about: Target, files: Sequence[Stored]) -> list[uuid.UUID]:
    """Put stored files on a record; the ids of the files. Raises NotFound, Denied."""
    gate.get(actor, registry.get(about.entity).model, about.id, to="change")
    rows = [
        Cleaned(name=safe(one.name), about=about, sha256=one.sha256, size=one.size, media_type=one.media_type)
        for one in files
    ]
    return [outcome.unwrap() for outcome in records.create_many(actor, "file", rows)]


def upload(actor: Actor, about: Target, sent: Iterable[UploadedFile[Any]]) -> list[File]:
    """Store what was sent and put it on a record; nothing is stored for somebody who may not. Raises TooLarge."""
    gate.get(actor, registry.get(about.entity).model, about.id, to="change")
    found = list(sent)
    for one in found:
        contents.check_size(one.name or "", one.size or 0)
    stored = [contents.store(one.name or "", one.read()) for one in found]
    ids = attach(actor, about, stored)
    rows = {file.pk: file for file in gate.visible(actor, File).filter(pk__in=ids)}
    return [rows[one] for one in ids]


def keep(actor: Actor, about: Target, name: str, data: bytes) -> File:
    """Put a made document (a PDF, say) on a record."""
    (file_id,) = attach(actor, about, [contents.store(name, data)])
    return gate.get(actor, File, file_id)


def of(actor: Actor, about: Target) -> list[File]:
    """Files of a record that the actor may see, the newest first. The caller has passed the gate for the record."""
    rows = gate.unrestricted(File, reason="who sees a record sees its files")
    return list(
        rows.filter(about_entity=about.entity, about_id=about.id, deleted_at=None).order_by(
            "-created_at", "-pk"
        )[:200]
    )
