"""One timeline of everything that happened to a record: streams that domains register, merged by time, newest first.

Every stream pages by its own key. A cursor holds, for each stream, the marker of the last entry that was shown of it, so
that merging neither loses nor repeats an entry, whatever happens meanwhile.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Protocol

import orjson
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields.base import BadValue
from clientela.engine.records.models import Record
from clientela.engine.screens.slots import Place

PAGE = 20
FILTERS: dict[str, StrOrPromise] = {
    "all": lazy("All"),
    "talks": lazy("Talks"),
    "tasks": lazy("Tasks"),
    "changes": lazy("Changes"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened: drawn by `template` with `context`; `marker` is where its stream goes on after it."""

    at: dt.datetime
    marker: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stream:
    """A source of entries. `read(place, filter, marker, limit)` gives those after the marker, newest first.

    `finish` completes entries that will be shown (titles of links, names), once for all of a page.
    """

    key: str
    filters: frozenset[str]
    read: Callable[[Place, str, str | None, int], Sequence[Entry]]
    finish: Callable[[Place, Sequence[Entry]], Sequence[Entry]] = lambda _place, entries: entries


@dataclass(frozen=True)
class Timeline:
    days: list[tuple[dt.date, list[Entry]]]
    next: str | None


class Happened(Protocol):
    """A step in the life of a record, often of another one than the page's."""

    @property
    def at(self) -> dt.datetime: ...
    @property
    def record(self) -> Record: ...


def steps(
    key: str, template: str, events: Callable[[Place, dt.datetime | None, int], Sequence[Happened]]
) -> Stream:
    """A stream of steps: `events(place, before, limit)` gives them newest first; the marker is their time.

    The template gets `event` and `elsewhere`: whether it concerns another record than the one that is looked at.
    """

    def read(place: Place, _only: str, marker: str | None, limit: int) -> Sequence[Entry]:
        here = place.record.pk
        return [
            Entry(one.at, one.at.isoformat(), template, {"event": one, "elsewhere": one.record.pk != here})
            for one in events(place, _moment(marker) if marker else None, limit)
        ]

    return Stream(key, frozenset({"changes"}), read)


def _moment(marker: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(marker)
    except ValueError:
        raise BadValue(
            _("This page marker is not one that was given out; start from the first page.")
        ) from None


_streams: dict[str, Stream] = {}


def register(stream: Stream) -> None:
    _streams[stream.key] = stream


def read(place: Place, only: str = "all", after: str | None = None, limit: int = PAGE) -> Timeline:
    """A page of the timeline. Raises BadValue for an unknown filter or cursor."""
    if only not in FILTERS:
        raise BadValue(_("“%s” is not a part of the timeline.") % only[:40])
    markers = _decode(after)
    streams = [stream for stream in _streams.values() if only == "all" or only in stream.filters]
    heads = {
        stream.key: list(stream.read(place, only, markers.get(stream.key), limit + 1)) for stream in streams
    }
    shown = list(_newest_first(heads, limit))
    more = any(heads.values())
    for key, entry in shown:
        markers[key] = entry.marker
    return Timeline(_by_day(_finished(place, shown)), _encode(markers) if more else None)


def _newest_first(heads: dict[str, list[Entry]], limit: int) -> Iterator[tuple[str, Entry]]:
    """Take the newest of all heads, one after the other; what is left in the heads is for the next page."""
    for _turn in range(limit):
        alive = [key for key, entries in heads.items() if entries]
        if not alive:
            return
        key = max(alive, key=lambda key: heads[key][0].at)
        yield key, heads[key].pop(0)


def _finished(place: Place, shown: Sequence[tuple[str, Entry]]) -> list[Entry]:
    done: dict[str, Iterator[Entry]] = {}
    for key in {key for key, _entry in shown}:
        done[key] = iter(_streams[key].finish(place, [entry for other, entry in shown if other == key]))
    return [next(done[key]) for key, _entry in shown]


def _by_day(entries: Sequence[Entry]) -> list[tuple[dt.date, list[Entry]]]:
    return [
        (day, list(group))
        for day, group in groupby(entries, lambda entry: timezone.localtime(entry.at).date())
    ]


def _encode(markers: Mapping[str, str]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(markers)).decode().rstrip("=")


def _decode(cursor: str | None) -> dict[str, str]:
    if not cursor:
        return {}
    try:
        stored = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return {str(key): str(marker) for key, marker in stored.items()}
    except (ValueError, AttributeError):
        raise BadValue(
            _("This page marker is not one that was given out; start from the first page.")
        ) from None
