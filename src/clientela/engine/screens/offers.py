"""What domains offer on the list of an entity beside the engine's own verbs: a link that takes the listing along.

A domain registers in its slots.py a function that gives an Offer for listings that it concerns, else None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from clientela.engine.screens.listing import Listing


@dataclass(frozen=True)
class Offer:
    """A link in the head of a list."""

    label: StrOrPromise
    icon: str
    href: str


Maker = Callable[[Listing], Offer | None]
_makers: list[Maker] = []


def register(maker: Maker) -> None:
    if maker not in _makers:
        _makers.append(maker)


def of(listing: Listing) -> list[Offer]:
    return [found for maker in _makers if (found := maker(listing)) is not None]
