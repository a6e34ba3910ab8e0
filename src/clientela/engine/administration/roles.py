"""Roles as a matrix: what (kind of record) × action × how far."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from clientela.engine.access import commands, gate, presets
from clientela.engine.access.levels import ACTIONS, LEVEL_LABELS, Level
from clientela.engine.access.middleware import Request
from clientela.engine.access.models import Role
from clientela.engine.administration import queries
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid
from clientela.engine.screens.responses import screen

INHERIT = ""


@screen
def roles(request: Request) -> HttpResponse:
    gate.require_admin(request.actor)
    return render(request, "administration/roles.html", {"roles": queries.roles(request.actor)})


@screen
def role(request: Request, role_id: uuid.UUID | None = None) -> HttpResponse:
    """A role's matrix; an empty cell follows the row "everything else"."""
    gate.require_admin(request.actor)
    shown = queries.role(request.actor, role_id) if role_id else Role()
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            is_admin = bool(request.POST.get("is_admin"))
            name = request.POST.get("name", "")
            commands.save_role(
                request.actor, name=name, grants=_grants(request), is_admin=is_admin, role_id=role_id
            )
            return redirect("roles")
        except Invalid as invalid:
            errors = invalid.errors
    context = {"role": shown, "rows": _rows(shown), "verbs": ACTIONS, "errors": errors}
    return render(request, "administration/role.html", context, status=422 if errors else 200)


def _grants(request: Request) -> dict[str, dict[str, str]]:
    grants: dict[str, dict[str, str]] = {}
    for name, level in request.POST.items():
        entity, _dot, action = name.partition(".")
        if action in ACTIONS and str(level) != INHERIT:
            grants.setdefault(entity, {})[action] = str(level)
    # A row that says something says all of it: what it leaves open follows the row for everything else.
    rest = grants.get("*", {})
    return {entity: rights if entity == "*" else {**rest, **rights} for entity, rights in grants.items()}


def _rows(shown: Role) -> list[dict[str, Any]]:
    """A row for each kind of daily work, and for whatever this role or one of the first roles treats apart.

    What has a row of its own has all of it there, and says "none" where it grants nothing.
    """
    apart = {key for grants in (shown.grants, *presets.ROLES.values()) for key in grants}
    apart |= {entity.key for entity in registry.of_daily_work()}
    names = [
        ("*", _("Everything else")),
        *((e.key, e.label_plural) for e in registry.every() if e.key in apart),
    ]
    levels = [(level.name.lower(), LEVEL_LABELS[level]) for level in Level]
    return [
        {
            "key": key,
            "label": label,
            "choices": levels if key == "*" else [(INHERIT, _("as below")), *levels],
            "levels": {
                a: shown.grants[key].get(a, "none")
                if key in shown.grants
                else INHERIT
                if key != "*"
                else "none"
                for a in ACTIONS
            },
        }
        for key, label in [*names[1:], names[0]]
    ]
