"""What is said of lists and scripts in one line."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clientela.engine.access.actor import SYSTEM
from clientela.engine.entities import registry
from clientela.engine.query import filters, phrases
from clientela.engine.query.filters import BadFilter


def outline(script: Any) -> str | None:
    """How many steps, and what they are called."""
    steps = script.steps or []
    if not steps:
        return None
    count = ngettext("%(n)d step", "%(n)d steps", len(steps)) % {"n": len(steps)}
    return f"{count}: " + " · ".join(step["title"] for step in steps)


def who_belongs(call_list: Any) -> str | None:
    """The list's filter in words."""
    entity = registry.get(call_list.kind)
    try:
        group = filters.parse_json(call_list.filter or {}, entity)
        said = phrases.sentence(SYSTEM, entity, group) if group else ""
    except BadFilter as bad:
        return bad.message
    parts = [part for part in (said, call_list.text and f"“{call_list.text}”") if part]
    return " ".join(parts) or _("All %s") % str(entity.label_plural).lower()
