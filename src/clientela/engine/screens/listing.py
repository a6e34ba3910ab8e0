"""What a person looks at: an entity's records under a view, a filter, a search, an order and columns, read from a URL.

Lists, boards, exports, bulk commands and saved views all read the same parameters through here, and `url()` writes them.
A parameter that cannot be understood becomes `problem`: the page says so, shows no rows, and stays usable.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import shape
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import NotFound
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.query import filters, saved, search
from clientela.engine.query.filters import BadFilter, Group
from clientela.engine.query.models import SavedView
from clientela.engine.records.queryset import RecordQuerySet
from clientela.engine.screens import layouts, preferences

ALL = "all"


@dataclass(frozen=True)
class Listing:
    """One way to look at the records of an entity; `kept` is the filter of its view, `shape` what the layout itself
    was asked for (the month of a calendar)."""

    actor: Actor
    entity: Entity
    view: SavedView | None = None
    kept: Group = filters.EMPTY
    filter: Group = filters.EMPTY
    text: str = ""
    sort: str = ""
    keys: tuple[str, ...] = ()
    layout: str = "list"
    problem: BadFilter | None = None
    shape: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields shown, the one that names the record always among them."""
        keys = self.keys if self.entity.title in self.keys else (self.entity.title, *self.keys)
        return tuple(self.entity.field(key) for key in keys if self.entity.has(key))

    @property
    def has_own_filter(self) -> bool:
        """Whether it differs from the view (or from everything) in what it shows."""
        return self.filter != self.kept

    @property
    def is_changed(self) -> bool:
        """Whether there is something that could be kept as a view."""
        if self.view is None:
            return bool(self.filter)
        before = (
            self.kept,
            _sort_of(self.view, self.entity),
            self.view.layout,
            tuple(self.view.columns) or self.keys,
        )
        return (self.filter, self.sort, self.layout, self.keys) != before

    def rows(self, to: str = "view") -> RecordQuerySet[Any]:
        """The records, gated and filtered, in no order. Raises BadFilter."""
        if self.problem is not None:
            raise self.problem
        rows = gate.visible(self.actor, self.entity.model, to)
        rows = rows.filter(filters.to_q(self.actor, self.entity, self.filter))
        return search.matching(rows, self.text) if self.text else rows

    def but(self, **changes: Any) -> Listing:
        return replace(self, **changes)

    def params(self) -> list[tuple[str, str]]:
        """The parameters by which read() finds this listing again; what the view says already is left out."""
        found: list[tuple[str, str]] = [("view", str(self.view.pk))] if self.view else []
        if self.view is None and preferences.get(self.actor, "view", self.entity.key):
            found = [("view", ALL)]  # else the person's first choice would be taken
        if self.text:
            found.append(("q", self.text))
        if self.sort != _sort_of(self.view, self.entity):
            found.append(("sort", self.sort))
        if self.layout != (self.view.layout if self.view else "list"):
            found.append(("layout", self.layout))
        if self.keys != default_columns(self.actor, self.entity, self.view):
            found.append(("columns", ",".join(self.keys)))
        found += [pair for pair in self.shape if pair[0].startswith(f"{self.layout}.")]
        if self.has_own_filter:
            found += filters.to_params(self.filter) or [("filter", "{}")]
        return found

    def query(self, *extra: tuple[str, str]) -> str:
        """The query string, with the question mark if there is anything in it."""
        params = [*self.params(), *extra]
        return f"?{urlencode(params)}" if params else ""

    @property
    def layouts(self) -> list[layouts.Layout]:
        """The ways in which these records can be shown."""
        return layouts.of(self.entity)

    def shaped(self, **values: str) -> Listing:
        """The same under other parameters of its layout; an empty one is left out."""
        given = {f"{self.layout}.{name}": value for name, value in values.items()}
        return self.but(shape=tuple((k, v) for k, v in {**dict(self.shape), **given}.items() if v))

    def asked(self, name: str) -> str:
        """A parameter of the layout, "" when it was not given."""
        return dict(self.shape).get(f"{self.layout}.{name}", "")

    def url(self, *extra: tuple[str, str], part: str = "") -> str:
        return f"/{self.entity.slug}/{part}{self.query(*extra)}"


def read(actor: Actor, entity: Entity, params: QueryDict, *, besides: Iterable[str] = ()) -> Listing:
    """The listing a URL asks for; `besides` names parameters that are something else.

    Raises Denied, and NotFound for a view that is not there or not for this actor.
    """
    params = params.copy()
    shape = tuple((name, str(params[name])) for name in layouts.params() if params.get(name))
    for name in (*besides, *layouts.params()):
        params.pop(name, None)
    gate.require(actor, entity.model, to="view")
    view = _view(actor, entity, params)
    listing = Listing(
        actor=actor,
        entity=entity,
        view=view,
        text=" ".join(params.get("q", "").replace("\0", "").split())[:200],
        sort=params.get("sort") or _sort_of(view, entity),
        keys=default_columns(actor, entity, view),
        layout=params.get("layout") or (view.layout if view else "list"),
        shape=shape,
    )
    try:
        return _checked(listing.but(kept=_filter_of(view, entity)), params)
    except BadFilter as bad:
        return listing.but(problem=bad, layout="list", sort=_sort_of(view, entity))


def of_query(actor: Actor, entity: Entity, query: str) -> Listing:
    """The listing that a query string asks for, where there is no request."""
    return read(actor, entity, QueryDict(query))


def _checked(listing: Listing, params: QueryDict) -> Listing:
    entity = listing.entity
    given = [pair for key in params for pair in ((key, value) for value in params.getlist(key))]
    own = any(key == "filter" or key not in filters.RESERVED for key, _value in given)
    group = filters.parse_params(given, entity) if own else listing.kept
    if layouts.find(entity, listing.layout) is None:
        raise BadFilter(_("“%s” is no way to show this list.") % listing.layout[:40], "layout")
    _check_sort(entity, listing.sort)
    found = listing.but(filter=group)
    filters.to_q(listing.actor, entity, group)
    return found.but(keys=_chosen(entity, params.get("columns", ""))) if params.get("columns") else found


def _check_sort(entity: Entity, sort: str) -> None:
    try:
        found = entity.field(sort.removeprefix("-"))
        if not found.sortable:
            raise BadValue(_("“%s” cannot be sorted by.") % found.label)
        found.expression()
    except BadValue as bad:
        raise BadFilter(str(bad), "sort") from None


def _chosen(entity: Entity, text: str) -> tuple[str, ...]:
    try:
        return tuple(entity.field(key).key and key for key in text.split(",") if key)
    except BadValue as bad:
        raise BadFilter(str(bad), "columns") from None


def _view(actor: Actor, entity: Entity, params: QueryDict) -> SavedView | None:
    """The view asked for; without one, the person's own first choice, unless the URL says something of its own."""
    asked = params.get("view", "")
    if not asked and not set(params) - {"after", "limit"}:
        chosen = preferences.get(actor, "view", entity.key)
        return saved.visible_to(actor, entity).filter(pk=chosen).first() if chosen else None
    return saved.get(actor, entity, as_id(asked)) if asked and asked != ALL else None


def as_id(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise NotFound(f"view {text[:40]}") from None


def default_columns(actor: Actor, entity: Entity, view: SavedView | None) -> tuple[str, ...]:
    """Those of the view, else those the person chose last, else the entity's and what administrators put in the list."""
    if view is not None and view.columns:
        return tuple(view.columns)
    mine: Sequence[str] = preferences.get(actor, "columns", entity.key) or ()
    if mine:
        return tuple(mine)
    return (*entity.columns, *shape.current().in_list.get(entity.key, ()))


def _filter_of(view: SavedView | None, entity: Entity) -> Group:
    return filters.parse_json(view.filter, entity) if view is not None else filters.EMPTY


def _sort_of(view: SavedView | None, entity: Entity) -> str:
    return (view.sort if view else "") or entity.sort
