"""Bytes in the database, each once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import localize
from django.utils.translation import gettext as _

from clientela.engine.documents import pictures, sniffing
from clientela.engine.documents.models import Content


class TooLarge(Exception):
    """More bytes than a file may have; the message is a sentence for the user. HTTP 413."""


@dataclass(frozen=True)
class Stored:
    """A file's name and where its bytes are."""

    name: str
    sha256: str
    size: int
    media_type: str


def check_size(name: str, size: int) -> None:
    """Raises TooLarge, before anything is read into memory."""
    if size > settings.FILE_LIMIT:
        most = settings.FILE_LIMIT // 2**20
        raise TooLarge(
            _("“%(name)s” has %(size)s MB; a file may have at most %(most)s MB. Link to it instead.")
            % {"name": name, "size": localize(round(size / 2**20, 1)), "most": most}
        )


def store(name: str, data: bytes) -> Stored:
    """Keep bytes unless they are there already: the same file twice takes its room once. Raises TooLarge."""
    check_size(name, len(data))
    digest = hashlib.sha256(data).hexdigest()
    known = Content.objects.filter(pk=digest).values_list("media_type", flat=True).first()
    if known is None:
        known = sniffing.media_type(data)
        content = Content(
            sha256=digest,
            size=len(data),
            media_type=known,
            data=data,
            thumbnail=pictures.thumbnail(data, known),
        )
        # Two who store the same at once both find it missing; the second one's is dropped.
        Content.objects.bulk_create([content], ignore_conflicts=True)
    return Stored(name, digest, len(data), known)


def load(sha256: str) -> bytes:
    return bytes(Content.objects.values_list("data", flat=True).get(pk=sha256))


def thumbnail(sha256: str) -> bytes | None:
    found = Content.objects.filter(pk=sha256).values_list("thumbnail", flat=True).first()
    return bytes(found) if found else None
