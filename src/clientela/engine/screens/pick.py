"""What a link picker offers: records that match what is typed, or the newest ones before anything is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import STARTS, Field
from clientela.engine.query import links, search
from clientela.engine.screens.responses import screen
from clientela.engine.screens.shown import shown, targets

ANY = "any"
OFFERED = 8
DETAILS = 2


@dataclass(frozen=True)
class Offer:
    """One option: what is sent when it is chosen, its name, what tells it from others of that name, its warnings."""

    value: str
    title: str
    detail: str
    flags: tuple[Field, ...]
    entity: Entity
    id: Any


@screen
@require_GET
def options(request: Request, key: str) -> HttpResponseBase:
    text = request.GET.get("q", "").strip()[:200]
    found = _anywhere(request.actor, text) if key == ANY else _offers(request.actor, registry.get(key), text)
    return render(request, "screens/pick.html", {"offers": found, "text": text})


def _offers(actor: Actor, entity: Entity, text: str) -> list[Offer]:
    rows = _matching(actor, entity, text)
    keys = [key for key in entity.columns if key not in (entity.title, "owner", "tags", "updated_at")][:3]
    titles = links.of_targets(actor, targets(entity, rows, keys))
    return [
        Offer(
            value=str(row.pk),
            title=entity.title_of(row) or str(entity.label),
            detail=", ".join(
                [t for key in keys if (t := shown(entity.field(key), row, titles).text)][:DETAILS]
            ),
            flags=entity.flags_of(row),
            entity=entity,
            id=row.pk,
        )
        for row in rows
    ]


def _matching(actor: Actor, entity: Entity, text: str) -> Sequence[Any]:
    """Nothing typed: the newest. One letter: names that begin with it. More: the best, by match and freshness."""
    visible = gate.visible(actor, entity.model)
    if not text:
        return list(visible.order_by("-updated_at", "-pk")[:OFFERED])
    title = entity.title_field
    if len(text) == 1 and text.isascii() and STARTS in title.operators:
        return list(visible.filter(title.condition(STARTS, text))[:OFFERED])
    return [hit.record for hit in search.everywhere(actor, text, OFFERED, [entity])]


def _anywhere(actor: Actor, text: str) -> list[Offer]:
    return [
        Offer(
            f"{hit.entity.key}:{hit.record.pk}",
            hit.title,
            str(hit.entity.label),
            hit.entity.flags_of(hit.record),
            hit.entity,
            hit.record.pk,
        )
        for hit in search.everywhere(actor, text, OFFERED)
    ]
