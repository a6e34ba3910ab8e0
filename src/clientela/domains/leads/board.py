"""The board of leads: a column asks for a reason before a card may enter it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.screens import boards
from clientela.engine.screens.boards import Board, Sign

WAITS = dt.timedelta(days=2)


def _asks(column: Any) -> tuple[str, ...]:
    return ("disqualified_because",) if column.key == "disqualified" else ()


def _signs(lead: Any, column: Any) -> list[Sign]:
    """Who waits for an answer loses patience."""
    if column.key == "new" and timezone.now() - lead.created_at > WAITS:
        return [Sign(_("waits since %s") % f"{lead.created_at:%d.%m.}", "warn", "hourglass")]
    return []


boards.register("lead", Board(signs=_signs, asks=_asks))
