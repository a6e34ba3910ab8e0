"""The page of one record: who it is, what is known of it, what happened, and what belongs to it."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, Value, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import SYSTEM_FIELDS, Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.contact import Address, Email, Phone
from clientela.engine.query import links
from clientela.engine.records import commands
from clientela.engine.records.models import Record
from clientela.engine.screens import past, slots, timeline
from clientela.engine.screens.panels import PanelView, panels
from clientela.engine.screens.pins import is_pinned, toggle
from clientela.engine.screens.responses import screen, told
from clientela.engine.screens.shown import Shown, shown, targets
from clientela.engine.screens.whole import whole

VERBS = ("change", "delete", "merge")
MOST_ENTRIES = 400
TABS = ("feed", "fields", "rel")


@dataclass
class RecordPage:
    """All that the templates of a record's page draw; what is not asked for is not read."""

    actor: Actor
    entity: Entity
    record: Any
    part: str = "all"
    tab: str = "feed"
    after: str | None = None
    entries: int = timeline.PAGE
    _panels: list[PanelView] | None = field(default=None)

    @functools.cached_property
    def may(self) -> frozenset[str]:
        return abilities(self.actor, self.record)

    @functools.cached_property
    def place(self) -> slots.Place:
        return slots.Place(self.actor, self.entity, self.record, self.may)

    @property
    def title(self) -> str:
        return self.entity.title_of(self.record) or str(self.entity.label)

    @property
    def path(self) -> str:
        return self.entity.path(self.record.pk)

    @property
    def topic(self) -> str:
        return f"record:{self.record.pk}"

    @functools.cached_property
    def found_panels(self) -> list[PanelView]:
        return panels(self.actor, self.entity, self.record)

    @functools.cached_property
    def titles(self) -> links.Titles:
        """Every link of the page, of the record as of its panels: one query per linked entity."""
        wanted = targets(self.entity, [self.record])
        if self._panels is None:
            wanted += [target for panel in self.found_panels for target in panel.targets]
        return self.place.names(wanted)

    def value(self, key: str) -> Shown:
        return shown(self.entity.field(key), self.record, self.titles)

    @property
    def flags(self) -> Sequence[Field]:
        return self.entity.flags_of(self.record)

    @property
    def state(self) -> Shown | None:
        found = self.value(self.entity.state) if self.entity.state else None
        return found if found and not found.is_empty else None

    @property
    def owner(self) -> Shown:
        return self.value("owner")

    @property
    def figures(self) -> list[Shown]:
        return [found for key in self.entity.figures if not (found := self.value(key)).is_empty]

    @property
    def sections(self) -> list[tuple[Any, list[Shown]]]:
        return [(label, [self.value(key) for key in keys]) for label, keys in sections(self.entity)]

    @property
    def reach(self) -> dict[str, Shown | None]:
        """The first filled telephone, e-mail address and place; none for somebody who must not be contacted."""
        found: dict[str, Shown | None] = {"phone": None, "email": None, "map": None}
        for name, kind in (("phone", Phone), ("email", Email), ("map", Address)):
            for one in self.entity.fields:
                if (
                    not found[name]
                    and isinstance(one, kind)
                    and one.load(self.record)
                    and not (self.flags and name != "map")
                ):
                    found[name] = Shown(one, one.load(self.record))
        return found

    @property
    def first_verb(self) -> PanelView | None:
        """What is most often begun from here: the thing that moves over a board."""
        return next((panel for panel in self.found_panels if panel.entity.board_by and panel.add), None)

    @property
    def is_pinned(self) -> bool:
        return is_pinned(self.actor, self.entity.key, self.record.pk)

    @functools.cached_property
    def timeline(self) -> timeline.Timeline:
        return timeline.read(self.place, self.part, self.after, self.entries)

    @property
    def parts(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "href": self.path if key == "all" else f"?part={key}",
                "current": key == self.part,
            }
            for key, label in timeline.FILTERS.items()
        ]

    def fragments(self, name: str) -> list[slots.Fragment]:
        return slots.fragments(name, self.place)


def abilities(actor: Actor, record: Record) -> frozenset[str]:
    """Which of VERBS the actor may do with this record: one query at most."""
    model = type(record)
    rules = {verb: gate.rule_for(actor, model, verb) for verb in VERBS}
    found = {verb for verb, rule in rules.items() if not rule}
    asked = {verb: rule for verb, rule in rules.items() if rule and rule is not gate.NOTHING}
    if asked:
        marks: dict[str, Any] = {
            f"may_{verb}": Case(
                When(rule, then=Value(True)), default=Value(False), output_field=BooleanField()
            )
            for verb, rule in asked.items()
        }
        row = gate.visible(actor, model).filter(pk=record.pk).values(**marks).first() or {}
        found |= {verb for verb in asked if row.get(f"may_{verb}")}
    return frozenset(found)


def sections(entity: Entity) -> list[tuple[Any, list[str]]]:
    """The declared sections, headed by what names the record; then what an administrator added, then the rest."""
    system = [one.key for one in SYSTEM_FIELDS]
    found = [
        (section.label, [key for key in section.fields if entity.has(key)]) for section in entity.sections
    ]
    named = {key for _label, keys in found for key in keys}
    first = [
        key
        for key in (entity.title, entity.state)
        if key and key not in named and not entity.field(key).read_only
    ]
    found = [(label, [*first, *keys] if label == found[0][0] else keys) for label, keys in found]
    named |= {*first, entity.title, entity.state}
    custom = [one.key for one in entity.fields if one.custom]
    left = [
        one.key for one in entity.fields if one.key not in named and not one.custom and one.key not in system
    ]
    if not found and left:
        found, left = [(entity.label, left)], []
    return [
        *found,
        *(part for part in ((_("Own fields"), custom), (_("More"), left)) if part[1]),
        (_("Record"), system),
    ]


def page_of(request: Request, slug: str, record_id: uuid.UUID, **more: Any) -> RecordPage:
    entity = registry.by_slug(slug)
    record = gate.get(request.actor, entity.model, record_id)
    return RecordPage(request.actor, entity, record, part=request.GET.get("part") or "all", **more)


@screen
@require_GET
def show(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    tab = request.GET.get("tab", "")
    page = page_of(request, slug, record_id, tab=tab if tab in TABS else "feed", entries=_entries(request))
    return render(request, "screens/record.html", {"view": page})


def _entries(request: Request) -> int:
    """Who had gone back further in the timeline gets as much again when the page is made fresh."""
    asked = whole(request.GET.get("feed")) or 0
    return min(max(asked, timeline.PAGE), MOST_ENTRIES)


@screen
@require_GET
def feed(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """More of the timeline, after a cursor."""
    page = page_of(request, slug, record_id, after=request.GET.get("after"))
    return render(request, "screens/record/_feed.html", {"view": page})


@screen
@require_GET
def history(request: Request, slug: str, record_id: uuid.UUID, key: str) -> HttpResponseBase:
    """What one field was before: when, by whom, from what to what."""
    page = page_of(request, slug, record_id)
    moments = past.of_field(request.actor, page.entity, page.record, key)
    return render(
        request, "screens/record/_history.html", {"field": page.entity.field(key), "moments": moments}
    )


@screen
@require_POST
def pin(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """Keep the record among the pinned ones in the navigation, or no longer."""
    page = page_of(request, slug, record_id)
    toggle(request.actor, page.entity.key, page.record.pk)
    return render(request, "screens/record/_pin.html", {"view": page})


@screen
@require_POST
def delete(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """Into the recycle bin, with an undo; then to the list, unless one stands elsewhere."""
    page = page_of(request, slug, record_id)
    commands.delete(request.actor, page.entity.key, record_id)
    context = {"text": _("“%s” is in the recycle bin") % page.title, "undo": f"{page.path}restoration/"}
    response = render(request, "screens/toast.html", context)
    if _stands_on(request, page.path):
        return told(response, visit={"href": f"/{slug}/"})
    return told(response, refresh={})


@screen
@require_POST
def restore(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """Back out of the recycle bin."""
    entity = registry.by_slug(slug)
    record = commands.restore(request.actor, entity.key, record_id)
    text = _("“%s” is back") % entity.title_of(record)
    return told(render(request, "screens/toast.html", {"text": text, "undo": None}), refresh={})


def _stands_on(request: HttpRequest, path: str) -> bool:
    return path in request.headers.get("HX-Current-URL", path)


def refreshed(request: Request, entity: Entity, record: models.Model, **context: Any) -> dict[str, Any]:
    """Context of screens/record/_parts.html: head and timeline of the page one stands on, as they are now."""
    return {"view": RecordPage(request.actor, entity, record), **context}
