from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clientela.domains.activities import due
from clientela.domains.catalog.models import Product
from clientela.domains.deals import checklists, shares, slots
from clientela.domains.deals.models import Deal, DealLine
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.access.models import User
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid, NotFound, Refused
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.numbers import to_decimal
from clientela.engine.records import commands as records
from clientela.engine.screens import undo
from clientela.engine.screens.responses import screen, told

# Rows of the form in which the credit is shared: those that are there, and room for more.
ROOM = 4
FIGURES = ("quantity", "price", "discount")


# -- products --------------------------------------------------------------------------------------------------------
@screen
@require_POST
def add_line(request: Request, deal_id: UUID) -> HttpResponse:
    """A product more; its price is the one of the catalogue until another is typed."""
    gate.get(request.actor, Deal, deal_id, to="change")
    sent = request.POST
    product, new = sent.get("product", ""), sent.get("product.new", "").strip()
    try:
        if new:
            product = str(records.create(request.actor, "product", {"name": new}).pk)
        values = {"deal": deal_id, "product": product or None, "quantity": sent.get("quantity") or "1"}
        records.create(request.actor, "dealline", {**values, "price": _price(request, product)})
    except (Invalid, Refused) as bad:
        return _lines(request, deal_id, _words(bad))
    return _lines(request, deal_id)


def _price(request: Request, product: str) -> Any:
    """What the catalogue says; whether there is such a product says the command."""
    field = registry.get("product").field("price")
    try:
        return field.load(gate.get(request.actor, Product, UUID(product)))
    except (ValueError, NotFound):
        return None


@screen
@require_POST
def change_line(request: Request, deal_id: UUID, line_id: UUID) -> HttpResponse:
    """Quantity, price or discount, as typed where they stand."""
    line = _line(request, deal_id, line_id)
    values = {key: request.POST[key] for key in FIGURES if key in request.POST}
    try:
        records.update(request.actor, "dealline", line.pk, values)
    except (Invalid, Refused) as bad:
        return _lines(request, deal_id, _words(bad))
    return _lines(request, deal_id)


@screen
@require_POST
def remove_line(request: Request, deal_id: UUID, line_id: UUID) -> HttpResponse:
    records.delete(request.actor, "dealline", _line(request, deal_id, line_id).pk)
    return _lines(request, deal_id)


def _line(request: Request, deal_id: UUID, line_id: UUID) -> DealLine:
    line = gate.get(request.actor, DealLine, line_id, to="change")
    if line.deal_id != deal_id:
        raise NotFound(f"line {line_id}")
    return line


def _lines(request: Request, deal_id: UUID, problem: str = "") -> HttpResponse:
    deal = gate.get(request.actor, Deal, deal_id)
    slot = {**slots.lines_of(request.actor, deal, may_change=True), "problem": problem}
    response = render(request, "deals/_lines.html", {"slot": slot}, status=422 if problem else 200)
    return response if problem else told(response, refresh={})


def _words(bad: Invalid | Refused) -> str:
    if isinstance(bad, Refused):
        return str(bad)
    return " ".join(message for messages in bad.errors.values() for message in messages)


# -- the list to tick, and the next step -----------------------------------------------------------------------------
@screen
@require_POST
def tick(request: Request, deal_id: UUID, item_id: UUID) -> HttpResponse:
    """Tick an item or take the tick back: a box that is not ticked is not sent."""
    if request.POST.get("done"):
        checklists.tick(request.actor, deal_id, item_id)
    else:
        checklists.untick(request.actor, deal_id, item_id)
    return told(refresh={})


@screen
@require_POST
def next_step(request: Request, deal_id: UUID) -> HttpResponse:
    """What will be done next, and when, as people say it ("tue", "in 3 days")."""
    deal = gate.get(request.actor, Deal, deal_id, to="change")
    moment = due.read(request.POST.get("next_step_on", ""))
    values = {
        "next_step": request.POST.get("next_step", ""),
        "next_step_on": moment.date() if moment else None,
    }
    if not values["next_step"]:
        raise BadValue(_("Say what will be done next."))
    with undo.undoable() as mark:
        records.update(request.actor, "deal", deal.pk, values)
    context = {"text": _("Next step: %s") % values["next_step"], "undo": mark.url}
    return told(render(request, "screens/toast.html", context), refresh={})


# -- shares of the credit --------------------------------------------------------------------------------------------
@screen
@require_http_methods(["GET", "POST"])
def split(request: Request, deal_id: UUID) -> HttpResponse:
    deal = gate.get(request.actor, Deal, deal_id, to="change")
    if request.method == "GET":
        found = slots.shares_of(request.actor, deal, True)["rows"]
        rows = [(str(row.user_id), format(row.percent.normalize(), "f")) for row in found]
        return _split(request, deal, rows or [(str(deal.owner_id or ""), "100")])
    rows = _typed(request.POST)
    try:
        shares.split(request.actor, deal.pk, shares=_shares(rows))
    except (Invalid, BadValue) as bad:
        return _split(request, deal, rows, _words(bad) if isinstance(bad, Invalid) else str(bad))
    return told(saved=True)


def _typed(sent: QueryDict) -> list[tuple[str, str]]:
    pairs = zip(sent.getlist("user"), sent.getlist("percent"), strict=False)
    return [(user, percent.strip()) for user, percent in pairs if user or percent.strip()]


def _shares(rows: list[tuple[str, str]]) -> dict[UUID, Decimal]:
    """What was typed, as the command takes it; the same colleague twice is refused in words. Raises BadValue."""
    found: dict[UUID, Decimal] = {}
    for user, percent in rows:
        if not user or not percent:
            raise BadValue(_("Each share needs a colleague and a percentage."))
        try:
            key = UUID(user)
        except ValueError:
            raise BadValue(_("“%s” is not the id of a record.") % user[:50]) from None
        if key in found:
            raise BadValue(_("A colleague stands there twice; make it one share."))
        found[key] = to_decimal(percent.removesuffix("%"))
    return found


def _split(request: Request, deal: Deal, rows: list[tuple[str, str]], problem: str = "") -> HttpResponse:
    people = gate.visible(request.actor, User).filter(is_active=True).order_by("name")
    context: dict[str, Any] = {
        "deal": deal,
        "rows": [*rows, *([("", "")] * ROOM)][: max(len(rows) + 1, ROOM)],
        "people": [(str(one.pk), one.name) for one in people[:500]],
        "problem": problem,
    }
    return render(request, "deals/split.html", context, status=422 if problem else 200)
