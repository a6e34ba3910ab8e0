"""The form in which a passage is written: what it shows, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.encyclopedia.models import Article, Passage
from clientela.engine.access.actor import Actor
from clientela.engine.documents import files
from clientela.engine.documents.models import File
from clientela.engine.entities import registry
from clientela.engine.fields.base import Field
from clientela.engine.fields.link import Link, Target
from clientela.engine.records.models import uuid7
from clientela.engine.screens import widgets

ABOVE, BESIDE = (
    ("kind", "name"),
    ("competitor", "counterpart", "their_price", "our_strengths", "their_strengths", "position"),
)
Errors = Mapping[str, Sequence[str]]


def _fields(keys: Sequence[str]) -> list[Field]:
    return [registry.get("passage").field(key) for key in keys]


def blank(actor: Actor, article: Article, kind: str) -> dict[str, Any]:
    return _form(actor, article, None, {"kind": kind, "position": Decimal(0)}, "") | {"key": str(uuid7())}


def stored(actor: Actor, article: Article, passage: Passage) -> dict[str, Any]:
    values = {field.key: field.load(passage) for field in _fields((*ABOVE, *BESIDE))}
    return _form(actor, article, passage, values, passage.text or "")


def again(
    actor: Actor, article: Article, passage: Passage | None, posted: Any, errors: Errors
) -> dict[str, Any]:
    """What was typed stays; each error stands beside its field."""
    shown = {*ABOVE, *BESIDE, "text"}
    rest = [word for key, words in errors.items() if key not in shown for word in words]
    more = {"errors": rest, "text_errors": list(errors.get("text", ())), "key": posted.get("key", "")}
    form = _form(actor, article, passage, {}, posted.get("text", ""), posted=posted, errors=errors)
    return form | more | {"version": posted.get("version", "")}


def collided(actor: Actor, article: Article, passage: Passage, posted: Any) -> dict[str, Any]:
    """Somebody saved meanwhile: the stored text is shown below, saving again keeps one's own."""
    words = _(
        "Somebody else saved this passage while you wrote. Yours is here, theirs below; saving again keeps yours."
    )
    form = again(actor, article, passage, posted, {"": [words]})
    return form | {"version": passage.version, "theirs": passage.text or ""}


def _form(
    actor: Actor, article: Article, passage: Passage | None, values: Mapping[str, Any], text: str, **more: Any
) -> dict[str, Any]:
    return {
        "article": article,
        "passage": passage,
        "above": widgets.controls(actor, _fields(ABOVE), values, **more),
        "beside": widgets.controls(actor, _fields(BESIDE), values, **more),
        "text": text,
        "version": passage.version if passage else "",
        "key": "",
        "pictures": _pictures(actor, article),
        "errors": [],
        "text_errors": [],
        "theirs": "",
    }


def _pictures(actor: Actor, article: Article) -> list[File]:
    """Those that a text of this page may show."""
    found = files.of(actor, Target("article", article.pk))
    return [file for file in found if file.is_picture and file.content_id]


def sent(posted: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Values by field key, and names of records that are still to be made."""
    fields = [field for field in _fields((*ABOVE, *BESIDE, "text")) if widgets.is_posted(field, posted)]
    new = {
        field.key: name
        for field in fields
        if isinstance(field, Link) and (name := posted.get(f"{field.key}.new", "").strip())
    }
    values = {field.key: widgets.raw_value(field, posted) for field in fields if field.key not in new}
    return {key: (None if value == "" else value) for key, value in values.items()}, new
