"""What administrators set up for leads: who gets them, what they are worth, where they come in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from anyascii import anyascii
from django.db import transaction
from django.utils.translation import gettext as _

from clientela.domains.leads import assignment
from clientela.domains.leads.capture import reading
from clientela.domains.leads.models import AssignmentRule, Lead, LeadForm, ScoreRule, Seat
from clientela.domains.leads.setup import conditions
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import Team, User
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid, NotFound
from clientela.engine.fields.base import BadValue
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

MOST_POINTS, MOST_DAYS, MOST_CAPACITY = 10_000, 3_650, 1_000


def _name(name: str) -> str:
    text = " ".join(name.replace("\0", "").split())
    if not text or len(text) > 200:
        raise Invalid({"name": [_("Please give it a name of at most 200 characters.")]})
    return text


@command("lead.save_assignment_rule")
def save_assignment_rule(
    actor: Actor,
    rule_id: uuid.UUID | None = None,
    *,
    name: str,
    filter: Mapping[str, Any],
    way: str,
    person: uuid.UUID | None = None,
    team: uuid.UUID | None = None,
    position: int = 0,
    is_active: bool = True,
) -> AssignmentRule:
    """Make or change a rule of who gets leads. Raises Denied, NotFound, Invalid."""
    gate.require_admin(actor)
    conditions.check(actor, filter)
    rule = (
        AssignmentRule.objects.select_for_update().filter(pk=rule_id).first() if rule_id else AssignmentRule()
    )
    if rule is None:
        raise NotFound(f"rule {rule_id}")
    rule.name, rule.filter, rule.position, rule.is_active = _name(name), dict(filter), position, is_active
    rule.way, rule.person_id, rule.team_id = _way(way, person, team)
    rule.save()
    return rule


def _way(
    way: str, person: uuid.UUID | None, team: uuid.UUID | None
) -> tuple[str, uuid.UUID | None, uuid.UUID | None]:
    if way not in assignment.WAYS:
        raise Invalid({"way": [_("Choose a person, a team or the territory.")]})
    if way == "person" and not (
        person and User.objects.filter(pk=person, deleted_at=None, is_active=True).exists()
    ):
        raise Invalid({"person": [_("Choose a colleague who may sign in.")]})
    rows = gate.unrestricted(Team, reason="an administrator knows all teams")
    if way == "team" and not (team and rows.filter(pk=team, deleted_at=None).exists()):
        raise Invalid({"team": [_("Choose a team.")]})
    return way, person if way == "person" else None, team if way == "team" else None


@command("lead.set_capacity")
def set_capacities(actor: Actor, rule_id: uuid.UUID, capacities: Mapping[uuid.UUID, int]) -> None:
    """How much each member of a rule's team takes beside the others; 0 for nothing at present.

    The turns begin anew, since what was given under other capacities compares with nothing.
    """
    gate.require_admin(actor)
    rule = AssignmentRule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise NotFound(f"rule {rule_id}")
    seats = assignment.settle_seats(rule)
    if any(not 0 <= number <= MOST_CAPACITY for number in capacities.values()):
        raise Invalid({"capacity": [_("A capacity is a number from 0 to %d.") % MOST_CAPACITY]})
    changed = [seat for seat in seats if capacities.get(seat.user_id, seat.capacity) != seat.capacity]
    for seat in seats if changed else ():
        seat.capacity, seat.given = capacities.get(seat.user_id, seat.capacity), 0
    Seat.objects.bulk_update(seats if changed else [], ["capacity", "given"])


@command("lead.save_score_rule")
def save_score_rule(
    actor: Actor,
    rule_id: uuid.UUID | None = None,
    *,
    name: str,
    filter: Mapping[str, Any],
    points: int,
    half_life: int | None = None,
    position: int = 0,
    is_active: bool = True,
) -> ScoreRule:
    """Make or change a rule of what leads are worth; who calls starts the job that brings all scores up to date."""
    gate.require_admin(actor)
    conditions.check(actor, filter)
    if not points or abs(points) > MOST_POINTS:
        raise Invalid({"points": [_("A number from -%(n)d to %(n)d, but not 0.") % {"n": MOST_POINTS}]})
    if half_life is not None and not 1 <= half_life <= MOST_DAYS:
        raise Invalid({"half_life": [_("A number of days from 1 to %d.") % MOST_DAYS]})
    rule = ScoreRule.objects.select_for_update().filter(pk=rule_id).first() if rule_id else ScoreRule()
    if rule is None:
        raise NotFound(f"rule {rule_id}")
    rule.name, rule.filter, rule.position, rule.is_active = _name(name), dict(filter), position, is_active
    rule.points, rule.half_life = points, half_life
    rule.save()
    return rule


@command("lead.save_form")
def save_form(actor: Actor, form_id: uuid.UUID | None = None, /, **given: Any) -> LeadForm:
    """Make or change a public form: name, slug, intro, fields, consent, thanks, source, campaign, owner, is_active."""
    gate.require_admin(actor)
    form = LeadForm.objects.select_for_update().filter(pk=form_id).first() if form_id else LeadForm()
    if form is None:
        raise NotFound(f"form {form_id}")
    form.name = _name(given["name"])
    form.slug = _slug(form, given.get("slug") or form.name)
    form.fields = _asked(given["fields"])
    for key in ("intro", "consent", "thanks"):
        setattr(form, key, str(given.get(key) or "").replace("\0", "").strip()[:5_000])
    form.source, form.campaign = (
        _source(given.get("source")),
        (given.get("campaign") or "").strip()[:200] or None,
    )
    form.owner_id = _owner(given.get("owner"))
    form.is_active = bool(given.get("is_active", True))
    form.save()
    return form


def _slug(form: LeadForm, text: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(text).casefold()).strip("-")[:80]
    if not slug:
        raise Invalid({"slug": [_("Give it an address of letters and digits.")]})
    if LeadForm.objects.filter(slug=slug).exclude(pk=form.pk).exists():
        raise Invalid({"slug": [_("“%s” is the address of another form.") % slug]})
    return slug


def _asked(fields: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    known = {one.key for one in reading.askable()}
    found = [
        {"key": each["key"], "label": (each.get("label") or "").strip()[:200] or None, "required": bool(each.get("required"))}
        for each in fields
        if each["key"] in known
    ]  # fmt: skip
    if not {each["key"] for each in found} & {
        "name",
        "family_name",
        "company_name",
        "email",
        "phone",
        "mobile",
    }:
        raise Invalid({"fields": [_("Ask at least for a name, an e-mail address or a telephone number.")]})
    return found


def _source(text: str | None) -> str | None:
    try:
        found: str | None = registry.get("lead").field("source").clean(text)
        return found
    except BadValue as bad:
        raise Invalid({"source": [str(bad)]}) from None


def _owner(key: uuid.UUID | None) -> uuid.UUID | None:
    if key and not User.objects.filter(pk=key, deleted_at=None, is_active=True).exists():
        raise Invalid({"owner": [_("Choose a colleague who may sign in.")]})
    return key


KINDS: dict[str, Any] = {"assignment": AssignmentRule, "scoring": ScoreRule, "forms": LeadForm}


@command("lead.delete_rule")
def delete(actor: Actor, kind: str, key: uuid.UUID) -> None:
    """Remove a rule or a form; leads keep what came of it."""
    gate.require_admin(actor)
    gone, _what = KINDS[kind].objects.filter(pk=key).delete()
    if not gone:
        raise NotFound(f"{kind} {key}")


def trial(actor: Actor, values: Mapping[str, Any]) -> Lead:
    """Who would get a lead with these values, and what it would score: it arrives, is looked at, and is gone."""
    gate.require_admin(actor)
    with transaction.atomic():
        found = records.create(Actor(user=None, source="form"), "lead", values)
        found.refresh_from_db()
        transaction.set_rollback(True)
    assert isinstance(found, Lead)
    return found
