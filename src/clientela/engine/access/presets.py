"""Roles that a new installation begins with; administrators change them as they like."""

from __future__ import annotations

from django.utils.translation import gettext_noop

Grants = dict[str, dict[str, str]]


def _grants(**levels: str) -> Grants:
    return {"*": levels}


ADMINISTRATOR = gettext_noop("Administrator")

ROLES: dict[str, Grants] = {
    gettext_noop("Director"): _grants(
        view="all", create="all", change="all", delete="all", export="all", merge="all", **{"import": "all"}
    ),
    gettext_noop("Branch manager"): _grants(
        view="branch", create="branch", change="branch", delete="branch", export="branch", merge="branch", **{"import": "own"}
    ),
    gettext_noop("Salesperson"): {
        "*": {
            "view": "team", "create": "own", "change": "own", "delete": "own", "export": "own", "merge": "own", "import": "own",
        },
        "product": {"view": "all"},
        "productline": {"view": "all"},
        "productcost": {},
        # What is said on the telephone is written by who leads the team.
        "callscript": {"view": "all"},
        # How far an order is, any colleague can tell a customer who asks.
        "order": {
            "view": "all", "create": "own", "change": "own", "delete": "own", "export": "own", "merge": "own", "import": "own",
        },
    },
    gettext_noop("Reader"): _grants(view="all"),
}  # fmt: skip
