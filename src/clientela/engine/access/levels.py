"""How far a right reaches. Levels are ordered; several roles of one user add up to the highest."""

from __future__ import annotations

import enum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Level(enum.IntEnum):
    NONE = 0
    OWN = 1
    TEAM = 2
    BRANCH = 3
    ALL = 4

    @property
    def label(self) -> Any:
        return LEVEL_LABELS[self]


LEVEL_LABELS = {
    Level.NONE: _("Nobody's"),
    Level.OWN: _("Own"),
    Level.TEAM: _("Own team"),
    Level.BRANCH: _("Own branch and below"),
    Level.ALL: _("All"),
}

ACTIONS = {
    "view": _("View"),
    "create": _("Create"),
    "change": _("Change"),
    "delete": _("Delete"),
    "export": _("Export"),
    "merge": _("Merge"),
    "import": _("Import"),
}
