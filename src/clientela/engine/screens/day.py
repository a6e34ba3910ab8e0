"""What somebody has before them: sections that domains contribute to the page of the day.

A domain registers a section in its day.py: what it is called, where it stands, and a loader that reads the actor's own
rows through the gate, in one query, one more than MOST at most. The page groups them by when they are due, counts, names
linked records in one query for each linked entity, and offers what can be done with a row at one key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import NotFound
from clientela.engine.fields.link import Target
from clientela.engine.query import links
from clientela.engine.records.models import Record
from clientela.engine.screens import frame

MOST = 30
AHEAD = 7  # days

OVERDUE, TODAY, WEEK, ANY = "overdue", "today", "week", ""
SPANS: dict[str, StrOrPromise] = {
    ANY: lazy("All"),
    OVERDUE: lazy("Overdue"),
    TODAY: lazy("Today"),
    WEEK: lazy("Next 7 days"),
}


@dataclass(frozen=True)
class Day:
    """A day in the time zone in force: its first moment, the first one after it, and after the days ahead."""

    date: dt.date
    begins: dt.datetime
    ends: dt.datetime

    @property
    def until(self) -> dt.date:
        """The last day that the page looks ahead to."""
        return self.date + dt.timedelta(AHEAD)

    @property
    def horizon(self) -> dt.datetime:
        return self.ends + dt.timedelta(AHEAD)

    def span_of(self, at: dt.date | None) -> str:
        """overdue, today, week; "" for what has no day, or one beyond those ahead."""
        if at is None:
            return ANY
        day = timezone.localtime(at).date() if isinstance(at, dt.datetime) else at
        if day > self.until:
            return ANY
        return OVERDUE if day < self.date else TODAY if day == self.date else WEEK


def current() -> Day:
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ends = timezone.make_aware(dt.datetime.combine(begins.date() + dt.timedelta(1), dt.time()))
    return Day(begins.date(), begins, ends)


@dataclass(frozen=True)
class Act:
    """Something done with a row at one key: posted to `url` with `values`, or a link when `is_link`.

    `asks` names text inputs that are typed first: (name, what stands in the empty input).
    """

    key: str
    label: StrOrPromise
    icon: str
    url: str
    values: Mapping[str, str] = field(default_factory=dict)
    asks: Sequence[tuple[str, StrOrPromise]] = ()
    is_link: bool = False


@dataclass(frozen=True)
class Row:
    """A record that waits: when it is due (a day or a moment), what it concerns, and a figure such as its amount.

    `free` acts may be done by whoever sees the row, `acts` only by those who may change the record.
    """

    record: Record
    at: dt.date | None = None
    detail: str = ""
    about: Sequence[Target | None] = ()
    figure: str = ""
    acts: Sequence[Act] = ()
    free: Sequence[Act] = ()


@dataclass(frozen=True)
class Section:
    """A part of the page. `moves` is the field of the day or moment by which its rows can be put off; `all` is where
    the rest of them stands; `sets_moment` shows the time of the day beside the day.
    """

    key: str
    entity: str
    title: StrOrPromise
    icon: str
    order: int
    load: Callable[[Actor, Day], Iterable[Row]]
    empty: StrOrPromise
    moves: str = ""
    all: Callable[[Actor], str] | None = None
    sets_moment: bool = False


@dataclass(frozen=True)
class Shown:
    """A section as it is drawn: its rows of the span asked for, and how many there are; `is_more` beyond those read."""

    section: Section
    entity: Entity
    rows: Sequence[Row]
    is_more: bool
    movable: frozenset[Any]
    all: str

    @property
    def count(self) -> str:
        return f"{len(self.rows)}+" if self.is_more else str(len(self.rows))

    def title(self, row: Row) -> str:
        return self.entity.title_of(row.record) or str(self.entity.label)

    def acts(self, row: Row) -> list[Act]:
        return [*row.free, *(row.acts if row.record.pk in self.movable else ())]


@dataclass(frozen=True)
class Page:
    """The whole of it: sections with something in them first, the number of rows in each span, titles of links."""

    day: Day
    span: str
    shown: Sequence[Shown]
    counts: Mapping[str, int]
    names: links.Titles

    @property
    def is_free(self) -> bool:
        return not any(self.counts.values())

    def name(self, target: Target | None) -> links.LinkTitle | None:
        return self.names.found.get((target.entity, target.id)) if target else None


_sections: dict[str, Section] = {}


def register(section: Section) -> Section:
    _sections[section.key] = section
    return section


def section(key: str) -> Section:
    """Raises NotFound."""
    if key not in _sections:
        raise NotFound(key[:40])
    return _sections[key]


def of(actor: Actor) -> list[Section]:
    """The sections of what the actor may see at all, in their order."""
    offered = (one for one in _sections.values() if gate.can(actor, registry.get(one.entity).model, "view"))
    return sorted(offered, key=lambda one: (one.order, one.key))


def page(actor: Actor, span: str = ANY) -> Page:
    """The day of the actor, of which `span` is shown."""
    day = current()
    read = [(one, list(one.load(actor, day))) for one in of(actor)]
    spans = [day.span_of(row.at) for _section, rows in read for row in rows[:MOST]]
    counts = {key: sum(one == key for one in spans) for key in SPANS} | {ANY: len(spans)}
    shown = [_shown(actor, day, span, one, rows) for one, rows in read]
    targets = [target for one in shown for row in one.rows for target in row.about]
    return Page(day, span, shown, counts, links.of_targets(actor, targets))


def _shown(actor: Actor, day: Day, span: str, one: Section, rows: list[Row]) -> Shown:
    entity = registry.get(one.entity)
    wanted = [row for row in rows[:MOST] if not span or day.span_of(row.at) == span]
    movable = (
        frame.allowed(actor, entity, [row.record for row in wanted], "change") if wanted else frozenset()
    )
    return Shown(one, entity, wanted, len(rows) > MOST, movable, one.all(actor) if one.all else "")
