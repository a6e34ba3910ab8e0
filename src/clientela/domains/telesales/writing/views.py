"""Scripts are written in the browser: steps, their texts, and where each answer leads."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from clientela.domains.telesales import scripts
from clientela.domains.telesales.models import CallScript
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.errors import Invalid
from clientela.engine.screens.responses import screen, visit

SPARE = 2


@screen
@require_http_methods(["GET", "POST"])
def steps(request: Request, script_id: uuid.UUID) -> HttpResponseBase:
    """The steps of a script; a button adds one more, nothing is lost by that."""
    script = gate.get(request.actor, CallScript, script_id, to="change")
    if request.method == "GET":
        return _form(request, script, script.steps or [_blank([])], [])
    sent = _sent(request.POST)
    if "add" in request.POST:
        return _form(request, script, [*sent, _blank(sent)], [])
    try:
        scripts.write(request.actor, script_id, sent)
    except Invalid as invalid:
        return _form(request, script, sent, invalid.errors["steps"], 422)
    return visit(request, f"/call-scripts/{script_id}/")


def _form(
    request: Request, script: Any, found: list[dict[str, Any]], errors: list[str], status: int = 200
) -> HttpResponseBase:
    rows = [{**step, "answers": [*step["answers"], *({"label": "", "next": ""},) * SPARE]} for step in found]
    context = {
        "script": script,
        "steps": rows,
        "errors": errors,
        "places": ", ".join(f"{{{one}}}" for one in scripts.PLACES),
        "most": scripts.MOST_ANSWERS,
    }
    return render(request, "telesales/steps.html", context, status=status)


def _blank(before: list[dict[str, Any]]) -> dict[str, Any]:
    taken = {step["key"] for step in before}
    key = next(f"s{at}" for at in range(1, len(before) + 2) if f"s{at}" not in taken)
    return {"key": key, "title": "", "text": "", "answers": []}


def _sent(sent: QueryDict) -> list[dict[str, Any]]:
    """The steps of the form that are not marked to go; empty answers are left out."""
    numbers = sorted({int(found[1]) for name in sent if (found := re.fullmatch(r"(\d{1,3})\.key", name))})
    return [_step(sent, at) for at in numbers if not sent.get(f"{at}.gone")]


def _step(sent: QueryDict, at: int) -> dict[str, Any]:
    pairs = zip(sent.getlist(f"{at}.label"), sent.getlist(f"{at}.next"), strict=False)
    return {
        **{name: sent.get(f"{at}.{name}", "").strip() for name in ("key", "title", "text")},
        "answers": [{"label": label, "next": following} for label, following in pairs if label.strip()],
    }


@screen
@require_POST
def copy(request: Request, script_id: uuid.UUID) -> HttpResponseBase:
    made = scripts.copy(request.actor, script_id)
    return visit(request, f"/call-scripts/{made.pk}/")
