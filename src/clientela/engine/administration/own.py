"""One's own account: name, language, time zone, currency, keys for other programs."""

from __future__ import annotations

import uuid
import zoneinfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clientela.engine.access import commands, gate
from clientela.engine.access.middleware import Request
from clientela.engine.administration import queries
from clientela.engine.errors import Invalid
from clientela.engine.fields.numbers import currencies
from clientela.engine.screens.responses import screen
from clientela.engine.screens.whole import whole

MOST_DAYS = 3_650
USUAL = ("EUR", "USD", "GBP", "PLN", "RUB", "TWD", "CHF", "CZK", "SEK", "JPY", "CNY", "UAH")


@screen
def settings_home(request: Request) -> HttpResponse:
    return render(request, "administration/home.html", {})


@screen
def components(request: Request) -> HttpResponse:
    """Every component of the pages in every state, to look at after a change of the look."""
    gate.require_admin(request.actor)
    return render(request, "components.html", {})


@screen
def profile(request: Request) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            keys = ("name", "language", "timezone", "currency")
            commands.change_profile(request.actor, **{key: request.POST.get(key, "") for key in keys})
            return redirect("profile")
        except Invalid as invalid:
            errors = invalid.errors
    context = {
        "languages": settings.LANGUAGES,
        "timezones": [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())],
        "currencies": [(code, code) for code in dict.fromkeys((*USUAL, *sorted(currencies())))],
        "errors": errors,
    }
    return render(request, "administration/profile.html", context, status=422 if errors else 200)


@screen
def keys(request: Request) -> HttpResponse:
    """Keys for other programs; a new one is shown once, on this answer only."""
    made = None
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            scopes = request.POST.getlist("scopes")
            name = request.POST.get("name", "")
            assert request.actor.user_id is not None
            _token, made = commands.create_token(
                request.actor,
                request.actor.user_id,
                name=name,
                scopes=scopes,
                days=_days(request.POST.get("days", "")),
            )
        except Invalid as invalid:
            errors = invalid.errors
    tokens = queries.keys(request.actor)
    scopes_known = [
        ("read", _("Read everything I may see")),
        ("write", _("Change what I may change")),
        ("admin", _("Administer")),
    ]
    context = {
        "tokens": tokens,
        "made": made,
        "errors": errors,
        "scopes": scopes_known,
        "now": timezone.now(),
    }
    return render(request, "administration/keys.html", context, status=422 if errors else 200)


def _days(text: str) -> int | None:
    """None for a key without an end, which is asked for by saying nothing. Raises Invalid."""
    if not text:
        return None
    days = whole(text)
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Invalid({"days": [_("A number from 1 to %d.") % MOST_DAYS]})
    return days


@require_POST
@screen
def revoke_key(request: Request, token_id: uuid.UUID) -> HttpResponse:
    commands.revoke_token(request.actor, token_id)
    return redirect("keys")
