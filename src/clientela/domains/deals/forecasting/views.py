from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from clientela.domains.deals.board import month_signs
from clientela.domains.deals.forecasting import months
from clientela.domains.deals.forecasting.months import Column
from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound
from clientela.engine.fields import formats
from clientela.engine.fields.base import BadValue
from clientela.engine.query import links
from clientela.engine.query.filters import BadFilter
from clientela.engine.query.paging import BadCursor, Page
from clientela.engine.screens import frame, layouts, listing, undo
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import screen


def page(request: Request, shown: Listing) -> HttpResponse:
    window = months.window(shown)
    problem: Any = None
    try:
        found = months.filled(shown, window)
    except (BadFilter, BadCursor) as bad:
        found, problem = months.columns(window), bad
    context = {
        **frame.of(shown),
        **_drawing(shown, found),
        "columns": found,
        "problem": problem,
        "window": window,
        "figures": [(label, months.totals(found, name)) for name, label in FIGURES],
        "back": shown.shaped(**{"from": f"{_shifted(window.first, -1):%Y-%m}"}).url(),
        "onward": shown.shaped(**{"from": f"{_shifted(window.first, 1):%Y-%m}"}).url(),
        "today": shown.shaped(**{"from": ""}).url(),
    }
    return render(request, "deals/forecast.html", context, status=400 if problem else 200)


FIGURES = (("weighted", lazy("Weighted")), ("best", lazy("Best case")), ("won", lazy("Won")))


def _shifted(first: dt.date, by: int) -> dt.date:
    return first + relativedelta(months=by)


def _drawing(shown: Listing, found: Sequence[Column]) -> dict[str, Any]:
    records = [record for column in found for record in column.page.items]
    entity = shown.entity
    return {
        "listing": shown,
        "entity": entity,
        "titles": links.titles(shown.actor, entity, records, ["company", "stage", "owner"]),
        "movable": frame.allowed(shown.actor, entity, records, "change"),
        "signs": month_signs,
        "query": shown.query(),
    }


def _read(request: Request) -> Listing:
    shown = listing.read(request.actor, registry.get("deal"), request.GET)
    return shown.but(layout="forecast")


@screen
@require_safe
def more(request: Request, key: str) -> HttpResponse:
    """The next cards of one month."""
    shown = _read(request)
    window = months.window(shown)
    column = months.one(window, key)
    try:
        cards = months.cards(shown, window, key, request.GET.get("after"))
    except (BadFilter, BadCursor) as bad:
        raise BadValue(str(bad)) from None
    column = replace(column, page=cards)
    return render(request, "deals/_forecast_cards.html", {**_drawing(shown, [column]), "column": column})


@screen
@require_POST
def move(request: Request, deal_id: UUID) -> HttpResponse:
    """Put a deal into another month."""
    shown = _read(request)
    window, key = months.window(shown), request.POST.get("stage", "")
    month = None if key == months.UNDATED else months.month_of(key)
    before = gate.get(request.actor, Deal, deal_id, to="change").expected_close
    with undo.undoable() as mark:
        deal = months.expect(request.actor, deal_id, month)
    here = f"{before:%Y-%m}" if before else months.UNDATED
    return _moved(request, shown, deal, dict.fromkeys([*_known(window, here), *_known(window, key)]), mark)


def _known(window: months.Window, key: str) -> list[str]:
    try:
        return [months.one(window, key).key]
    except NotFound:  # a month that is not on the page
        return []


def _moved(request: Request, shown: Listing, deal: Deal, keys: Any, mark: undo.Mark) -> HttpResponse:
    window = months.window(shown)
    found = months.summed(shown, window, [months.one(window, key) for key in keys])
    here = replace(found[-1], page=Page([deal], None)) if found else None
    when = _("without a date") if deal.expected_close is None else formats.date(deal.expected_close)
    context = {
        **_drawing(shown, [here] if here else []),
        "columns": found,
        "column": here,
        "record": deal,
        "undo": mark.url,
        "text": _("“%(deal)s” is expected %(when)s") % {"deal": deal.name, "when": when},
    }
    return render(request, "deals/_forecast_moved.html", context)


LAYOUT = layouts.register(
    layouts.Layout(
        "forecast",
        lazy("Forecast"),
        "calendar-range",
        page,
        lambda entity: entity.key == "deal",
        ("forecast.from",),
    )
)
