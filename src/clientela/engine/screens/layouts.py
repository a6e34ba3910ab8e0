"""The ways to show a list: table, board, calendar, and what domains add (a forecast, a map).

A way is registered once, is offered for the entities it fits, and gets the listing: the same view, filter, search and
order in every way of showing them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

if TYPE_CHECKING:
    from django.http import HttpResponse

    from clientela.engine.access.middleware import Request
    from clientela.engine.entities.entity import Entity
    from clientela.engine.screens.listing import Listing


@dataclass(frozen=True)
class Layout:
    """A way to show a list. `fits` says for which entities; `params` are its own parameters in the address, named
    `<key>.<something>` so that no field can be called so. `page` is None for the table, which is what a list is.
    """

    key: str
    label: StrOrPromise
    icon: str
    page: Callable[[Request, Listing], HttpResponse] | None
    fits: Callable[[Entity], bool]
    params: tuple[str, ...] = ()


TABLE = Layout("list", _("Table"), "table-2", None, lambda _entity: True)
_layouts: dict[str, Layout] = {TABLE.key: TABLE}


def register(layout: Layout) -> Layout:
    _layouts[layout.key] = layout
    return layout


def of(entity: Entity) -> list[Layout]:
    return [layout for layout in _layouts.values() if layout.fits(entity)]


def find(entity: Entity, key: str) -> Layout | None:
    layout = _layouts.get(key)
    return layout if layout is not None and layout.fits(entity) else None


def params() -> tuple[str, ...]:
    """Parameters that say how something is shown, not what."""
    return tuple(name for layout in _layouts.values() for name in layout.params)
