"""Finding records anywhere: groups for the command palette, and a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clientela.engine.access.levels import Level
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.query import links, search
from clientela.engine.query.links import Titles
from clientela.engine.query.search import Hit
from clientela.engine.screens.highlight import highlighted
from clientela.engine.screens.responses import is_fragment, screen

IN_PALETTE = 12
ON_PAGE = 40
# What stands beside a name to tell it from another of the same name.
DETAILS = 2
SHOWN_KINDS = frozenset({"text", "email", "phone", "link", "choice", "country", "money", "date"})


@dataclass(frozen=True)
class Found:
    """A hit as it is shown: the matching letters of the name marked, and what tells it from its namesakes."""

    entity: Entity
    record: Any
    title: str
    marked: Any
    detail: str


@dataclass(frozen=True)
class Kind:
    """The hits of one entity, and where all of them are listed."""

    entity: Entity
    found: Sequence[Found]
    href: str


@screen
@require_safe
def everywhere(request: Request) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    in_palette = is_fragment(request)
    hits = search.everywhere(request.actor, text, IN_PALETTE if in_palette else ON_PAGE, _searched(request))
    kinds = _kinds(request, hits, text)
    template = "screens/search_groups.html" if in_palette else "screens/search.html"
    return render(request, template, {"text": text, "kinds": kinds, "count": len(hits)})


def _searched(request: Request) -> list[Entity]:
    """The entities a person works with and may see anything of."""
    return [e for e in registry.every() if e.nav and request.actor.level(e.key, "view") != Level.NONE]


def _kinds(request: Request, hits: Sequence[Hit], text: str) -> list[Kind]:
    """By entity, that of the best hit first."""
    order = list(dict.fromkeys(hit.entity.key for hit in hits))
    found = []
    for key in order:
        own = [hit for hit in hits if hit.entity.key == key]
        entity = own[0].entity
        keys = [field.key for field in _details(entity)]
        titles = links.titles(request.actor, entity, [hit.record for hit in own], keys)
        shown = [
            Found(entity, h.record, h.title, highlighted(h.title, text), _detail(h, titles)) for h in own
        ]
        found.append(Kind(entity, shown, f"/{entity.slug}/?{urlencode({'q': text})}"))
    return found


def _details(entity: Entity) -> list[Any]:
    keys = [key for key in entity.columns if key != entity.title and key != entity.state]
    return [field for key in keys if (field := entity.field(key)).kind in SHOWN_KINDS][:DETAILS]


def _detail(hit: Hit, titles: Titles) -> str:
    words = []
    for field in _details(hit.entity):
        value = field.load(hit.record)
        title = titles.of(field, value)
        words.append(title.title if title else field.display(value))
    return " · ".join(word for word in words if word)
