"""What a conversion would do: whom we know already, which value goes where, and what has no place."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.leads.models import Checklist, Lead
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Context, Field
from clientela.engine.screens.duplicates import Likeness, like_values

NEW, NONE = "new", "none"
KINDS = ("company", "person", "deal")

# Target field → the lead's field. What a company takes goes to the person where there is none.
PLACES: Mapping[str, Mapping[str, str]] = {
    "company": {key: key for key in ("website", "address", "industry", "employees", "revenue", "source")} | {"name": "company_name"},
    "person": {key: key for key in ("name", "given_name", "family_name", "salutation", "job_title", "email", "phone", "mobile", "tags", "source", "do_not_contact")},
    "deal": {key: key for key in ("amount", "source", "description")},
}  # fmt: skip
WITHOUT_COMPANY = {"address": "address", "website": "website"}
WITHOUT_PERSON = {"email": "email", "phone": "phone", "tags": "tags", "do_not_contact": "do_not_contact"}
# What is about the lead itself needs no place elsewhere.
OWN = frozenset(
    "status score score_because assigned_by checklist disqualified_because recycle_on arrived_at converted_at company "
    "person deal owner branch created_at created_by updated_at updated_by".split()
)


@dataclass(frozen=True)
class Choices:
    """Which records it becomes: NEW, NONE or an id each; None takes what is suggested. `given` is what the deal gets."""

    company: str | uuid.UUID | None = None
    person: str | uuid.UUID | None = None
    deal: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One value on its way: from the lead's field to the target's."""

    source: Field
    target: Field
    value: Any

    @property
    def text(self) -> str:
        return self.source.display(self.value)


@dataclass(frozen=True)
class Part:
    """One of the records a lead becomes. `record` is the one that is there already; `steps` what it gets."""

    entity: Entity
    choice: str | uuid.UUID
    matches: tuple[Likeness, ...] = ()
    record: Any = None
    steps: tuple[Step, ...] = ()
    may_fill: bool = True

    @property
    def values(self) -> dict[str, Any]:
        return {step.target.key: step.value for step in self.steps}


@dataclass(frozen=True)
class Plan:
    lead: Lead
    parts: dict[str, Part]
    left: tuple[Field, ...]
    given: Mapping[str, Any]

    @property
    def is_empty(self) -> bool:
        return all(part.choice == NONE for part in self.parts.values())


def plan(actor: Actor, lead: Lead, choices: Choices) -> Plan:
    """Work it out; nothing is written. Raises NotFound for a chosen record that is not there."""
    parts = {key: _part(actor, lead, key, getattr(choices, key)) for key in KINDS}
    steps = {key: _steps(lead, parts, key) for key in KINDS}
    parts = {key: replace(part, steps=_fitting(part, steps[key])) for key, part in parts.items()}
    return Plan(lead, parts, _left(lead, parts), {**_suggested(actor, lead, parts), **choices.given})


# -- whom we know ----------------------------------------------------------------------------------------------------
def _part(actor: Actor, lead: Lead, key: str, choice: Any) -> Part:
    entity = registry.get(key)
    if key == "deal":
        return Part(entity, choice or NEW)
    matches = tuple(known(actor, lead, key))
    if choice is None:
        choice = _suggestion(actor, lead, key, matches)
    if choice in (NEW, NONE):
        return Part(entity, choice, matches)
    record = gate.get(actor, entity.model, choice, lock=False)
    return Part(entity, record.pk, matches, record, may_fill=gate.can(actor, record, "change"))


def known(actor: Actor, lead: Lead, key: str, *, but: tuple[str, ...] = ()) -> list[Likeness]:
    """People or companies that this lead may be."""
    entity, same = registry.get(key), dict(registry.get("lead").same_as)[key]
    own = registry.get("lead")
    values = {theirs: own.field(ours).load(lead) for theirs, ours in same.items() if theirs not in but}
    values = {theirs: value for theirs, value in values.items() if value is not None}
    if not values or not gate.can(actor, entity.model, "view"):
        return []
    return like_values(actor, entity, values)


def _suggestion(actor: Actor, lead: Lead, key: str, matches: tuple[Likeness, ...]) -> str | uuid.UUID:
    """A person of the same name alone is not the same person; a company of the same name is."""
    if key == "company" and not lead.company_name:
        return NONE
    certain = known(actor, lead, key, but=("name",)) if key == "person" else matches
    best = next((one for one in certain if one.score >= 90), None)
    return best.record.pk if best is not None else NEW


# -- which value goes where ------------------------------------------------------------------------------------------
def _steps(lead: Lead, parts: Mapping[str, Part], key: str) -> list[Step]:
    if parts[key].choice == NONE:
        return []
    own, entity = registry.get("lead"), parts[key].entity
    found = []
    for target, source in _places(parts, key).items():
        value = own.field(source).load(lead)
        if value not in (None, "", [], False) and entity.has(target):
            found.append(Step(own.field(source), entity.field(target), value))
    for one in own.fields:
        # What an administrator added here and there under one key, and what a domain did.
        same = one.custom or one.key == "campaign"
        if same and entity.has(one.key) and one.load(lead) is not None:
            found.append(Step(one, entity.field(one.key), one.load(lead)))
    return found


def _places(parts: Mapping[str, Part], key: str) -> dict[str, str]:
    places = dict(PLACES[key])
    if key == "person" and parts["company"].choice == NONE:
        places |= WITHOUT_COMPANY
    if key == "company" and parts["person"].choice == NONE:
        places |= WITHOUT_PERSON
    if parts["deal"].choice == NONE and key == ("company" if parts["person"].choice == NONE else "person"):
        places["description"] = "description"
    return places


def _fitting(part: Part, steps: list[Step]) -> tuple[Step, ...]:
    """What the target can hold; of a record that is there already only what it lacks."""
    found = []
    for step in steps:
        value = _readable(step)
        free = part.record is None or step.target.load(part.record) in (None, "", [], False)
        if value is not None and free and part.may_fill:
            found.append(Step(step.source, step.target, value))
    return tuple(found)


def _readable(step: Step) -> Any:
    try:
        return step.target.clean(step.source.to_json(step.value), Context(strict=True))
    except (BadValue, TypeError, ValueError):
        return None


def _left(lead: Lead, parts: Mapping[str, Part]) -> tuple[Field, ...]:
    """Fields with a value that goes nowhere: they stay with the lead."""
    gone = {step.source.key for part in parts.values() for step in part.steps}
    gone |= {one for part in parts.values() if part.record is not None for one in _there(lead, part)}
    gone |= {"interest"} if parts["deal"].choice != NONE else set()
    fields = registry.get("lead").fields
    return tuple(
        one for one in fields if one.key not in OWN | gone and one.load(lead) not in (None, "", [], False)
    )


def _there(lead: Lead, part: Part) -> list[str]:
    """Values that the record that is there holds already."""
    own = registry.get("lead")
    same = PLACES[part.entity.key].items()
    return [
        source
        for target, source in same
        if part.entity.has(target)
        and part.entity.field(target).load(part.record) == own.field(source).load(lead)
    ]


def _suggested(actor: Actor, lead: Lead, parts: Mapping[str, Part]) -> dict[str, Any]:
    """What the deal is called and where it begins."""
    if parts["deal"].choice == NONE:
        return {}
    whom = lead.company_name or lead.name
    name = _("%(what)s for %(whom)s") % {"what": lead.interest, "whom": whom} if lead.interest else whom
    given: dict[str, Any] = {"name": str(name)[:500]}
    rows = gate.visible(actor, Checklist)
    checklist = rows.filter(pk=lead.checklist_id).first() if lead.checklist_id else None
    if checklist is not None and checklist.pipeline_id:
        given["pipeline"] = checklist.pipeline_id
    return given
