"""Calling hours and time zones as fields: what cannot be read is refused wherever it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from clientela.domains.telesales import hours
from clientela.engine.fields.base import Context
from clientela.engine.fields.text import Text


@dataclass(frozen=True, kw_only=True)
class Hours(Text):
    """Words such as "mon-fri 9:00-18:00" (hours.py)."""

    kind: ClassVar[str] = "hours"

    def parse(self, raw: Any, context: Context) -> Any:
        text = super().parse(raw, context)
        if text:
            hours.read(text)
        return text


@dataclass(frozen=True, kw_only=True)
class Zone(Text):
    """The name of a time zone (IANA)."""

    kind: ClassVar[str] = "timezone"

    def parse(self, raw: Any, context: Context) -> Any:
        text = super().parse(raw, context)
        if text:
            hours.zone(text)
        return text
