"""Pages of a domain's own that the navigation and the palette lead to, beside the lists of entities.

A domain registers them in its slots.py; the frame draws those that the actor may open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from clientela.engine.access.actor import Actor


@dataclass(frozen=True)
class Page:
    """A page by its address, in a group of the navigation; `may` says who is led to it (the page itself checks again).

    `instead_of` names kinds of record whose lists the navigation leaves out, because this page leads to them.
    """

    href: str
    label: StrOrPromise
    icon: str
    nav: str
    may: Callable[[Actor], bool]
    instead_of: frozenset[str] = frozenset()


_pages: dict[str, Page] = {}


def register(page: Page) -> Page:
    _pages[page.href] = page
    return page


def of(actor: Actor) -> Iterator[Page]:
    return (page for page in _pages.values() if page.may(actor))
