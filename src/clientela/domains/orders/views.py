"""Pages of quotes and orders beside those that every record has."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clientela.domains.configurator.sent import uuid as an_id
from clientela.domains.orders import accepting, commands, delivering, order_commands, queries, sheets, steps
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.documents import rendering, serving
from clientela.engine.entities import registry
from clientela.engine.errors import Conflict, Invalid, Refused
from clientela.engine.screens import undo
from clientela.engine.screens.responses import refusal, screen, told, visit
from clientela.engine.screens.whole import whole


# -- lines -----------------------------------------------------------------------------------------------------------
@screen
@require_http_methods(["GET", "POST"])
def lines(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """The editor of a document's lines; POST saves them all and says so in JSON."""
    sheet = sheets.of_slug(slug)
    document = gate.get(request.actor, registry.get(sheet.entity).model, record_id, to="change")
    if request.method == "POST":
        return _save(request, sheet, record_id)
    row, fetched = request.GET.get("row", ""), an_id(request.GET.get("configuration"))
    context = queries.sheet(request.actor, sheet, document, row=row, configuration=fetched)
    return render(request, "orders/lines.html", context)


def _save(request: Request, sheet: sheets.Sheet, record_id: uuid.UUID) -> HttpResponse:
    rows = sheets.rows_of(request.POST.getlist("row"), request.POST)
    more = {"reason": request.POST.get("reason", "")} if "reason" in request.POST else {}
    version = whole(request.POST.get("version"))
    try:
        saved = sheet.save(
            request.actor, record_id, rows, discount=request.POST.get("discount"), version=version, **more
        )
    except Conflict:
        text = _(
            "Somebody else saved these lines meanwhile. Yours are still here; open the page in another tab to compare."
        )
        return JsonResponse({"problem": text, "conflict": True}, status=412)
    except Invalid as invalid:
        return JsonResponse({"errors": {k: " ".join(v) for k, v in invalid.errors.items()}}, status=422)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    wanted = request.POST.get("configure")
    at = [key for key, _values in rows].index(wanted) if wanted in dict(rows) else None
    return JsonResponse({"version": saved.version, "href": sheets.onward(request.actor, sheet, saved, at)})


@screen
@require_POST
def reckon(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """Prices and sums of lines as they are typed; saves nothing."""
    sheet = sheets.of_slug(slug)
    document = gate.get(request.actor, registry.get(sheet.entity).model, record_id, to="change")
    rows = sheets.rows_of(request.POST.getlist("row"), request.POST)
    try:
        found = sheets.reckoned(request.actor, sheet, document, rows, request.POST.get("discount", ""))
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    return JsonResponse(found)


@screen
@require_GET
def paper(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """A quote's or an order's PDF as it is now."""
    sheet = sheets.of_slug(slug)
    entity = registry.get(sheet.entity)
    document: Any = gate.get(request.actor, entity.model, record_id)
    pdf = rendering.of_record(request.actor, entity.key, record_id, document.language)
    return serving.attachment(f"{document}.pdf", pdf, serving.PDF, inline=True)


# -- quotes ----------------------------------------------------------------------------------------------------------
@screen
@require_http_methods(["GET", "POST"])
def send(request: Request, record_id: uuid.UUID) -> HttpResponseBase:
    """The mail that brings the quote: written, then sent."""
    if request.method == "GET":
        return render(request, "orders/_send.html", queries.mail(request.actor, record_id))
    typed: dict[str, Any] = {key: request.POST.get(key, "") for key in ("to", "subject", "message")}
    enclosed = request.POST.getlist("enclosed")
    try:
        quote = commands.send(request.actor, record_id, **typed, enclosed=enclosed)
    except (Invalid, Refused) as wrong:
        context = queries.mail(request.actor, record_id) | {
            "typed": typed,
            "enclosed": enclosed,
            "problem": refusal(wrong).text,
        }
        return render(request, "orders/_send.html", context, status=422)
    text = (
        _("Quote sent to %s") % quote.sent_to
        if quote.state == "sent"
        else _("Your manager is asked to approve it")
    )
    return _said(request, text)


@screen
@require_POST
def step(request: Request, record_id: uuid.UUID, verb: str) -> HttpResponseBase:
    """One of the steps of a quote that need no more than a click or a word."""
    note = request.POST.get("note", "")
    if verb in ("revision", "copy"):
        made = (commands.revise if verb == "revision" else commands.duplicate)(request.actor, record_id)
        return visit(request, f"/quotes/{made.pk}/lines/")
    if verb == "acceptance":
        order = accepting.accept(request.actor, record_id, name=note)
        return visit(request, f"/orders/{order.pk}/")
    quote = steps.step(request.actor, record_id, verb, note)
    return _said(request, steps.said(verb, quote))


# -- orders ----------------------------------------------------------------------------------------------------------
@screen
@require_POST
def enter_stage(request: Request, record_id: uuid.UUID) -> HttpResponseBase:
    with undo.undoable() as mark:
        order = order_commands.move(request.actor, record_id, queries.stage_id(request.POST.get("stage", "")))
    return _said(
        request,
        _("Order %(number)s is in “%(stage)s”")
        % {"number": order.number, "stage": queries.stage_name(request.actor, order)},
        mark,
    )


@screen
@require_POST
def cancel(request: Request, record_id: uuid.UUID) -> HttpResponseBase:
    order = order_commands.cancel(request.actor, record_id, reason=request.POST.get("reason", ""))
    return _said(request, _("Order %s is cancelled") % order.number)


@screen
@require_http_methods(["GET", "POST"])
def deliver(request: Request, record_id: uuid.UUID) -> HttpResponseBase:
    """What is left of an order, and how much of it goes out now."""
    if request.method == "GET":
        return render(request, "orders/_deliver.html", delivering.form(request.actor, record_id))
    try:
        made = delivering.deliver(request.actor, record_id, request.POST)
    except (Invalid, Refused) as wrong:
        context = delivering.form(request.actor, record_id) | {
            "typed": request.POST.dict(),
            "problem": refusal(wrong).text,
        }
        return render(request, "orders/_deliver.html", context, status=422)
    return _said(request, _("Delivery %s is written down") % made.number)


def _said(request: Request, text: str, mark: undo.Mark | None = None) -> HttpResponse:
    context = {"text": text, "undo": mark.url if mark else None}
    return told(render(request, "screens/toast.html", context), saved={})
