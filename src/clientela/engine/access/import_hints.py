"""What lists of colleagues look like: who they report to says their team, their office says their branch."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.imports.hints import Hints, Values, hint


def _team_of_manager(actor: Actor, values: Values) -> dict[str, Any]:
    """A team that is known only by its manager is called after them."""
    manager = values.pop("manager.title", None)
    return {**values, "name": values.get("name") or _("Team of %s") % manager}


hint(
    Hints(
        entity="user",
        aliases={
            "manager": "team.manager",
            "team manager": "team.manager",
            "reports to": "team.manager",
            "team leader": "team.manager",
            "regional office": "branch",
            "region": "branch",
            "office": "branch",
            "first name": "name",
            "last name": "name",
        },
    )
)
hint(Hints(entity="team", newcomer=_team_of_manager))
