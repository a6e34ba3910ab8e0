"""Fields that the company adds to its records."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.administration import queries
from clientela.engine.entities import commands, indexing, registry
from clientela.engine.entities.tasks import index_field
from clientela.engine.errors import Invalid
from clientela.engine.fields.registry import KINDS
from clientela.engine.screens.responses import screen


@screen
def fields(request: Request, entity: str = "company") -> HttpResponse:
    """The fields of one kind of record: those declared, and those added, with the form to add one."""
    gate.require_admin(request.actor)
    shown = registry.get(entity)
    given, errors = _given(request), {}
    if request.method == "POST":
        try:
            commands.add_field(request.actor, entity, **given)
            return redirect("fields", entity)
        except Invalid as invalid:
            errors = invalid.errors
    context = {
        "entity": shown,
        "entities": registry.of_daily_work(),
        "added": queries.added_fields(request.actor, entity),
        "kinds": [(key, KINDS[key].kind_label) for key in commands.ADDABLE],
        "targets": [(known.key, known.label) for known in registry.every()],
        "given": given,
        "errors": errors,
    }
    return render(request, "administration/fields.html", context, status=422 if errors else 200)


def _given(request: Request) -> dict[str, Any]:
    post = request.POST
    return {
        "label": post.get("label", ""),
        "kind": post.get("kind", "text"),
        "options": post.get("options", "").splitlines(),
        "target": post.get("target", ""),
        "help": post.get("help", ""),
        "required": bool(post.get("required")),
        "unique": bool(post.get("unique")),
        "in_list": bool(post.get("in_list")),
    }


@screen
def field(request: Request, entity: str, key: str) -> HttpResponse:
    """Change what may be changed of an added field."""
    gate.require_admin(request.actor)
    stored = queries.added_field(request.actor, entity, key)
    if request.method == "POST":
        given = _given(request)
        kept = {name: given[name] for name in ("label", "help", "required", "in_list")}
        if stored.options:
            kept["options"] = given["options"]
        commands.change_field(request.actor, entity, key, **kept)
        return redirect("fields", entity)
    return render(request, "administration/field.html", {"stored": stored, "entity": registry.get(entity)})


@require_POST
@screen
def archive(request: Request, entity: str, key: str) -> HttpResponse:
    put_away = commands.restore_field if request.POST.get("back") else commands.archive_field
    put_away(request.actor, entity, key)
    return redirect("fields", entity)


@require_POST
@screen
def index(request: Request, entity: str, key: str) -> HttpResponse:
    """Build the index of an added field, in the background."""
    gate.require_admin(request.actor)
    if not indexing.has_index(entity, key):
        label = _("Index for “%s”") % registry.get(entity).field(key).label
        index_field.start(request.actor, label, entity=entity, key=key)
        commands.change_field(request.actor, entity, key, indexed=True)
    return redirect("fields", entity)
