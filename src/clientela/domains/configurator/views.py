from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clientela.domains.configurator import commands, queries, sent
from clientela.domains.configurator.entity import RULE_KINDS
from clientela.domains.configurator.model import COMPARISONS
from clientela.engine.access.middleware import Request
from clientela.engine.errors import Invalid
from clientela.engine.records import commands as records
from clientela.engine.screens.responses import is_fragment, screen, told
from clientela.engine.screens.widgets import COMMON_CURRENCIES


@screen
@require_GET
def configure(request: Request, product_id: UUID) -> HttpResponse:
    """Choose options; each change asks for the page again."""
    given = sent.read(dict(request.GET.lists()), _currency(request))
    page = queries.screen(request.actor, product_id, given, today=timezone.localdate())
    template = "configurator/_form.html" if is_fragment(request) else "configurator/configure.html"
    return render(request, template, _context(request, page))


@screen
@require_POST
def save(request: Request, product_id: UUID) -> HttpResponse:
    """Keep the choices and go back to where they are for; what is not possible is said on the same page."""
    given = sent.read(dict(request.POST.lists()), _currency(request))
    page = queries.screen(request.actor, product_id, given, today=timezone.localdate())
    if page.may_save and not page.is_whole:
        return render(
            request,
            "configurator/configure.html",
            _context(request, page, is_refused=True),
            status=422,
        )
    written = page.guide.choices.written(page.guide.model)
    kept = commands.save(
        request.actor,
        product_id,
        written,
        company=given.company,
        currency=given.currency,
        name=given.name or None,
    )
    messages.success(request, _("“%s” is saved") % kept.name)
    back = sent.with_configuration(given.back, kept.pk) if given.back else f"/configurations/{kept.pk}/"
    return HttpResponseRedirect(back)


def _currency(request: Request) -> str:
    return getattr(request.actor.user, "currency", None) or "EUR"


def _context(request: Request, page: queries.Screen, *, is_refused: bool = False) -> dict[str, Any]:
    currencies = list(dict.fromkeys((_currency(request), *COMMON_CURRENCIES)))
    return {"page_": page, "currencies": currencies, "is_refused": is_refused}


@screen
@require_POST
def recheck(request: Request, configuration_id: UUID) -> HttpResponse:
    kept = commands.recheck(request.actor, configuration_id)
    words = _("“%s” is still possible") if kept.is_valid else _("“%s” is not possible any more")
    return told(render(request, "screens/toast.html", {"text": words % kept.name}), refresh={})


@screen
@require_POST
def renew(request: Request, configuration_id: UUID) -> HttpResponse:
    kept = commands.renew(request.actor, configuration_id)
    words = _("“%s” has the prices and rules of today") % kept.name
    return told(render(request, "screens/toast.html", {"text": words}), refresh={})


# -- options and rules -----------------------------------------------------------------------------------------------
@screen
@require_GET
def workshop(request: Request, product_id: UUID) -> HttpResponse:
    return _workshop(request, product_id)


@screen
@require_POST
def add_rule(request: Request, product_id: UUID) -> HttpResponse:
    """A rule from ticked options and typed comparisons."""
    values = {
        "product": product_id,
        "name": request.POST.get("name", ""),
        "kind": request.POST.get("kind", ""),
        "when": sent.conditions(request.POST.getlist("when"), request.POST.get("when_more", "")),
        "then": sent.conditions(request.POST.getlist("then"), request.POST.get("then_more", "")),
        "when_any": "when_any" in request.POST,
        "then_all": "then_all" in request.POST,
    }
    try:
        records.create(request.actor, "optionrule", values)
    except Invalid as bad:
        return _workshop(request, product_id, errors=bad.errors, status=422)
    return HttpResponseRedirect(f"/products/{product_id}/options/#rules")


def _workshop(
    request: Request, product_id: UUID, *, errors: dict[str, list[str]] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "shop": queries.workshop(request.actor, product_id),
        "kinds": [(option.key, option.label) for option in RULE_KINDS],
        "signs": " ".join(COMPARISONS),
        "errors": errors or {},
        "typed": request.POST,
    }
    return render(request, "configurator/workshop.html", context, status=status)
