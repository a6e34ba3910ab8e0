"""Colleagues: who is there, what roles they have, who may sign in."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clientela.engine.access import commands, gate
from clientela.engine.access.middleware import Request
from clientela.engine.access.models import Branch, Team, User
from clientela.engine.administration import queries
from clientela.engine.errors import Invalid
from clientela.engine.screens.responses import screen


@screen
def people(request: Request) -> HttpResponse:
    gate.require_admin(request.actor)
    given = {
        key: request.POST.get(key, "").strip() for key in ("name", "email", "team", "branch", "password")
    }
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _invite(request, given)
            return redirect("people")
        except Invalid as invalid:
            errors = invalid.errors
    context = {"users": _users(request), "given": given, "errors": errors, **_choices(request)}
    return render(request, "administration/people.html", context, status=422 if errors else 200)


def _invite(request: Request, given: dict[str, str]) -> User:
    links = {key: given[key] or None for key in ("team", "branch")}
    roles = queries.role_ids(request.POST.getlist("roles"))
    if not given["email"]:
        raise Invalid({"email": [_("Please fill in “%s”.") % _("E-mail")]})
    return commands.create_user(
        request.actor,
        name=given["name"],
        email=given["email"],
        password=given["password"] or None,
        roles=roles,
        **links,
    )


def _users(request: Request) -> list[User]:
    rows = gate.visible(request.actor, User).prefetch_related("roles").order_by("-is_active", "name", "pk")
    return list(rows[:1000])


def _choices(request: Request) -> dict[str, object]:
    def named(model: Any) -> list[tuple[str, str]]:
        rows = gate.visible(request.actor, model).order_by("name").values_list("pk", "name")
        return [("", "–"), *((str(pk), name) for pk, name in rows)]

    return {"roles": list(queries.roles(request.actor)), "teams": named(Team), "branches": named(Branch)}


@screen
def person(request: Request, user_id: uuid.UUID) -> HttpResponse:
    """One colleague's roles, state and password."""
    gate.require_admin(request.actor)
    user = gate.get(request.actor, User, user_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _change(request, user)
            return redirect("people")
        except Invalid as invalid:
            errors = invalid.errors
    context = {
        "user": user,
        "has": {role.pk for role in user.roles.all()},
        "errors": errors,
        **_choices(request),
    }
    return render(request, "administration/person.html", context, status=422 if errors else 200)


def _change(request: Request, user: User) -> None:
    if password := request.POST.get("password", ""):
        commands.set_password(request.actor, user.pk, password)
    commands.set_roles(request.actor, user.pk, queries.role_ids(request.POST.getlist("roles")))
    commands.set_active(request.actor, user.pk, active=bool(request.POST.get("is_active")))


@require_POST
@screen
def delete_role(request: Request, role_id: uuid.UUID) -> HttpResponse:
    commands.delete_role(request.actor, role_id)
    return redirect("roles")
