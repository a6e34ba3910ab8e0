"""The screen of one call, and what is done on it."""

from __future__ import annotations

import datetime as dt
import uuid

import orjson
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clientela.domains.activities import due
from clientela.domains.telesales import calling, outcomes, queries
from clientela.domains.telesales.models import Attempt, CallList
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.errors import Invalid, Refused
from clientela.engine.fields.base import BadValue
from clientela.engine.records.models import uuid7
from clientela.engine.screens.responses import screen, told, visit


@screen
@require_POST
def next_call(request: Request, list_id: uuid.UUID) -> HttpResponseBase:
    """The next one of a list, or the list's page, which says why there is none."""
    entry = calling.pick(request.actor, list_id)
    if entry is None:
        return visit(request, f"/call-lists/{list_id}/nobody/")
    return visit(request, f"/telesales/entries/{entry.pk}/")


@screen
@require_safe
def nobody(request: Request, list_id: uuid.UUID) -> HttpResponseBase:
    """Why nobody is called now, and when the next one is due."""
    call_list = gate.get(request.actor, CallList, list_id)
    why = calling.why_nobody(request.actor, call_list)
    context = {
        "call_list": call_list,
        "why": why,
        "progress": queries.progress(call_list),
        "done": _done(request),
    }
    return render(request, "telesales/nobody.html", context)


@screen
@require_safe
def call(request: Request, entry_id: uuid.UUID) -> HttpResponseBase:
    """One call: who, what was before, what is said, what it comes to."""
    shown = queries.screen(request.actor, entry_id)
    context = {
        "call": shown,
        "done": _done(request),
        "key": str(uuid7()),
        "busy": queries.holder_name(request.actor, entry_id),
    }
    return render(request, "telesales/call.html", context)


def _done(request: Request) -> Attempt | None:
    """The call before, which can be taken back from here."""
    try:
        before = uuid.UUID(request.GET.get("after", ""))
    except ValueError:
        return None
    return queries.attempt(request.actor, before)


@screen
@require_POST
def lease(request: Request, entry_id: uuid.UUID) -> HttpResponseBase:
    """An open screen has its customer, and goes on having them."""
    try:
        calling.take(request.actor, entry_id)
    except Refused as why:
        return render(request, "telesales/_lease.html", {"why": str(why)})
    return render(request, "telesales/_lease.html", {"why": ""})


@screen
@require_POST
def release(request: Request, entry_id: uuid.UUID) -> HttpResponseBase:
    calling.release(request.actor, entry_id)
    return told()


@screen
@require_POST
def dial(request: Request, entry_id: uuid.UUID, number: int) -> HttpResponseBase:
    """Begin the call, once everything that may forbid it has been asked again."""
    return told(dial={"href": calling.dial(request.actor, entry_id, number).href})


@screen
@require_POST
def note(request: Request, entry_id: uuid.UUID, outcome_id: uuid.UUID) -> HttpResponseBase:
    """What the call came to; then at once the next one."""
    actor = request.actor.once(request.POST.get("key") or None)
    made = outcomes.note(
        actor,
        entry_id,
        outcome_id,
        text=request.POST.get("note", ""),
        answers=_answers(request.POST.get("answers", "")),
        call_back_at=_moment(request.POST.get("call_back_at", "")),
    )
    following = _following(request, made)
    return visit(request, f"{following}?after={made.pk}")


def _following(request: Request, made: Attempt) -> str:
    nobody_left = f"/call-lists/{made.call_list_id}/nobody/"
    if request.POST.get("stop"):
        return nobody_left
    try:
        entry = calling.pick(request.actor, made.call_list_id)
    except Refused:
        return nobody_left
    return f"/telesales/entries/{entry.pk}/" if entry else nobody_left


def _answers(text: str) -> list[dict[str, str]]:
    try:
        found = orjson.loads(text) if text else []
    except orjson.JSONDecodeError:
        raise BadValue(_("The answers of the script are not readable.")) from None
    return found if isinstance(found, list) else []


def _moment(text: str) -> dt.datetime | None:
    """As people type it ("tomorrow 10"), or as the browser's own control gives it."""
    try:
        found = dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        found = _typed(text)
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found


def _typed(text: str) -> dt.datetime | None:
    try:
        return due.read(text)
    except BadValue as bad:
        raise Invalid({"call_back_at": [str(bad)]}) from None


@screen
@require_POST
def undo(request: Request, attempt_id: uuid.UUID) -> HttpResponseBase:
    """The call before is noted as something else after all."""
    entry = outcomes.take_back(request.actor, attempt_id)
    return visit(request, f"/telesales/entries/{entry.pk}/")
