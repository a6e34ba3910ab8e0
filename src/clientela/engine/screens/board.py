"""The board: the same records in columns, moved from one to the next by hand or key."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Invalid, NotFound
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.numbers import Amount
from clientela.engine.query import links
from clientela.engine.query.filters import BadFilter, Condition, Group
from clientela.engine.query.paging import BadCursor, Page
from clientela.engine.screens import boards, frame, lanes, layouts, listing, undo, widgets
from clientela.engine.screens.lanes import Choice, Lane
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import screen, told

# A column that was scrolled further is not kept fresh beyond these.
MOST_FRESH = 200


def page(request: Request, shown: Listing) -> HttpResponse:
    every = lanes.choices(shown.actor, shown.entity)
    chosen = lanes.chosen(shown, every)
    plain = lanes.without_choice(shown)
    found = lanes.bare(shown.actor, shown.entity, chosen)
    problem: Any = None
    try:
        found = lanes.filled(plain, found)
    except (BadFilter, BadCursor) as bad:
        problem = bad
    context = {
        **frame.of(shown),
        **_drawing(shown, found),
        "lanes": found,
        "problem": problem,
        "boards": [(choice.label, _of_choice(plain, choice).url(), choice == chosen) for choice in every],
        "board": chosen,
        "totals": _totals(found),
    }
    return render(request, "screens/board.html", context, status=400 if problem else 200)


def _of_choice(plain: Listing, choice: Choice) -> Listing:
    link = lanes.within(plain.entity)
    assert link is not None
    items = (Condition(link.key, "eq", str(choice.id)), *plain.filter.items)
    return plain.but(filter=Group("all", items) if plain.filter.mode == "all" else plain.filter)


def _totals(found: Sequence[Lane]) -> tuple[int, list[Amount]]:
    """All columns together, per currency, the one in most columns first."""
    sums: dict[str, Amount] = {}
    for amount in (amount for lane in found for amount in lane.sums):
        before = sums.get(amount.currency)
        sums[amount.currency] = replace(amount, amount=amount.amount + (before.amount if before else 0))
    return sum(lane.count for lane in found), list(sums.values())


def _drawing(shown: Listing, found: Iterable[Lane]) -> dict[str, Any]:
    """What cards need: titles of what they link to, who may move them, what is worth noticing."""
    records = [record for lane in found for record in lane.page.items]
    entity = shown.entity
    keys = [key for key in (*entity.card, "owner") if entity.has(key)]
    return {
        "listing": shown,
        "entity": entity,
        "titles": links.titles(shown.actor, entity, records, keys),
        "movable": _movable(shown.actor, entity, records),
        "signs": boards.of(entity).signs,
        "query": shown.query(),
    }


def _movable(actor: Actor, entity: Entity, records: Sequence[Any]) -> frozenset[uuid.UUID]:
    return frame.allowed(actor, entity, records, "change")


@screen
@require_safe
def more(request: Request, slug: str, key: str) -> HttpResponse:
    """The next cards of one column."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    lane = _lane(shown, key)
    lane = replace(lane, page=_cards(shown, lane, request.GET.get("after"), lanes.MORE))
    return render(request, "screens/board_cards.html", {**_drawing(shown, [lane]), "lane": lane})


@screen
@require_safe
def fresh(request: Request, slug: str, key: str) -> HttpResponse:
    """A column as it is now, with as many cards as were loaded before, for a page that follows changes made elsewhere."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    number = request.GET.get("limit", "")[:6]
    limit = min(max(int(number) if number.isdecimal() else 0, lanes.FIRST), MOST_FRESH)
    lane = _lane(shown, key)
    cards = _cards(shown, lane, None, limit)
    (lane,) = lanes.counted(lanes.without_choice(shown), [lane])
    lane = replace(lane, page=cards)
    return render(request, "screens/board_lane.html", {**_drawing(shown, [lane]), "lane": lane})


def _cards(shown: Listing, lane: Lane, after: str | None, limit: int) -> Page[Any]:
    try:
        return lanes.cards(lanes.without_choice(shown), lane, after, limit)
    except (BadFilter, BadCursor) as bad:
        raise BadValue(str(bad)) from None


def _lane(shown: Listing, key: str) -> Lane:
    if not shown.entity.board_by:
        raise NotFound("board")
    return lanes.one(shown.actor, shown.entity, key)


@screen
@require_POST
def move(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponse:
    """Put a card into another column. Where the column asks for something first, the answer is the form for it."""
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET)
    lane = _lane(shown, request.POST.get("stage", ""))
    entity = shown.entity
    record = gate.get(request.actor, entity.model, record_id, to="change")
    before = entity.field(entity.board_by).to_json(entity.field(entity.board_by).load(record))
    asked = [key for key in boards.of(entity).asks(lane.of) if not entity.field(key).load(record)]
    values = {key: widgets.raw_value(entity.field(key), request.POST) for key in asked}
    if any(not value for value in values.values()):
        return _ask(request, shown, record, lane, asked)
    with undo.undoable() as mark:
        try:
            boards.of(entity).move(request.actor, entity, record_id, lane.key, values)
        except Invalid as invalid:
            if not asked:
                raise
            return _ask(request, shown, record, lane, asked, invalid.errors)
    return _moved(request, shown, record_id, [key for key in (before, lane.key) if key], mark)


def _ask(
    request: Request, shown: Listing, record: Any, lane: Lane, asked: list[str], errors: Any = None
) -> HttpResponse:
    entity = shown.entity
    fields = [entity.field(key) for key in asked]
    values = {field.key: field.load(record) for field in fields}
    was_asked = any(key in request.POST for key in asked)
    missing = {key: [_("Please fill this in.")] for key in asked if was_asked and not request.POST.get(key)}
    controls = widgets.controls(
        request.actor, fields, values, posted=request.POST if was_asked else None, errors=errors or missing
    )
    action = f"/{entity.slug}/{record.pk}/move/{shown.query()}"
    context = {
        "controls": controls,
        "lane": lane,
        "record": record,
        "entity": entity,
        "action": action,
        "is_dialog": was_asked,
    }
    return render(request, "screens/board_ask.html", context, status=422)


def _moved(
    request: Request, shown: Listing, record_id: uuid.UUID, keys: Sequence[str], mark: undo.Mark
) -> HttpResponse:
    """The card as it is now, the heads of both columns, and a toast with an undo."""
    entity: Entity = shown.entity
    record = gate.get(request.actor, entity.model, record_id)
    found = lanes.counted(lanes.without_choice(shown), [_lane(shown, key) for key in dict.fromkeys(keys)])
    here = replace(found[-1], page=Page([record], None))
    context = {
        **_drawing(shown, [here]),
        "card": here,
        "record": record,
        "lanes": found,
        "undo": mark.url,
        "text": _("“%(what)s” moved to %(where)s") % {"what": entity.title_of(record), "where": here.label},
    }
    response = render(request, "screens/board_moved.html", context)
    from_form = request.headers.get("HX-Target", "").startswith("div#overlay")
    return told(response, saved=True) if from_form else response


layouts.register(
    layouts.Layout("board", lazy("Board"), "square-kanban", page, lambda entity: bool(entity.board_by))
)
