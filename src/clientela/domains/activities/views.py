"""The composer of a record's page, and ticking tasks off."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clientela.domains.activities import commands, due, forms
from clientela.domains.activities.entity import ACTIVITY
from clientela.domains.activities.slots import blank
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid
from clientela.engine.fields.link import Target
from clientela.engine.screens.records import refreshed
from clientela.engine.screens.responses import screen, told

SUBJECT = 200
DUE = ACTIVITY.field("due_at")


@screen
@require_POST
def compose(request: Request, entity: str, record_id: UUID) -> HttpResponseBase:
    """Write a note, call, meeting or task about a record; `?kind=call` logs a call at one click."""
    kind = registry.get(entity)
    record = gate.get(request.actor, kind.model, record_id)
    chosen = request.GET.get("kind") or request.POST.get("kind", "note")
    actor = request.actor.once(request.POST.get("key") or None)
    slot = blank(entity, record_id)
    try:
        done = forms.write(actor, Target(entity, record_id), chosen, request.POST.dict())
    except Invalid as invalid:
        slot |= {
            "kind": chosen,
            "values": request.POST.dict(),
            "errors": invalid.errors,
            "key": request.POST.get("key"),
        }
        return render(request, "activities/_composer.html", {"slot": slot}, status=422)
    context = refreshed(
        request, kind, record, slot=slot, said=SAID[done.kind](), undo=f"/activities/{done.pk}/deletion/"
    )
    return render(request, "activities/_composed.html", context, status=201)


@screen
@require_POST
def follow_up(request: Request, entity: str, record_id: UUID) -> HttpResponseBase:
    """Plan a task about a record at one key: for tomorrow, unless `due` says when."""
    kind = registry.get(entity)
    record = gate.get(request.actor, kind.model, record_id)
    subject = request.POST.get("subject", "").strip() or _("Follow up: %s") % kind.title_of(record)
    moment = due.read(request.POST.get("due") or "tomorrow")
    task = commands.add_task(
        request.actor, about=Target(entity, record_id), subject=subject[:SUBJECT], due=moment
    )
    text = _("Planned: “%(what)s”, %(when)s") % {"what": task, "when": DUE.display(task.due_at)}
    context = {"text": text, "undo": f"/activities/{task.pk}/deletion/"}
    return told(render(request, "screens/toast.html", context), refresh={})


SAID = {
    "note": lambda: _("Note saved"),
    "call": lambda: _("Call logged"),
    "meeting": lambda: _("Meeting saved"),
    "task": lambda: _("Task planned"),
}


@screen
@require_POST
def finish(request: Request, task_id: UUID) -> HttpResponseBase:
    task = commands.finish_task(request.actor, task_id)
    context = {"text": _("“%s” is done") % task, "undo": f"/activities/{task_id}/reopening/"}
    return told(render(request, "screens/toast.html", context), refresh={})


@screen
@require_POST
def reopen(request: Request, task_id: UUID) -> HttpResponseBase:
    task = commands.reopen_task(request.actor, task_id)
    return told(render(request, "screens/toast.html", {"text": _("“%s” is open again") % task}), refresh={})
