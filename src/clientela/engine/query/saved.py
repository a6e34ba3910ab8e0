"""Who sees which saved view, and the commands that keep them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Denied, Invalid, NotFound
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.text import one_line
from clientela.engine.query import filters
from clientela.engine.query.filters import BadFilter
from clientela.engine.query.models import SavedView
from clientela.engine.records.command import command


def visible_to(actor: Actor, entity: Entity) -> QuerySet[SavedView]:
    """The actor's own views, those of their team and those for everybody."""
    mine = Q(owner_id=actor.user_id)
    team = Q(audience="team", owner_id__in=actor.reach.colleagues)
    return SavedView.objects.filter(mine | team | Q(audience="shared"), entity=entity.key)


def get(actor: Actor, entity: Entity, view_id: uuid.UUID | str) -> SavedView:
    view = visible_to(actor, entity).filter(pk=view_id).first()
    if view is None:
        raise NotFound(f"view {view_id}")
    return view


def find(view_id: uuid.UUID) -> SavedView | None:
    """A view of whatever entity; get() says whether the actor sees it."""
    return SavedView.objects.filter(pk=view_id).first()


def check(entity: Entity, look: Mapping[str, Any]) -> None:
    """Whether the members of a view (filter, columns, sort, layout) fit the entity. Raises Invalid by member."""
    tests: Mapping[str, Callable[[Any], object]] = {
        "filter": lambda tree: filters.parse_json(tree, entity),
        "columns": lambda keys: [entity.field(key) for key in keys],
        "sort": lambda sort: _sortable(entity, sort),
        "layout": lambda layout: _layout(entity, layout),
    }
    for name, test in tests.items():
        try:
            test(look[name]) if look.get(name) else None
        except (BadValue, BadFilter) as bad:
            raise Invalid({name: [str(bad)]}) from None


def _sortable(entity: Entity, sort: str) -> None:
    found = entity.field(sort.removeprefix("-"))
    if not found.sortable:
        raise BadValue(_("“%s” cannot be sorted by.") % found.label)
    found.expression()


def _layout(entity: Entity, layout: str) -> None:
    if layout == "board" and not entity.board_by:
        raise BadValue(_("“%s” is no way to show this list.") % layout)


@command("view.save")
def save(
    actor: Actor,
    entity: Entity,
    *,
    name: str,
    audience: str = "private",
    filter: dict[str, Any] | None = None,
    columns: Sequence[str] = (),
    sort: str = "",
    layout: str = "list",
    view_id: uuid.UUID | None = None,
) -> SavedView:
    """Keep a view, new or (`view_id`) one of the actor's own."""
    view = _own(actor, entity, view_id) if view_id else SavedView(entity=entity.key, owner=actor.user)
    name = one_line(name)
    if not name or audience not in SavedView.Audience:
        raise Invalid(
            {"name": [_("Give the view a name.")]} if not name else {"audience": [_("Who sees it?")]}
        )
    filters.parse_json(filter or {}, entity)
    view.name, view.audience, view.filter = name[:100], audience, filter or {}
    view.columns, view.sort, view.layout = list(columns), sort, layout
    view.save()
    return view


@command("view.delete")
def delete(actor: Actor, entity: Entity, view_id: uuid.UUID) -> None:
    _own(actor, entity, view_id).delete()


def _own(actor: Actor, entity: Entity, view_id: uuid.UUID) -> SavedView:
    view = get(actor, entity, view_id)
    if view.owner_id != actor.user_id and not actor.is_admin:
        raise Denied("not your view")
    return view
