"""The public page of a form. Nobody signs in, no cookie is needed or read, so there is no session to ride on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clientela.domains.leads.capture import commands, reading, sending
from clientela.domains.leads.models import LeadForm
from clientela.engine.errors import Invalid, NotFound, Refused

# A field that people do not see; whoever fills it is no person.
TRAP = "fax_number"
METHODS = ["GET", "HEAD", "POST"]
# As strict as everywhere, but for who may frame it.
EMBEDDED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *"
)


@csrf_exempt
@require_http_methods(METHODS)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, slug, embedded=False)


@csrf_exempt
@xframe_options_exempt
@require_http_methods(METHODS)
def embedded(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for a frame on the company's own site, which may stand anywhere."""
    response = _answer(request, slug, embedded=True)
    response.headers["Content-Security-Policy"] = EMBEDDED
    return response


def _answer(request: HttpRequest, slug: str, *, embedded: bool) -> HttpResponse:
    try:
        form = commands.find(slug)
    except NotFound:
        return render(request, "leads/public/gone.html", {}, status=404)
    if request.method != "POST":
        return _draw(request, form, embedded)
    try:
        return _take(request, form, embedded)
    except Invalid as invalid:
        return _draw(request, form, embedded, errors=invalid.errors, status=422)
    except Refused as refused:
        return _draw(request, form, embedded, errors={"": [str(refused)]}, status=409)
    except sending.TooMany:
        response = render(request, "leads/public/too_many.html", {"form": form}, status=429)
        response.headers["Retry-After"] = "3600"
        return response


def _take(request: HttpRequest, form: LeadForm, embedded: bool) -> HttpResponse:
    """A page that is sent twice is thanked for twice and counts once; a robot is thanked, too, so that it learns nothing."""
    post = request.POST
    own = sending.read(form, post.get("token", ""))
    values, errors = reading.values(form, post)
    if errors:
        raise Invalid(errors)
    campaign = " ".join(post.get("utm_campaign", "").replace("\0", "").split())[:200]
    commands.receive(
        form,
        {**values, **({"campaign": campaign} if campaign else {})},
        own=own,
        who=sending.sender(request.META.get("REMOTE_ADDR", "")),
        spam=bool(post.get(TRAP)),
        consented=bool(post.get("consent")),
    )
    return render(request, "leads/public/thanks.html", {"form": form, "embedded": embedded})


def _draw(
    request: HttpRequest, form: LeadForm, embedded: bool, *, errors: Any = None, status: int = 200
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    told = errors or {}
    known = {one.key for one in reading.asked(form)} | {"consent"}
    context = {
        "form": form, "asked": reading.asked(form, posted, told), "token": sending.token(form), "embedded": embedded,
        "others": [text for key, texts in told.items() if key not in known for text in texts], "errors": told,
        "campaign": (posted or request.GET).get("utm_campaign", "")[:200], "trap": TRAP,
        "consented": bool(posted and posted.get("consent")),
    }  # fmt: skip
    return render(request, "leads/public/form.html", context, status=status)
