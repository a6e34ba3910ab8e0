"""A lead becomes a company, a person and a deal in one command, and the command can be taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.leads import checklists, handing, planning, tracing
from clientela.domains.leads.models import Conversion, Lead
from clientela.domains.leads.planning import NEW, NONE, Choices, Part, Plan
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import Invalid, Refused
from clientela.engine.records import commands as records
from clientela.engine.records import saving
from clientela.engine.records.checks import check
from clientela.engine.records.command import command
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import Record

Ids = dict[str, uuid.UUID | None]


@command("lead.convert")
def convert(actor: Actor, lead_id: uuid.UUID, choices: Choices = Choices()) -> Lead:  # noqa: B008  # frozen
    """Make a lead what the choices say. Raises NotFound, Denied, Refused (converted already, not ready), Invalid."""
    lead = gate.get(actor, Lead, lead_id, to="change", lock=True)
    _refuse_unready(lead)
    found = planning.plan(actor, lead, choices)
    if found.is_empty:
        raise Refused(_("Choose what the lead becomes: a company, a person or a deal."))
    place = tracing.here()
    filled: dict[str, Any] = {}
    became: Ids = {"company": _settle(actor, found, "company", {}, filled)}
    became["person"] = _settle(actor, found, "person", became, filled)
    became["deal"] = _settle(actor, found, "deal", became, filled)
    kind, target = _heir(became)
    moved = handing.hand_over(lead.pk, kind, target, became)
    before = _close(actor, lead, became)
    made = tracing.made_since(place)
    _write_down(actor, found, became, made, filled, moved, before)
    return gate.get(actor, Lead, lead_id)


def _refuse_unready(lead: Lead) -> None:
    if lead.status == "converted":
        raise Refused(_("“%s” has been converted already; its page shows what it became.") % lead.name)
    if lead.status == "disqualified":
        raise Refused(_("“%s” is disqualified; take it back first.") % lead.name)
    missing = checklists.missing([(lead.pk, lead.checklist_id)])[lead.pk]
    if missing:
        raise Refused(_("Find out first: %s.") % ", ".join(missing))


def _settle(actor: Actor, found: Plan, key: str, became: Ids, filled: dict[str, Any]) -> uuid.UUID | None:
    """The record that this part of the lead becomes: made, or found and completed."""
    part = found.parts[key]
    if part.choice == NONE:
        return None
    values = {**part.values, **{link: pk for link, pk in became.items() if pk}}
    if part.record is not None:
        filled[key] = _fill(actor, part, became)
        pk: uuid.UUID = part.record.pk
        return pk
    if key == "deal":
        values |= {name: value for name, value in found.given.items() if value is not None}
    values.setdefault(part.entity.title, found.lead.name)
    return _make(actor, key, {**values, "owner": found.lead.owner_id or actor.user_id})


def _make(actor: Actor, key: str, values: dict[str, Any]) -> uuid.UUID:
    """Errors are told apart by the kind of record: “deal.amount”."""
    try:
        return records.create(actor, key, values).pk
    except Invalid as invalid:
        raise Invalid({f"{key}.{one}": told for one, told in invalid.errors.items()}) from None


def _fill(actor: Actor, part: Part, became: Ids) -> dict[str, Any]:
    """Give a record that is there what it lacks: its fields before and after."""
    values = dict(part.values)
    company = became.get("company")
    if part.entity.key == "person" and company and part.record.company_id is None and part.may_fill:
        values["company"] = company
    if not values:
        return {"before": {}, "after": {}}
    before = {key: part.entity.field(key).to_json(part.entity.field(key).load(part.record)) for key in values}
    changed = records.update(actor, part.entity.key, part.record.pk, values)
    after = {key: part.entity.field(key).to_json(part.entity.field(key).load(changed)) for key in values}
    return {"before": before, "after": after}


def _heir(became: Ids) -> tuple[str, uuid.UUID]:
    """What the lead's story goes along to: the deal, else the person, else the company."""
    return next((key, pk) for key in ("deal", "person", "company") if (pk := became[key]))


def _close(actor: Actor, lead: Lead, became: Ids) -> dict[str, Any]:
    """The lead names what it became; gives its fields as they were. The plain way refuses this status on purpose."""
    entity = registry.get("lead")
    draft = Draft(entity, lead.pk, lead, {"status": "converted", "converted_at": timezone.now(), **became})
    draft.drop_unchanged()
    check(actor, [draft])
    if draft.errors:
        raise Invalid(draft.errors)
    before = {key: entity.field(key).to_json(draft.was(key)) for key in draft.values}
    saving.update(actor, [draft])
    return before


def _write_down(
    actor: Actor,
    found: Plan,
    became: Ids,
    made: Sequence[tracing.Row],
    filled: dict[str, Any],
    moved: list[dict[str, Any]],
    before: dict[str, Any],
) -> None:
    seen = tracing.versions(made)
    Conversion.objects.create(
        lead=found.lead,
        became={key: str(pk) for key, pk in became.items() if pk},
        made=[[key, str(pk)] for key, pk in made],
        versions={str(pk): version for pk, (version, _alive) in seen.items()},
        filled=filled,
        moved=moved,
        lead_before=before,
        left=[str(one.label) for one in found.left],
        by_id=actor.user_id,
    )


# -- taking it back --------------------------------------------------------------------------------------------------
@command("lead.unconvert")
def unconvert(actor: Actor, lead_id: uuid.UUID) -> Lead:
    """Take a conversion back. What was changed or used since stays; the conversion's `kept` says what and why."""
    lead = gate.get(actor, Lead, lead_id, to="change", lock=True)
    done = Conversion.objects.select_for_update().filter(lead=lead, undone_at=None).first()
    if done is None:
        raise Refused(_("“%s” has not been converted here, or that has been taken back.") % lead.name)
    became: Ids = {key: uuid.UUID(pk) for key, pk in done.became.items()}
    kind, target = _heir({"company": None, "person": None, "deal": None, **became})
    kept = _give_back(actor, registry.get("lead"), lead, done.lead_before, None)
    stayed = handing.take_back(lead.pk, kind, target, done.moved, became)
    kept += [_told("activity", None, ngettext_rows(stayed))] if stayed else []
    for key, change in done.filled.items():
        kept += _take_out(actor, key, became[key], change)
    kept += _take_away(actor, [(key, uuid.UUID(pk)) for key, pk in done.made], done.versions)
    done.undone_at = timezone.now()
    done.kept = kept
    done.save(update_fields=["undone_at", "kept"])
    return gate.get(actor, Lead, lead_id)


def ngettext_rows(number: int) -> str:
    return _("%d entries of the story lead elsewhere by now and stay there.") % number


def _told(key: str, pk: uuid.UUID | None, why: str, title: str = "") -> dict[str, Any]:
    return {"entity": key, "id": str(pk) if pk else None, "title": title, "why": why}


def _give_back(
    actor: Actor, kind: Entity, record: Record, before: dict[str, Any], after: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """Put fields back that are still as the conversion left them (`after` None: whatever they are); says which are not."""
    draft, kept = Draft(kind, record.pk, record), []
    for key, stored in before.items():
        if not kind.has(key):
            continue
        field = kind.field(key)
        if after is not None and field.to_json(field.load(record)) != after.get(key):
            kept.append(
                _told(
                    kind.key,
                    record.pk,
                    _("“%s” was changed since and stays.") % field.label,
                    kind.title_of(record),
                )
            )
        else:
            draft.set(key, None if stored is None else field.from_json(stored))
    draft.drop_unchanged()
    saving.update(actor, [draft] if draft.values else [])
    return kept


def _take_out(actor: Actor, key: str, pk: uuid.UUID | None, change: dict[str, Any]) -> list[dict[str, Any]]:
    """Empty again what the conversion filled in a record that was there before."""
    kind = registry.get(key)
    rows = gate.unrestricted(kind.model, reason="who converts back may put back what converting filled in")
    record = rows.filter(pk=pk).select_for_update(of=("self",)).first() if pk else None
    if record is None or not change["before"]:
        return []
    return _give_back(actor, kind, record, change["before"], change["after"])


def _take_away(actor: Actor, made: list[tracing.Row], versions: dict[str, int]) -> list[dict[str, Any]]:
    """Into the recycle bin with what the conversion made, unless somebody has worked on it or uses it since."""
    seen = tracing.versions(made)
    why = {
        row: _("It was changed since and stays.")
        for row in made
        if seen.get(row[1], (0, True)) != (versions.get(str(row[1])), True)
    }
    going = [row for row in made if row not in why]
    while used := [row for row in going if _is_used(row, set(going))]:
        why |= dict.fromkeys(used, _("Other records use it by now, so it stays."))
        going = [row for row in going if row not in why]
    for key in {key for key, _pk in going}:
        _bin(actor, key, [pk for one, pk in going if one == key])
    alive = [row for row in why if seen.get(row[1], (0, False))[1]]
    return [_told(key, pk, why[key, pk], _title(key, pk)) for key, pk in alive]


def _is_used(row: tracing.Row, going: set[tracing.Row]) -> bool:
    return any(user not in going and user != row for user in tracing.users_of(row))


def _title(key: str, pk: uuid.UUID) -> str:
    kind = registry.get(key)
    record = gate.unrestricted(kind.model, reason="the actor's own conversion made it").filter(pk=pk).first()
    return kind.title_of(record) if record is not None else ""


def _bin(actor: Actor, key: str, ids: Sequence[uuid.UUID]) -> None:
    table = registry.get(key).model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET deleted_at = now(), updated_at = now(), updated_by_id = %s, version = version + 1 '  # noqa: S608  # names of ours
            "WHERE id = ANY(%s) AND deleted_at IS NULL",
            [actor.user_id, list(ids)],
        )


__all__ = ["NEW", "NONE", "Choices", "convert", "unconvert"]
