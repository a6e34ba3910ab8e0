"""The columns of a list: how each is headed and sorted, what a phone shows of it, and the chooser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Computed, Link, User
from clientela.engine.screens import listing, preferences
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import screen, visit
from clientela.engine.screens.whole import whole

NARROWEST, WIDEST = 48, 1_000
WHOLE = ("address", "longtext", "reference")  # too large for a cell; edited on the record's own page


@dataclass(frozen=True)
class Column:
    """`card` is the place on the phone's card: name, state, sum, where or when."""

    field: Field
    label: StrOrPromise
    is_title: bool
    sort: str = ""
    sorted: str = ""
    card: str = ""
    may_edit: bool = False

    @cached_property
    def key(self) -> str:
        return self.field.key

    @property
    def is_numeric(self) -> bool:
        shape = self.field.shape if isinstance(self.field, Computed) else self.field
        return bool(shape and shape.numeric)

    @cached_property
    def css(self) -> str:
        words = [f"p-{self.card}" if self.card else "", "num" if self.is_numeric else ""]
        return " ".join(filter(None, words))


def of(shown: Listing, may_change: bool) -> list[Column]:
    """The columns of a listing, each with the address that sorts by it."""
    places = _places(shown)
    return [_column(shown, key, places.get(key, ""), may_change) for key in _keys(shown)]


def _keys(shown: Listing) -> list[str]:
    """As chosen, and with the name first where it was left out; a compound's part keeps its whole path."""
    keys = [key for key in shown.keys if shown.entity.has(key)]
    return keys if shown.entity.title in keys else [shown.entity.title, *keys]


def _column(shown: Listing, key: str, card: str, may_change: bool) -> Column:
    field = shown.entity.field(key)
    is_title = key == shown.entity.title
    return Column(
        field=field,
        label=shown.entity.label if is_title else field.label,
        is_title=is_title,
        sort=shown.but(sort=_next_sort(shown.sort, key)).url() if is_sortable(field) else "",
        sorted={key: "ascending", f"-{key}": "descending"}.get(shown.sort, ""),
        card=card,
        may_edit=may_change and not is_title and not field.read_only and field.kind not in WHOLE,
    )


def is_sortable(field: Field) -> bool:
    try:
        field.expression()
    except BadValue:
        return False
    return field.sortable


def _next_sort(sort: str, key: str) -> str:
    return f"-{key}" if sort == key else key


def _places(shown: Listing) -> dict[str, str]:
    """What of a row fits on a phone: its name, its state, an amount, a place and a time; the first of each kind."""
    found: dict[str, str] = {}
    entity = shown.entity
    for key in _keys(shown):
        place = (
            "name"
            if key == entity.title
            else _place(entity.field(key), key in (entity.state, entity.board_by))
        )
        if place and place not in found.values():
            found[key] = place
    return found


def _place(field: Field, is_state: bool) -> str:
    if is_state:
        return "state"
    if field.numeric:
        return "sum"
    if field.kind in ("date", "datetime"):
        return "when"
    if "." in field.key or (isinstance(field, Link) and not isinstance(field, User)):
        return "where"
    return ""


def widths(actor: Actor, entity: Entity) -> dict[str, int]:
    """Pixels by column, of those that the person has drawn wider or narrower."""
    return dict(preferences.get(actor, "widths", entity.key) or {})


@screen
@require_POST
def width(request: Request, slug: str) -> HttpResponse:
    """Keep how wide a column is for this person; without a number it is as delivered again."""
    entity = registry.by_slug(slug)
    gate.require(request.actor, entity.model, to="view")
    key, pixels = request.POST.get("column", ""), whole(request.POST.get("width"))
    if not entity.has(key) or (pixels is None and request.POST.get("width")):
        raise BadValue(_("Say which column, and how wide it is in pixels."))
    kept = widths(request.actor, entity)
    kept.pop(key, None)
    if pixels is not None:
        kept[key] = min(max(pixels, NARROWEST), WIDEST)
    preferences.put(request.actor, "widths", entity.key, kept or None)
    return HttpResponse(status=204)


@screen
@require_http_methods(["GET", "POST"])
def chooser(request: Request, slug: str) -> HttpResponse:
    """Which columns, in which order. What is chosen is kept for this person and shown at once."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    if request.method == "GET":
        return render(
            request,
            "screens/list_columns.html",
            {
                "listing": shown,
                "fields": _choices(shown),
                "roomy": preferences.get(request.actor, "list", "roomy"),
            },
        )
    chosen = [key for key in request.POST.getlist("column") if shown.entity.has(key)]
    is_reset = "reset" in request.POST
    preferences.put(request.actor, "columns", shown.entity.key, None if is_reset else chosen)
    preferences.put(request.actor, "list", "roomy", request.POST.get("roomy") == "on")
    if is_reset:
        preferences.put(request.actor, "widths", shown.entity.key, None)
    keys = (
        tuple(chosen)
        if chosen and not is_reset
        else listing.default_columns(request.actor, shown.entity, None)
    )
    return visit(request, shown.but(keys=keys).url())


def _choices(shown: Listing) -> Sequence[tuple[str, Field, bool]]:
    """Key, field and whether it is shown: those shown first, in their order, then all others."""
    on = _keys(shown)
    parts = [f"{f.key}.{name}" for f in shown.entity.fields for name in f.parts() if f.kind == "address"]
    off = [key for key in (*(f.key for f in shown.entity.fields), *parts) if key not in on]
    return [
        *((key, shown.entity.field(key), True) for key in on),
        *((key, shown.entity.field(key), False) for key in off),
    ]
