"""Kinds of documents that domains make: what a template of the kind is filled with, and how ours looks."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from clientela.engine.access.actor import Actor
from clientela.engine.fields.base import BadValue, Context
from clientela.engine.fields.text import Text

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of document about records of `entity`.

    `values(actor, record_id, language)` gives what a template can use: texts (formatted in the language already),
    numbers as text, true and false, and lists and mappings of them. `path` is our template: a .typ or a .docx file.
    `archival` asks for PDF/A-3b; `finish(record_id, language, pdf)` has the last word on a document about a record.
    """

    key: str
    label: StrOrPromise
    entity: str
    values: Callable[[Actor, uuid.UUID, str], Values]
    path: Path
    archival: bool = False
    finish: Callable[[uuid.UUID, str, bytes], bytes] | None = None

    @property
    def is_typst(self) -> bool:
        return self.path.suffix == ".typ"

    @functools.cached_property
    def ours(self) -> str:
        """The source of our Typst template."""
        return self.path.read_text(encoding="utf-8").strip()


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    _kinds[kind.key] = kind
    return kind


def find(key: str | None) -> Kind | None:
    return _kinds.get(key or "")


def get(key: str) -> Kind:
    return _kinds[key]


def every() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


@dataclass(frozen=True, kw_only=True)
class DocumentKind(Text):
    """The key of a kind of document; domains declare kinds when all fields are there already, so it is no choice."""

    kind: ClassVar[str] = "documentkind"

    def parse(self, raw: Any, context: Context) -> str:
        key = super().parse(raw, context)
        if key not in _kinds:
            known = ", ".join(sorted(_kinds))
            raise BadValue(_("There is no such kind of document; known are: %s.") % (known or "–"))
        return key

    def display(self, value: Any) -> str:
        found = find(value)
        return str(found.label) if found else str(value or "")

    def edit(self, value: Any) -> str:
        return str(value or "")
