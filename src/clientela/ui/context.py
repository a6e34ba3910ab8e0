"""What the frame around every page shows: navigation by work, what may be created, running work, the theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.levels import Level
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.jobs import progress
from clientela.engine.screens import news, pages
from clientela.ui import shortcuts

GROUPS = {
    "sales": _("Sales"),
    "orders": _("Orders"),
    "catalogue": _("Catalogue"),
    "marketing": _("Marketing"),
    "service": _("Service"),
    "insight": _("Insight"),
}
# After "g": today and settings; the lists take the first free letter of their address.
TAKEN = "ts"
PHONE_LIST = "activity"
THEMES = {"light": "clientela", "dark": "clientela-dark"}


@dataclass(frozen=True)
class Link:
    label: str
    href: str
    icon: str
    key: str
    letter: str = ""


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    links: tuple[Link, ...]
    is_open: bool


class Page:
    """Everything is worked out on first use: a fragment that shows no frame pays for none of it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor | None = getattr(request, "actor", None)

    @property
    def is_swap(self) -> bool:
        """The frame stays; the browser asks only for the sheet (a followed link, or the back button)."""
        headers = self.request.headers
        return headers.get("HX-Target") == "main#sheet" or "HX-History-Restore-Request" in headers

    @property
    def theme(self) -> str:
        """light, dark, or system."""
        chosen = self.request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else "system"

    @property
    def theme_name(self) -> str:
        """Empty for system: then the style sheet follows the machine without a flash of the other theme."""
        return THEMES.get(self.theme, "")

    @property
    def language(self) -> str:
        return translation.get_language() or "en"

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_bidi() else "ltr"

    @property
    def is_folded(self) -> bool:
        return self.request.COOKIES.get("nav") == "folded"

    @property
    def closed_groups(self) -> list[str]:
        return self.request.COOKIES.get("closed", "").split("-")

    @cached_property
    def groups(self) -> list[Group]:
        found: dict[str, list[Link]] = {}
        letters = set(TAKEN)
        own_pages = list(pages.of(self.actor)) if self.actor else []
        left_out = frozenset[str]().union(*(own.instead_of for own in own_pages))
        for entity in self._viewable():
            if entity.key in left_out:
                continue
            letter = next((one for one in entity.slug if one not in letters), "")
            letters.add(letter)
            link = Link(str(entity.label_plural), f"/{entity.slug}/", entity.icon, entity.key, letter)
            found.setdefault(entity.nav, []).append(link)
        for own in own_pages:
            found.setdefault(own.nav, []).append(Link(str(own.label), own.href, own.icon, own.href))
        return [
            Group(key, str(label), tuple(found[key]), key not in self.closed_groups)
            for key, label in GROUPS.items()
            if key in found
        ]

    @property
    def settings_pages(self) -> list[Link]:
        """What domains set up on pages of their own."""
        found = (own for own in (pages.of(self.actor) if self.actor else ()) if own.nav == "settings")
        return [Link(str(own.label), own.href, own.icon, own.href) for own in found]

    @property
    def phone_links(self) -> Sequence[Link]:
        """The one list that a thumb needs beside search, add and me."""
        links = [link for group in self.groups for link in group.links]
        return [link for link in links if link.key == PHONE_LIST][:1] or links[:1]

    @cached_property
    def creates(self) -> list[Link]:
        return [
            Link(str(entity.label), f"/{entity.slug}/new/", entity.icon, entity.key)
            for entity in self._viewable()
            if entity.creatable
            and entity.nav in GROUPS
            and self.actor
            and gate.can(self.actor, entity.model, "create")
        ]

    @property
    def may_import(self) -> bool:
        """Whether there is anything that the actor may bring in."""
        return any(entity.creatable and self._may(entity.key, "import") for entity in registry.every())

    def _viewable(self) -> Iterator[Entity]:
        return (entity for entity in registry.every() if entity.nav and self._may(entity.key, "view"))

    def _may(self, entity_key: str, action: str) -> bool:
        return self.actor is not None and self.actor.level(entity_key, action) != Level.NONE

    @cached_property
    def places(self) -> dict[str, str]:
        """Addresses of pages that the frame links to when they exist, by URL name."""
        names = (
            "today",
            "jobs",
            "notifications",
            "settings",
            "profile",
            "search",
            "account_login",
            "account_logout",
        )
        return {name: address for name in names if (address := _address(name))}

    @cached_property
    def jobs(self) -> list[Any]:
        """Running work that the actor started."""
        return progress.running(self.actor) if self.actor and self._news and self._news.is_working else []

    @cached_property
    def unread(self) -> int:
        """News that the actor has not read, at most one more than the bell can show."""
        return self._news.unread if self._news else 0

    @cached_property
    def _news(self) -> news.News | None:
        return news.of(self.actor) if self.actor else None

    @cached_property
    def pinned(self) -> list[shortcuts.Shortcut]:
        return shortcuts.pinned(self.actor) if self.actor else []

    @cached_property
    def recent(self) -> list[shortcuts.Shortcut]:
        return shortcuts.recent(self.request, self.actor) if self.actor else []


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `page`, and `actor` for short."""
    return {"page": SimpleLazyObject(lambda: Page(request)), "actor": getattr(request, "actor", None)}
