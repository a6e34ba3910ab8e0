"""The page that a customer without an account sees: the quote, its choices, accept, decline. Signed link, rate-limited."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clientela.domains.orders import accepting, links, papers, writing
from clientela.domains.orders.accepting import CUSTOMER
from clientela.domains.orders.models import Quote
from clientela.engine.documents import rendering, serving
from clientela.engine.errors import Invalid, NotFound, Refused

# Of one address, in a minute: enough for somebody who changes their mind, too few for a machine that guesses.
MOST_ANSWERS, WINDOW = 30, 60

View = Callable[[HttpRequest, Quote], HttpResponse]


def _visitor(view: View) -> Callable[..., HttpResponse]:
    """A view of a link that was given out; any other link is answered alike, slowly enough."""

    @functools.wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        if _too_often(request):
            return _page(request, _("Too many requests"), _("Wait a minute, then try again."), 429)
        try:
            quote = links.opened(token)
        except NotFound:
            text = _(
                "This link is not valid, or not any more. Please use the link in our latest mail, or ask us."
            )
            return _page(request, _("There is nothing here"), text, 404)
        with translation.override(quote.language):
            return view(request, quote)

    return answer


def _too_often(request: HttpRequest) -> bool:
    key = f"quote-link:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > MOST_ANSWERS * (1 if request.method == "POST" else 4)
    except ValueError:  # it ran out between the two
        return False


def _page(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    return render(request, "orders/public_refusal.html", {"title": title, "text": text}, status=status)


@require_GET
@_visitor
def show(request: HttpRequest, quote: Quote) -> HttpResponse:
    if quote.seen_at is None and not request.user.is_authenticated:
        accepting.looked_at(CUSTOMER, quote.pk)
    return render(request, "orders/public.html", _shown(quote))


@require_POST
@_visitor
def choice(request: HttpRequest, quote: Quote) -> HttpResponse:
    """What it comes to with these options; saves nothing."""
    lines = writing.stored(quote, "quoteline", "quote")
    try:
        sums = papers.total_values(accepting.with_choice(quote, lines, _chosen(request)))
    except Refused as refused:
        return render(request, "orders/_public_totals.html", {"totals": [], "problem": str(refused)})
    return render(request, "orders/_public_totals.html", {"totals": sums, "problem": ""})


@require_POST
@_visitor
def accept(request: HttpRequest, quote: Quote) -> HttpResponse:
    where: dict[str, Any] = {
        "name": request.POST.get("name", ""),
        "chosen": _chosen(request),
        "address": _address(request),
    }
    return _answered(request, quote, lambda: accepting.accept(CUSTOMER, quote.pk, **where))


@require_POST
@_visitor
def decline(request: HttpRequest, quote: Quote) -> HttpResponse:
    said = {key: request.POST.get(key, "") for key in ("name", "reason")}
    return _answered(
        request, quote, lambda: accepting.decline(CUSTOMER, quote.pk, **said, address=_address(request))
    )


def _answered(request: HttpRequest, quote: Quote, work: Callable[[], Any]) -> HttpResponse:
    try:
        work()
    except (Refused, Invalid) as wrong:
        words = wrong.errors.values() if isinstance(wrong, Invalid) else [[str(wrong)]]
        problem = " ".join(message for messages in words for message in messages)
        context = _shown(links.opened(request.path.split("/")[2])) | {
            "problem": problem,
            "typed": request.POST.dict(),
        }
        return render(
            request, "orders/public.html", context, status=422 if isinstance(wrong, Invalid) else 409
        )
    return redirect(links.path(quote))


@require_GET
@_visitor
def paper(request: HttpRequest, quote: Quote) -> HttpResponse:
    pdf = rendering.of_record(CUSTOMER, "quote", quote.pk, quote.language)
    return serving.attachment(f"{quote.number}.pdf", pdf, serving.PDF, inline=True)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR") or "")[:60]


def _chosen(request: HttpRequest) -> set[uuid.UUID]:
    """Ids of the lines that were ticked; what is no id was not on the page."""
    found = set()
    for name, text in request.POST.items():
        if name.startswith("choose"):
            for one in request.POST.getlist(name):
                try:
                    found.add(uuid.UUID(str(one or text)))
                except ValueError:
                    continue
    return found


def _shown(quote: Quote) -> dict[str, Any]:
    values = papers.quote_values(CUSTOMER, quote.pk, quote.language)
    lines = writing.stored(quote, "quoteline", "quote")
    shown = [{**texts, "line": line} for texts, line in zip(values["lines"], lines, strict=True)]
    return {
        "quote": quote,
        "values": values,
        "lines": shown,
        "totals": values["totals"],
        "path": links.path(quote),
        "may_answer": quote.state == "sent" and not quote.is_expired,
        "has_choice": any(line.role != "counted" for line in lines),
        "problem": "",
        "typed": {},
    }
