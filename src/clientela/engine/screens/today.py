"""The page of the day, and putting off what stands on it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clientela.engine.access import commands as access
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import Refused
from clientela.engine.fields.base import BadValue
from clientela.engine.records import commands
from clientela.engine.screens import day, undo
from clientela.engine.screens.responses import screen, told

MORNING = dt.time(9)
FURTHEST = 366  # days


def home(request: HttpRequest) -> HttpResponseBase:
    """The address itself: my day, or the first administrator's form on an empty system."""
    if getattr(request, "actor", None) is None and access.is_new():
        return HttpResponseRedirect("/setup/")
    return today(request)


@screen
@require_safe
def today(request: Request) -> HttpResponse:
    span = request.GET.get("when", day.ANY)
    if span not in day.SPANS:
        raise BadValue(_("My day shows overdue, today or week, not “%s”.") % span[:40])
    topics = " ".join(sorted({f"entity:{one.entity}" for one in day.of(request.actor)}))
    context = {"view": day.page(request.actor, span), "spans": day.SPANS, "topics": topics}
    return render(request, "screens/today.html", context)


@screen
@require_POST
def postpone(request: Request, key: str, record_id: uuid.UUID) -> HttpResponse:
    """Put what waits off, from today or from its own day if that is later, by `days`; the time of the day stays."""
    section = day.section(key)
    if not section.moves:
        raise Refused(_("“%s” cannot be put off.") % section.title)
    entity = registry.get(section.entity)
    by = entity.field(section.moves)
    record = gate.get(request.actor, entity.model, record_id, to="change")
    before: dt.date | None = by.load(record)
    moved = _moved(before, _days(request.POST.get("days", "1")), is_moment=section.sets_moment)
    with undo.undoable() as mark:
        commands.update(request.actor, entity.key, record_id, {by.key: moved})
    text = _("“%(what)s” waits until %(day)s") % {"what": entity.title_of(record), "day": by.display(moved)}
    return told(render(request, "screens/toast.html", {"text": text, "undo": mark.url}), refresh={})


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= FURTHEST:
        raise BadValue(_("“%s” is not a number of days from 1 to 366.") % text[:20])
    return int(text)


def _moved(before: dt.date | None, days: int, *, is_moment: bool) -> dt.date | dt.datetime:
    here = timezone.localtime(before) if isinstance(before, dt.datetime) else None
    was = here.date() if here else before or timezone.localdate()
    on = max(was, timezone.localdate()) + dt.timedelta(days)
    if not is_moment:
        return on
    return timezone.make_aware(dt.datetime.combine(on, here.time() if here else MORNING))
