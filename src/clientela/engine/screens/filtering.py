"""The filter sentence: its chips, and the popover in which a condition is added or changed.

A condition is chosen in two steps, field and then comparison, each a fragment of its own; the second is sent back here,
checked by the filter language itself, and leads to the list's new address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import NotFound
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.query import filters, phrases
from clientela.engine.query.filters import BadFilter, Condition, Group
from clientela.engine.screens import listing, operands
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import screen, visit


@dataclass(frozen=True)
class Chip:
    """One part of the sentence; `edit` is empty for a nested group, which the popover does not show."""

    joint: str
    text: str
    remove: str
    edit: str = ""


def chips(shown: Listing) -> list[Chip]:
    if shown.problem is not None:
        return []
    said = phrases.phrases(shown.actor, shown.entity, shown.filter)
    return [_chip(shown, at, phrase) for at, phrase in enumerate(said)]


def _chip(shown: Listing, at: int, phrase: phrases.Phrase) -> Chip:
    joints = {"all": _("and"), "any": _("or"), "none": _("nor")}
    firsts = {"all": _("where"), "any": _("where either"), "none": _("where neither")}
    rest = replace(shown.filter, items=(*shown.filter.items[:at], *shown.filter.items[at + 1 :]))
    condition = phrase.condition
    edit = shown.url(part=f"filters/{condition.field}/{at}/") if isinstance(condition, Condition) else ""
    joint = (joints if at else firsts)[shown.filter.mode]
    return Chip(joint, str(phrase), shown.but(filter=rest if rest else filters.EMPTY).url(), edit)


@dataclass(frozen=True)
class Offer:
    """A field that can be filtered by, under the name of the link that leads to it."""

    path: str
    label: str
    group: str
    field: Field


@dataclass(frozen=True)
class Ready:
    """A whole condition, found by typing the value: a field, what it is, and the list narrowed by it."""

    label: str
    value: str
    href: str


def _ready(shown: Listing) -> Iterator[Ready]:
    """“State is Customer” in one go, of the entity's own fields with few options."""
    for field in _filterable(shown.entity):
        options = operands.fixed(field)
        if len(options) <= operands.FEW:
            for key, word in options:
                href = _joined(shown, None, Condition(field.key, field.operators[0].key, key)).url()
                yield Ready(str(field.label), word, href)


@screen
@require_safe
def fields(request: Request, slug: str) -> HttpResponse:
    """What can be filtered by: the entity's own fields, then those one link away."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    context = {"listing": shown, "offers": list(_offers(shown.entity)), "ready": list(_ready(shown))}
    return render(request, "screens/list_filter_fields.html", context)


def _offers(entity: Entity) -> Iterator[Offer]:
    yield from (Offer(f.key, str(f.label), "", f) for f in _filterable(entity))
    for link in entity.links():
        if not link.custom and link.entity != "user" and link.key != "branch":
            target = registry.get(link.entity)
            yield from (
                Offer(f"{link.key}__{f.key}", str(f.label), str(link.label), f) for f in _filterable(target)
            )


def _filterable(entity: Entity) -> Iterator[Field]:
    for field in entity.fields:
        yield from (part for part in field.parts().values() if field.kind == "address")
        try:
            field.expression()
        except BadValue:
            continue
        yield field


@screen
@require_http_methods(["GET", "POST"])
def condition(request: Request, slug: str, path: str, at: int | None = None) -> HttpResponse:
    """The comparison of one field, new or (`at`) the one at that place of the sentence."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    try:
        steps, _target, field = filters.resolve(shown.entity, path)
    except BadFilter as bad:
        raise NotFound(bad.message) from None
    before = _at(shown.filter, at)
    form = operands.form(request.actor, field, before)
    error = ""
    if request.method == "POST":
        try:
            return visit(request, _with(shown, at, operands.read(form, path, request.POST)).url())
        except BadFilter as bad:
            error = bad.message
    context: dict[str, Any] = {
        "listing": shown,
        "form": form,
        "path": path,
        "at": at,
        "error": error,
        "field": field,
    }
    context["name"] = " › ".join(str(step.label) for step in (*steps, field))
    return render(request, "screens/list_filter.html", context, status=422 if error else 200)


def _at(group: Group, at: int | None) -> Condition | None:
    item = group.items[at] if at is not None and at < len(group.items) else None
    return item if isinstance(item, Condition) else None


def _with(shown: Listing, at: int | None, new: Condition) -> Listing:
    """The listing with a condition more, or another one in its place. Raises BadFilter."""
    filters.to_q(shown.actor, shown.entity, new)
    return _joined(shown, at, new)


def _joined(shown: Listing, at: int | None, new: Condition) -> Listing:
    group = shown.filter
    if at is not None and at < len(group.items):
        changed = replace(group, items=(*group.items[:at], new, *group.items[at + 1 :]))
    elif group.mode == "all" or not group:
        changed = Group("all", (*group.items, new))
    else:
        changed = Group("all", (group, new))
    return shown.but(filter=changed)
