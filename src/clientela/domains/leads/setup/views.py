"""The settings pages of leads: rules of assignment and scoring, public forms."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clientela.domains.leads import tasks
from clientela.domains.leads.capture import reading
from clientela.domains.leads.choices import WAYS
from clientela.domains.leads.models import AssignmentRule, LeadForm, ScoreRule
from clientela.domains.leads.setup import commands, conditions, queries
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid, NotFound
from clientela.engine.fields.base import Field
from clientela.engine.screens import widgets
from clientela.engine.screens.responses import screen

TRIED = (
    "company_name",
    "email",
    "phone",
    "address",
    "industry",
    "employees",
    "source",
    "campaign",
    "interest",
    "tags",
)


# -- who gets them ---------------------------------------------------------------------------------------------------
@screen
@require_safe
def assignment(request: Request) -> HttpResponse:
    return render(request, "leads/setup/assignment.html", {"rules": queries.assignment_rules(request.actor), "controls": _tried(request), "ways": dict(WAYS)})  # fmt: skip


@screen
def assignment_rule(request: Request, rule_id: uuid.UUID | None = None) -> HttpResponse:
    rule = queries.one(request.actor, AssignmentRule, rule_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _save_assignment(request, rule_id)
            return redirect("lead-assignment")
        except Invalid as invalid:
            errors = invalid.errors
    context: dict[str, Any] = {
        "ways": WAYS,
        "people": queries.people(request.actor),
        "teams": queries.teams(request.actor),
    }
    context |= {"seats": queries.seats(request.actor, rule)}
    return _rule(request, "leads/setup/assignment_rule.html", rule, errors, context)


def _save_assignment(request: Request, rule_id: uuid.UUID | None) -> None:
    post = request.POST
    saved = commands.save_assignment_rule(
        request.actor,
        rule_id,
        name=post.get("name", ""),
        filter=conditions.read(request.actor, post),
        way=post.get("way", ""),
        person=_uuid(post.get("person")),
        team=_uuid(post.get("team")),
        position=_number(post.get("position"), "position") or 0,
        is_active=bool(post.get("is_active")),
    )
    given = {name.removeprefix("seat."): value for name, value in post.items() if name.startswith("seat.")}
    if given and saved.team_id:
        seats = {_uuid(key): _number(str(value), "capacity") or 0 for key, value in given.items()}
        commands.set_capacities(request.actor, saved.pk, {key: n for key, n in seats.items() if key})


def _rule(
    request: Request, template: str, rule: Any, errors: dict[str, list[str]], context: dict[str, Any]
) -> HttpResponse:
    """The page of a rule: as it is stored, or as it was sent with what is wrong."""
    posted = request.POST if request.method == "POST" else None
    rows = (
        conditions.sent_rows(request.actor, posted)
        if posted is not None
        else conditions.rows(request.actor, rule.filter)
    )
    shown = {
        "rule": rule, "rows": rows, "mode": posted.get("mode", "all") if posted else conditions.mode(rule.filter),
        "fields": conditions.choices(), "periods": conditions.period_names(), "errors": errors, "posted": posted or {},
    }  # fmt: skip
    return render(request, template, {**shown, **context}, status=422 if errors else 200)


@screen
@require_safe
def condition(request: Request) -> HttpResponse:
    """One row again, for the field that was chosen in it."""
    gate.require_admin(request.actor)
    at = _number(request.GET.get("at"), "at") or 0
    row = conditions.row(request.actor, min(at, conditions.MOST - 1), request.GET.get(f"c{at}.field", ""))
    context = {"row": row, "fields": conditions.choices(), "periods": conditions.period_names()}
    return render(request, "leads/setup/_condition.html", context)


@screen
@require_POST
def trial(request: Request) -> HttpResponse:
    """Who would get this?"""
    given = {
        one.key: widgets.raw_value(one, request.POST)
        for one in _tried_fields()
        if widgets.is_posted(one, request.POST)
    }
    values = {key: value for key, value in given.items() if value not in (None, "", [], {})}
    context: dict[str, Any] = {"rules": queries.assignment_rules(request.actor), "ways": dict(WAYS)}
    status = 200
    try:
        lead = commands.trial(request.actor, {"name": _("Trial"), **values})
        context |= {"lead": lead, "owner": dict(queries.people(request.actor)).get(str(lead.owner_id), "")}
        context |= {"how": registry.get("lead").field("assigned_by").load(lead)}
        errors: dict[str, list[str]] = {}
    except Invalid as invalid:
        errors, status = invalid.errors, 422
    return render(request, "leads/setup/assignment.html", {**context, "controls": _tried(request, request.POST, errors)}, status=status)  # fmt: skip


def _tried_fields() -> list[Field]:
    return [registry.get("lead").field(key) for key in TRIED]


def _tried(request: Request, posted: QueryDict | None = None, errors: Any = None) -> list[widgets.Control]:
    return widgets.controls(request.actor, _tried_fields(), {}, posted=posted, errors=errors)


# -- what they are worth ---------------------------------------------------------------------------------------------
@screen
@require_safe
def scoring(request: Request) -> HttpResponse:
    return render(request, "leads/setup/scoring.html", {"rules": queries.score_rules(request.actor)})


@screen
def score_rule(request: Request, rule_id: uuid.UUID | None = None) -> HttpResponse:
    rule = queries.one(request.actor, ScoreRule, rule_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        post = request.POST
        try:
            with transaction.atomic():
                commands.save_score_rule(
                    request.actor,
                    rule_id,
                    name=post.get("name", ""),
                    filter=conditions.read(request.actor, post),
                    points=_number(post.get("points"), "points") or 0,
                    half_life=_number(post.get("half_life"), "half_life"),
                    position=_number(post.get("position"), "position") or 0,
                    is_active=bool(post.get("is_active")),
                )
                _score_again(request)
            return redirect("lead-scoring")
        except Invalid as invalid:
            errors = invalid.errors
    return _rule(request, "leads/setup/score_rule.html", rule, errors, {})


def _score_again(request: Request) -> None:
    """Queued together with the change of the rules: neither is there without the other."""
    tasks.score_all.start(request.actor, _("Scores of leads"), link="/leads/?sort=-score", lock=tasks.LOCK)


# -- where they come in ----------------------------------------------------------------------------------------------
@screen
@require_safe
def forms(request: Request) -> HttpResponse:
    return render(
        request, "leads/setup/forms.html", {"forms": queries.forms(request.actor), "base": settings.BASE_URL}
    )


@screen
def form(request: Request, form_id: uuid.UUID | None = None) -> HttpResponse:
    found = queries.one(request.actor, LeadForm, form_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            saved = commands.save_form(request.actor, form_id, **_form_values(request.POST))
            return redirect("lead-form", saved.pk)
        except Invalid as invalid:
            errors = invalid.errors
    context = {
        "form": found, "is_new": form_id is None, "errors": errors, "posted": request.POST, "base": settings.BASE_URL,
        "lines": _lines(found, request.POST if errors else None), "people": queries.people(request.actor),
        "sources": [("", "–"), *widgets.choices(request.actor, registry.get("lead").field("source"))],
    }  # fmt: skip
    return render(request, "leads/setup/form.html", context, status=422 if errors else 200)


def _form_values(post: QueryDict) -> dict[str, Any]:
    lines = [
        (_number(post.get(f"{one.key}:position"), "fields") or 0, {"key": one.key, "label": post.get(f"{one.key}:label", ""), "required": post.get(f"{one.key}:required")})
        for one in reading.askable()
        if post.get(f"{one.key}:shown")
    ]  # fmt: skip
    texts = {
        key: post.get(key, "") for key in ("name", "slug", "intro", "consent", "thanks", "source", "campaign")
    }
    ordered = [line for _at, line in sorted(lines, key=lambda pair: pair[0])]
    return {
        **texts,
        "fields": ordered,
        "owner": _uuid(post.get("owner")),
        "is_active": bool(post.get("is_active")),
    }


def _lines(form: LeadForm, post: QueryDict | None) -> list[dict[str, Any]]:
    """Every field that can be asked for: whether it is, in which place, under which name."""
    chosen = {each["key"]: (at, each) for at, each in enumerate(form.fields, 1)}
    if post is not None:
        chosen = {each["key"]: (at, each) for at, each in enumerate(_form_values(post)["fields"], 1)}
    lines = [
        {"field": one, "shown": one.key in chosen, "position": chosen.get(one.key, (99, {}))[0],
         "label": chosen.get(one.key, (0, {}))[1].get("label") or "", "required": chosen.get(one.key, (0, {}))[1].get("required")}
        for one in reading.askable()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line["position"])


@screen
@require_POST
def delete(request: Request, kind: str, key: uuid.UUID) -> HttpResponse:
    if kind not in commands.KINDS:
        raise NotFound(kind)
    with transaction.atomic():
        commands.delete(request.actor, kind, key)
        if kind == "scoring":
            _score_again(request)
    return redirect({"assignment": "lead-assignment", "scoring": "lead-scoring", "forms": "lead-forms"}[kind])


def _number(text: str | None, key: str) -> int | None:
    """A whole number as a form sends it. Raises Invalid."""
    if text is None or not text.strip():
        return None
    bare = text.strip()
    if len(bare) > 9 or not bare.removeprefix("-").isascii() or not bare.removeprefix("-").isdigit():
        raise Invalid({key: [_("“%s” is not a whole number.") % bare[:20]]})
    return int(bare)


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
