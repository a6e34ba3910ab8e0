from __future__ import annotations

import uuid
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clientela.domains.contacts.models import Company
from clientela.domains.territories import commands, mapping, queries, tasks
from clientela.domains.territories.models import Territory
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.errors import NotFound
from clientela.engine.jobs.models import Progress
from clientela.engine.screens.responses import screen, told


@screen
@require_safe
def tree(request: Request) -> HttpResponse:
    context = {"tree": queries.tree(request.actor), "cuts": queries.cuts(request.actor)}
    return render(request, "territories/tree.html", context)


@screen
@require_safe
def on_map(request: Request) -> HttpResponse:
    gate.require(request.actor, Company, to="view")
    return render(request, "territories/map.html", mapping.drawn(request.actor))


@screen
@require_POST
def preview(request: Request) -> HttpResponse:
    """Work out what the territories, as they are now, would change."""
    found = commands.preview(request.actor, with_owners=bool(request.POST.get("with_owners")))
    return redirect("territory-cut", found.pk)


@screen
@require_safe
def cut(request: Request, cut_id: UUID) -> HttpResponse:
    found = commands.get(request.actor, cut_id)
    return render(
        request, "territories/cut.html", {"cut": found, "lines": queries.lines(request.actor, found)}
    )


@screen
@require_POST
def apply(request: Request, cut_id: UUID) -> HttpResponse:
    _begin(request, cut_id, back=False)
    return redirect("territory-cut", cut_id)


@screen
@require_POST
def take_back(request: Request, cut_id: UUID) -> HttpResponse:
    _begin(request, cut_id, back=True)
    return redirect("territory-cut", cut_id)


def _begin(request: Request, cut_id: UUID, *, back: bool) -> Progress:
    """Mark and queue in one transaction: neither is there without the other."""
    with transaction.atomic():
        found = commands.begin(request.actor, cut_id, back=back)
        job = tasks.undo_cut if back else tasks.apply_cut
        label = (
            _("Taking back the new cut of territories") if back else _("Applying the new cut of territories")
        )
        link = f"/territories/cuts/{found.pk}/"
        return job.start(request.actor, label, link=link, lock=tasks.LOCK, reassignment=str(found.pk))


@screen
@require_safe
def companies(request: Request, territory_id: UUID) -> HttpResponse:
    territory = gate.get(request.actor, Territory, territory_id)
    after = _uuid(request.GET["after"]) if request.GET.get("after") else None
    rows, more = queries.companies(request.actor, territory, after)
    return render(
        request, "territories/companies.html", {"territory": territory, "companies": rows, "next": more}
    )


@screen
@require_POST
def put(request: Request, company_id: UUID) -> HttpResponse:
    chosen = request.POST.get("territory", "")
    commands.put(request.actor, company_id, _uuid(chosen) if chosen else None)
    text = _("The company stays in this territory") if chosen else _("The territories decide again")
    return told(render(request, "screens/toast.html", {"text": text, "undo": None}), refresh={})


def _uuid(text: str) -> UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound(text[:60]) from None
