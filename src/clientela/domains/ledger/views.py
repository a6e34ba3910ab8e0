from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from clientela.domains.ledger import queries
from clientela.domains.ledger.models import Trade
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.screens.responses import screen

FEW = 6


@screen
def markets(request: Request) -> HttpResponse:
    """Who sells gravel; who buys reinforced concrete and not from us."""
    gate.require(request.actor, Trade, to="view")
    text, not_from_us = request.GET.get("q", "")[:200], "not_from_us" in request.GET
    goods = queries.goods_called(request.actor, text)
    market = queries.market(request.actor, goods[:FEW], not_from_us=not_from_us) if text.strip() else None
    context = {"text": text, "not_from_us": not_from_us, "goods": goods, "market": market}
    return render(request, "ledger/markets.html", context)
