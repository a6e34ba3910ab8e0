from __future__ import annotations

from typing import NoReturn

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clientela.domains.deals.models import Deal
from clientela.domains.performance import figures as _every  # noqa: F401  # registers them
from clientela.domains.performance import forecasting, keeping, showing
from clientela.domains.performance.figures import base
from clientela.domains.performance.models import Adjustment
from clientela.domains.performance.scope import Scope
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.errors import NotFound
from clientela.engine.postgresql import replica
from clientela.engine.records import commands as records
from clientela.engine.screens.responses import screen, told


def _scope(request: Request) -> Scope:
    gate.require(request.actor, Deal, to="view")
    return Scope.of(request.actor, request.GET.dict())


@screen
def analysis(request: Request) -> HttpResponse:
    keeping.catch_up(keeping.PATIENCE)
    return render(request, "performance/figures.html", _page(request, "pipeline", _("Pipeline analysis")))


@screen
def efficiency(request: Request) -> HttpResponse:
    keeping.catch_up(keeping.PATIENCE)
    return render(request, "performance/figures.html", _page(request, "efficiency", _("Work and results")))


def _page(request: Request, page: str, title: str) -> dict[str, object]:
    scope = _scope(request)
    return {"scope": scope, "choices": scope.choices(), "figures": base.on(page), "title": title}


@screen
def figure(request: Request, key: str) -> HttpResponse:
    """One figure with its chart and table; the page fetches each by itself, so that none waits for another."""
    found, scope = _figure(key), _scope(request)
    shown = replica.read(lambda: showing.shown(found, scope))
    return render(request, "performance/_figure.html", {"shown": shown})


@screen
def download(request: Request, key: str, kind: str) -> HttpResponse:
    make, content_type = showing.DOWNLOADS.get(kind) or _missing(kind)
    found, scope = _figure(key), _scope(request)
    made = replica.read(lambda: make(found, scope))
    return HttpResponse(
        made,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{key}.{kind}"'},
    )


def _figure(key: str) -> base.Figure:
    return base.find(key) or _missing(key)


def _missing(what: str) -> NoReturn:
    raise NotFound(what)


@screen
def forecast(request: Request) -> HttpResponse:
    keeping.catch_up(keeping.PATIENCE)
    scope, by = _scope(request), request.GET.get("by") or "person"
    month = forecasting.month_of(request.GET.get("month", ""))
    found = replica.read(lambda: forecasting.forecast(scope, by, month))
    context = {
        **_page(request, "forecast", _("Forecast")),
        "forecast": found,
        "months": forecasting.months(timezone.localdate()),
        "by": forecasting.BY,
        "forecast_by": [
            {
                "label": label,
                "href": f"/forecast/?{scope.query}&by={key}&month={found.month:%Y-%m}",
                "current": key == by,
            }
            for key, label in forecasting.BY.items()
        ],
        "categories": forecasting.CATEGORIES,
        "may_adjust": gate.can(request.actor, Adjustment, "create"),
    }
    return render(request, "performance/forecast.html", context)


@screen
@require_POST
def adjust(request: Request) -> HttpResponse:
    """A manager's own figure for a person's month."""
    given = request.POST
    values = {name: given.get(name, "") for name in ("user", "month", "note")}
    amount = f"{given.get('amount', '')} {given.get('currency', '')}"
    records.create(request.actor, "adjustment", {**values, "amount": amount})
    return told(
        render(request, "screens/toast.html", {"text": _("The forecast is adjusted"), "undo": ""}), refresh={}
    )
