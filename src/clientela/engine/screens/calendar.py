"""The calendar: the records of an entity by one of their dates, a month or a week at a time, moved from day to day.

It reads no more than what is drawn: a few records of each day, and how many there are.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import SYSTEM_FIELDS, Entity
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.moments import Date, DateTime
from clientela.engine.query import links
from clientela.engine.query.filters import BadFilter
from clientela.engine.query.links import Titles
from clientela.engine.records import commands
from clientela.engine.screens import frame, layouts, listing, preferences, undo
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import screen

# So many records of a day are drawn; the rest is a click away.
MOST = {"month": 4, "week": 25}
SYSTEM = frozenset(field.key for field in SYSTEM_FIELDS)


@dataclass(frozen=True)
class Day:
    """A day, whether it lies in the month that is shown, its first records and the number of all."""

    date: dt.date
    is_inside: bool
    is_today: bool
    records: Sequence[Any] = ()
    count: int = 0

    @property
    def key(self) -> str:
        return self.date.isoformat()

    @property
    def next(self) -> str:
        return (self.date + dt.timedelta(1)).isoformat()


@dataclass(frozen=True)
class Span:
    """What is shown: the days from `first` on, around `on`, of the records' field `by`."""

    by: Field
    kind: str
    on: dt.date
    first: dt.date
    days: int

    @property
    def step(self) -> relativedelta:
        return relativedelta(weeks=1) if self.kind == "week" else relativedelta(months=1)

    @property
    def end(self) -> dt.date:
        return self.first + dt.timedelta(self.days)


def dates(entity: Entity) -> list[Field]:
    """The fields a calendar can go by. A user-defined moment is stored as UTC text, whose day no index knows."""
    return [
        one
        for one in entity.fields
        if isinstance(one, Date) or (isinstance(one, DateTime) and not one.custom)
    ]


def fits(entity: Entity) -> bool:
    return any(one.key not in SYSTEM for one in dates(entity))


# -- what is asked for -----------------------------------------------------------------------------------------------
def _span(shown: Listing) -> Span:
    by, kind, on = _by(shown), shown.asked("span"), _on(shown.asked("on"))
    if kind not in ("", "month", "week"):
        raise BadValue(_("A calendar shows a month or a week, not “%s”.") % kind[:40])
    if kind == "week":
        return Span(by, kind, on, on - dt.timedelta(on.weekday()), 7)
    first = on.replace(day=1)
    start = first - dt.timedelta(first.weekday())
    weeks = -(-(first + relativedelta(months=1) - start).days // 7)
    return Span(by, "month", on, start, weeks * 7)


def _by(shown: Listing) -> Field:
    """The date asked for, else the one chosen last, else the entity's own, else its first."""
    offered = {one.key: one for one in dates(shown.entity)}
    asked = shown.asked("by")
    if asked and asked not in offered:
        raise BadValue(_("“%s” is not a date of these records.") % asked[:60])
    last = preferences.get(shown.actor, "calendar", shown.entity.key)
    first = next(key for key in offered if key not in SYSTEM)
    return offered.get(asked) or offered.get(last) or offered.get(shown.entity.calendar_by) or offered[first]


def _on(text: str) -> dt.date:
    if not text:
        return timezone.localdate()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise BadValue(_("“%s” is not a date such as 2026-05-31.") % text[:50]) from None
    return min(max(day, dt.date(1000, 2, 1)), dt.date(9990, 1, 1))


# -- reading ---------------------------------------------------------------------------------------------------------
def _days(shown: Listing, span: Span) -> list[Day]:
    rows = _within(shown, span)
    counts = dict(rows.order_by().values_list("_day").annotate(Count("pk")))
    ranked = Window(RowNumber(), partition_by=F("_day"), order_by=[F("_at").asc(), F("pk").asc()])
    found: dict[str, list[Any]] = defaultdict(list)
    for record in rows.annotate(_rank=ranked).filter(_rank__lte=MOST[span.kind]).order_by("_day", "_rank"):
        found[str(record._day)].append(record)
    numbers = {str(day): number for day, number in counts.items()}
    return list(_drawn(span, found, numbers))


def _within(shown: Listing, span: Span) -> Any:
    at = span.by.expression()
    day = at if isinstance(span.by, Date) else TruncDate(at, tzinfo=timezone.get_current_timezone())
    rows = shown.rows().annotate(_at=at, _day=day)
    first, end = (
        span.by.operand(span.by.operator("gte"), _edge(span.by, one)) for one in (span.first, span.end)
    )
    rows = rows.filter(span.by.condition(span.by.operator("gte"), first))
    return rows.filter(span.by.condition(span.by.operator("lt"), end))


def _edge(by: Field, day: dt.date) -> dt.date | dt.datetime:
    return day if isinstance(by, Date) else timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _drawn(span: Span, found: dict[str, list[Any]], numbers: dict[str, int]) -> Iterator[Day]:
    today = timezone.localdate()
    for at in range(span.days):
        day = span.first + dt.timedelta(at)
        key = day.isoformat()
        is_inside = span.kind == "week" or day.month == span.on.month
        yield Day(day, is_inside, day == today, found.get(key, ()), numbers.get(key, 0))


# -- the page --------------------------------------------------------------------------------------------------------
def page(request: Request, shown: Listing) -> HttpResponse:
    span = _span(shown)
    if shown.asked("by"):
        preferences.put(request.actor, "calendar", shown.entity.key, span.by.key)
    problem: Any = None
    try:
        days = _days(shown, span)
    except BadFilter as bad:
        days, problem = [], bad
    context = {
        **frame.of(shown),
        **_drawing(shown, span, [record for day in days for record in day.records]),
        "days": days,
        "problem": problem,
        "dates": [(one, shown.shaped(by=one.key).url()) for one in dates(shown.entity)],
        "spans": [(key, label, shown.shaped(span=key).url()) for key, label in SPANS],
        "back": shown.shaped(on=(span.on - span.step).isoformat()).url(),
        "onward": shown.shaped(on=(span.on + span.step).isoformat()).url(),
        "now": shown.shaped(on="").url(),
        "is_now": any(day.is_today and day.is_inside for day in days),
    }
    return render(request, "screens/calendar.html", context, status=400 if problem else 200)


SPANS = (("month", lazy("Month")), ("week", lazy("Week")))


def _drawing(shown: Listing, span: Span, records: Sequence[Any]) -> dict[str, Any]:
    entity = shown.entity
    keys = [key for key in entity.card if key != entity.title and entity.has(key)]
    movable = frame.allowed(shown.actor, entity, records, "change") if not span.by.read_only else frozenset()
    return {
        "span": span,
        "listing": shown,
        "entity": entity,
        "titles": _titles(shown.actor, entity, records, keys),
        "lines": [entity.field(key) for key in keys],
        "movable": movable,
        "has_time": isinstance(span.by, DateTime),
        "query": shown.query(),
        "of_day": shown.but(layout="list"),
    }


def _titles(actor: Actor, entity: Entity, records: Sequence[Any], keys: Sequence[str]) -> Titles:
    return links.titles(actor, entity, records, keys)


@screen
@require_POST
def move(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponse:
    """Put a record on another day; a moment keeps its time of the day."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET).but(layout="calendar")
    span, entity = _span(shown), shown.entity
    if span.by.read_only:
        raise BadValue(_("“%s” cannot be set.") % span.by.label)
    record = gate.get(request.actor, entity.model, record_id, to="change")
    day = _on(request.POST.get("stage", ""))
    with undo.undoable() as mark:
        saved: Any = commands.update(
            request.actor, entity.key, record_id, {span.by.key: _moved_to(span.by.load(record), day, span.by)}
        )
    said = _("“%(what)s”: %(field)s %(day)s") % {
        "what": entity.title_of(saved),
        "field": span.by.label,
        "day": span.by.display(span.by.load(saved)),
    }
    context = {**_drawing(shown, span, [saved]), "record": saved, "text": said, "undo": mark.url}
    return render(request, "screens/calendar_moved.html", context)


def _moved_to(before: dt.date | dt.datetime | None, day: dt.date, by: Field) -> dt.date | dt.datetime:
    if not isinstance(by, DateTime):
        return day
    time = timezone.localtime(before).time() if isinstance(before, dt.datetime) else dt.time(9)
    return timezone.make_aware(dt.datetime.combine(day, time))


layouts.register(
    layouts.Layout(
        "calendar", lazy("Calendar"), "calendar", page, fits, ("calendar.by", "calendar.on", "calendar.span")
    )
)
