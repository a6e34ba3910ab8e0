"""What may go along with a quote, beside its PDF. Domains above offer it; here is only the place for it.

Nothing is taken from a key but what was offered to this actor for this quote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clientela.domains.orders.models import Quote
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused

# In bytes, all together: most mail servers take 20 to 25 MB, and base64 makes a third more of it.
MOST = 12_000_000


@dataclass(frozen=True)
class Paper:
    """A file as a mail carries it."""

    name: str
    data: bytes
    media_type: str


@dataclass(frozen=True)
class Enclosure:
    """Something to tick; `size` in bytes is known before it is read."""

    key: str
    label: str
    detail: str
    size: int
    read: Callable[[], Paper]


@dataclass(frozen=True)
class Source:
    """`offered` says what fits a quote; `tell` is called with the keys that went out."""

    offered: Callable[[Actor, Quote], Sequence[Enclosure]]
    tell: Callable[[Actor, Quote, Sequence[str]], None]


_sources: list[Source] = []


def register(source: Source) -> Source:
    _sources.append(source)
    return source


def offered(actor: Actor, quote: Quote) -> list[Enclosure]:
    return [one for source in _sources for one in source.offered(actor, quote)]


def opened(actor: Actor, quote: Quote, keys: Sequence[str]) -> list[Paper]:
    """The files of what was ticked. Raises Refused for what is not offered any more, and for too much."""
    if not keys:
        return []
    there = {one.key: one for one in offered(actor, quote)}
    if not set(keys) <= set(there):
        raise Refused(_("Something that should go along is not there any more. Open the mail again."))
    chosen = [there[key] for key in dict.fromkeys(keys)]
    if sum(one.size for one in chosen) > MOST:
        raise Refused(_("That is too much for one mail: at most %d MB go along.") % (MOST // 1_000_000))
    return [one.read() for one in chosen]


def tell(actor: Actor, quote: Quote, keys: Sequence[str]) -> None:
    if keys:
        for source in _sources:
            source.tell(actor, quote, keys)
