"""The tabs over a list: everything, and the saved views of this person, their team and everybody, in their own order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clientela.engine.query import saved
from clientela.engine.query.models import SavedView
from clientela.engine.screens import listing, preferences
from clientela.engine.screens.listing import Listing

ICONS = {"team": "users", "shared": "globe"}


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    is_current: bool
    icon: str | None = None
    view: SavedView | None = None


def of(shown: Listing) -> list[Tab]:
    """“All” comes first; a person's own order of the others is kept by id, new ones come behind."""
    slug = shown.entity.slug
    has_default = preferences.get(shown.actor, "view", shown.entity.key) is not None
    everything = f"/{slug}/?view={listing.ALL}" if has_default else f"/{slug}/"
    first = Tab(_("All"), everything, is_current=shown.view is None)
    return [first, *(_tab(shown, view) for view in ordered(shown))]


def ordered(shown: Listing) -> list[SavedView]:
    order: list[str] = preferences.get(shown.actor, "tabs", shown.entity.key) or []
    places = {key: place for place, key in enumerate(order)}
    return sorted(
        saved.visible_to(shown.actor, shown.entity), key=lambda view: places.get(str(view.pk), len(places))
    )


def _tab(shown: Listing, view: SavedView) -> Tab:
    is_current = shown.view is not None and shown.view.pk == view.pk
    return Tab(view.name, f"/{shown.entity.slug}/?view={view.pk}", is_current, ICONS.get(view.audience), view)
