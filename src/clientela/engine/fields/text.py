"""Words: one line or many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields.base import TEXTUAL, BadValue, Context, Field, Operator


def one_line(text: str) -> str:
    """Single spaces and no NUL, which PostgreSQL cannot store."""
    return " ".join(text.replace("\0", "").split())


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """One line of text."""

    max_length: int = 500

    kind: ClassVar[str] = "text"
    kind_label: ClassVar[StrOrPromise] = lazy("Text")
    operators: ClassVar[tuple[Operator, ...]] = TEXTUAL

    def parse(self, raw: Any, context: Context) -> str:
        if isinstance(raw, (bool, dict, list)):
            raise BadValue(_("Expected text."))
        text = self.tidy(str(raw))
        if len(text) > self.max_length:
            raise BadValue(
                _("Too long: %(length)d characters, at most %(max)d.")
                % {"length": len(text), "max": self.max_length}
            )
        return text

    def tidy(self, text: str) -> str:
        return one_line(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.max_length}


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """Text of many lines."""

    max_length: int = 100_000

    kind: ClassVar[str] = "longtext"
    kind_label: ClassVar[StrOrPromise] = lazy("Long text")
    widget: ClassVar[str] = "longtext"
    sortable: ClassVar[bool] = False

    def tidy(self, text: str) -> str:
        return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
