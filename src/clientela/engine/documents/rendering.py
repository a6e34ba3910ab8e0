"""From a kind of document, or one of its templates, and values to a finished document."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import contents, docx, kinds, typesetting
from clientela.engine.documents.kinds import Kind
from clientela.engine.documents.models import Template


def render(
    actor: Actor,
    template: Template | str,
    values: Mapping[str, Any],
    language: str,
    *,
    archival: bool = False,
) -> bytes:
    """PDF (or DOCX, for a kind of that form) of a template, or of the standard one of a kind; `archival`: PDF/A-3b.

    Raises BadTemplate (a Refused) that says where the template is wrong.
    """
    chosen = template if isinstance(template, Template) else standard(actor, template, language)
    kind = kinds.get(chosen.kind if chosen else str(template))
    if kind.is_typst:
        source = chosen.source if chosen and chosen.source else kind.ours
        return typesetting.pdf(source, values, language, archival=archival)
    data = contents.load(str(chosen.content_id)) if chosen and chosen.content_id else kind.path.read_bytes()
    return docx.fill(data, values)


def standard(actor: Actor, kind: str, language: str) -> Template | None:
    """The administrator's standard template for a language, else for all; None: ours is used."""
    rows = gate.visible(actor, Template).filter(kind=kind, is_standard=True)
    found = {row.language: row for row in rows}
    return found.get(language) or found.get(None)


def of_record(
    actor: Actor, key: str, record_id: uuid.UUID, language: str, template_id: uuid.UUID | None = None
) -> bytes:
    """The document of a kind about a record that the actor may see."""
    kind: Kind = kinds.get(key)
    template = gate.get(actor, Template, template_id) if template_id else None
    values = kind.values(actor, record_id, language)
    made = render(actor, template or key, values, language, archival=kind.archival)
    return kind.finish(record_id, language, made) if kind.finish else made
