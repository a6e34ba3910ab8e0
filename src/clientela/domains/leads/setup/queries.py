"""What the settings pages of leads show; for administrators."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from clientela.domains.leads.models import AssignmentRule, LeadForm, ScoreRule, Seat
from clientela.domains.leads.setup import conditions
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import Team, User
from clientela.engine.errors import NotFound


@dataclass(frozen=True)
class Shown:
    """A rule with its filter in words."""

    rule: Any
    sentence: str


def assignment_rules(actor: Actor) -> list[Shown]:
    gate.require_admin(actor)
    rules = AssignmentRule.objects.select_related("person")
    teams = {team.pk: team for team in gate.visible(actor, Team)}
    shown = []
    for rule in rules:
        if rule.team_id in teams:
            rule.team = teams[rule.team_id]
        shown.append(Shown(rule, conditions.sentence(actor, rule.filter)))
    return shown


def score_rules(actor: Actor) -> list[Shown]:
    gate.require_admin(actor)
    return [Shown(rule, conditions.sentence(actor, rule.filter)) for rule in ScoreRule.objects.all()]


def forms(actor: Actor) -> list[LeadForm]:
    gate.require_admin(actor)
    return list(LeadForm.objects.annotate(count=Count("leads")).order_by("name"))


def one(actor: Actor, model: Any, key: uuid.UUID | None) -> Any:
    """The rule or form of that id, or a new one."""
    gate.require_admin(actor)
    if key is None:
        return model()
    found = model.objects.filter(pk=key).first()
    if found is None:
        raise NotFound(f"{model.__name__} {key}")
    return found


def seats(actor: Actor, rule: AssignmentRule) -> list[tuple[User, Seat | None]]:
    """Members of the rule's team with their seats."""
    gate.require_admin(actor)
    if rule.team_id is None:
        return []
    known = {seat.user_id: seat for seat in rule.seats.all()} if rule.pk else {}
    members = User.objects.filter(team=rule.team_id, is_active=True, deleted_at=None).order_by("name")
    return [(user, known.get(user.pk)) for user in members]


def people(actor: Actor) -> list[tuple[str, str]]:
    rows = gate.visible(actor, User).filter(is_active=True).order_by("name").values_list("pk", "name")
    return [("", "–"), *((str(key), name) for key, name in rows)]


def teams(actor: Actor) -> list[tuple[str, str]]:
    rows = gate.visible(actor, Team).order_by("name").values_list("pk", "name")
    return [("", "–"), *((str(key), name) for key, name in rows)]
