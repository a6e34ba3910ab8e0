"""What a call came to: one command notes it, decides what follows, and can be taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.telesales import calling, choices, customers, entries, hours, leases
from clientela.domains.telesales.models import Attempt, CallEntry, CallList, CallOutcome
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.entities import registry
from clientela.engine.errors import Denied, Invalid, NotFound, Refused
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

# A call is taken back within this time.
FRESH = dt.timedelta(minutes=15)
LONGEST, MOST_ANSWERS = 20_000, 200
SPACE = 0x7E1F


def current(actor: Actor) -> list[CallOutcome]:
    """Those there are, in the order of their keys."""
    return list(gate.visible(actor, CallOutcome).order_by("position", "pk")[:9])


def have_some(actor: Actor) -> None:
    """The usual outcomes, in the actor's language, where there never were any. Inside of a command."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [SPACE])
    if gate.unrestricted(CallOutcome, reason="also those in the bin were somebody's choice").exists():
        return
    rows = [
        {
            "name": str(name),
            "position": at,
            "follows": follows,
            "talk": talk,
            "is_success": good,
            "pause": pause,
        }
        for at, (name, follows, talk, good, pause) in enumerate(choices.OUTCOMES, 1)
    ]
    for outcome in records.create_many(SYSTEM, "calloutcome", rows):
        outcome.unwrap()


@command("call.outcome")
def note(
    actor: Actor,
    entry_id: uuid.UUID,
    outcome_id: uuid.UUID,
    *,
    text: str = "",
    answers: Sequence[Mapping[str, Any]] = (),
    call_back_at: dt.datetime | None = None,
) -> Attempt:
    """Write down what a call came to. Raises NotFound, Denied, Refused, Invalid."""
    gate.require(actor, CallEntry, to="view")
    entry, call_list = calling.locked(actor, entry_id)
    outcome = gate.get(actor, CallOutcome, outcome_id)
    _require_mine(actor, entry)
    before = {key: _plain(getattr(entry, key)) for key in entries.FIELDS}
    follows = _follows(actor, call_list, entry, outcome, call_back_at)
    said = _said(answers)
    flagged = outcome.follows == choices.STOP and _flag(actor, entry)
    activity = _log(actor, call_list, entry, outcome, text, said)
    entries.write(
        actor,
        entry,
        attempts=entry.attempts + 1,
        last_outcome_id=outcome.pk,
        last_call_at=timezone.now(),
        told_at=None,
        **follows,
    )
    leases.release(actor, entry.pk)
    return Attempt.objects.create(
        call_list=call_list, entry=entry, user=actor.user, outcome=outcome, activity=activity,
        note=text[:LONGEST] or None, answers=said, before=before | {"version": entry.version}, flagged=flagged,
    )  # fmt: skip


def _require_mine(actor: Actor, entry: CallEntry) -> None:
    """Whoever has it before them; or nobody, when the screen was asleep for a while."""
    if entry.state not in choices.LIVING:
        raise Refused(_("What came of %s has been noted already.") % entry.name)
    who = leases.holder(entry.pk)
    if who not in (None, actor.user_id) or (
        who is None and entry.assigned_to_id not in (None, actor.user_id)
    ):
        raise Refused(_("A colleague is calling %s.") % entry.name)


def _follows(
    actor: Actor, call_list: CallList, entry: CallEntry, outcome: CallOutcome, at: dt.datetime | None
) -> dict[str, Any]:
    """The entry's new state."""
    mine: dict[str, Any] = {"assigned_to_id": actor.user_id, "why": None}
    if outcome.follows == choices.AGREED:
        return mine | {"state": choices.CALLBACK, "due_at": _agreed(call_list, entry, at)}
    if outcome.follows == choices.STOP:
        return mine | {"state": choices.REFUSED, "due_at": None, "why": outcome.name}
    if outcome.follows == choices.RETRY and entry.attempts + 1 < call_list.max_attempts:
        minutes = outcome.pause if outcome.pause is not None else call_list.pause
        due = timezone.now() + dt.timedelta(minutes=int(minutes))
        return mine | {"state": choices.WAITING, "due_at": due}
    tired = _("called as often as the list allows") if outcome.follows == choices.RETRY else None
    return mine | {"state": choices.DONE, "due_at": None, "why": tired}


def _agreed(call_list: CallList, entry: CallEntry, at: dt.datetime | None) -> dt.datetime:
    if at is None:
        raise Invalid({"call_back_at": [_("When shall the customer be called back?")]})
    if at <= timezone.now():
        raise Invalid({"call_back_at": [_("That moment has passed.")]})
    places = hours.zones(entry.zone, call_list.timezone or "UTC")
    text = call_list.hours or hours.USUAL
    if not hours.is_open(text, places, at):
        there = at.astimezone(places[0]).strftime("%H:%M")
        raise Invalid(
            {
                "call_back_at": [
                    _("It is %(time)s there then, and calls are made %(hours)s.")
                    % {"time": there, "hours": text}
                ]
            }
        )
    return at


def first_moment(call_list: CallList, entry: CallEntry, after: dt.datetime) -> dt.datetime | None:
    """The first moment from `after` on at which the customer may be called back."""
    places = hours.zones(entry.zone, call_list.timezone or "UTC")
    return hours.next_opening(call_list.hours or hours.USUAL, places, after)


def _said(answers: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    pairs = [one for one in answers if isinstance(one, Mapping)][:MOST_ANSWERS]
    return [
        {key: " ".join(str(one.get(key) or "").split())[:200] for key in ("step", "answer")} for one in pairs
    ]


def _log(
    actor: Actor,
    call_list: CallList,
    entry: CallEntry,
    outcome: CallOutcome,
    text: str,
    said: list[dict[str, str]],
) -> Any:
    """The call on the customer's timeline, with what was answered."""
    lines = [f"{one['step']}: {one['answer']}" for one in said if one["answer"]]
    body = "\n".join([*([text.strip()[:LONGEST]] if text.strip() else []), *lines])
    values = {
        "kind": "call",
        "subject": f"{outcome.name} · {call_list.name}",
        "body": body or None,
        "about": Target(entry.customer_entity or "", entry.customer_id) if entry.customer_id else None,
        "direction": "out",
        "outcome": outcome.talk,
        "owner": actor.user_id,
    }
    seen = gate.visible(actor, customers.MODELS[entry.customer_entity or "lead"]).filter(
        pk__in=[entry.customer_id]
    )
    # Who calls for a colleague may not see the record, and yet what they heard belongs on it.
    return records.create(actor if seen.exists() else SYSTEM, "activity", values)


def _flag(actor: Actor, entry: CallEntry) -> bool:
    """ "Never call again" holds whosever record it is: what a customer asks for needs nobody's permission."""
    assert entry.customer_entity and entry.customer_id
    found = gate.unrestricted(
        registry.get(entry.customer_entity).model, reason="the customer has asked for it"
    )
    record: Any = found.filter(pk=entry.customer_id, deleted_at=None).first()
    if record is None or record.do_not_contact:
        return False
    records.update(SYSTEM, entry.customer_entity, entry.customer_id, {"do_not_contact": True})
    return True


@command("call.outcome.undo")
def take_back(actor: Actor, attempt_id: uuid.UUID) -> CallEntry:
    """As if the call had not been noted. Raises NotFound, Denied, Refused when something came of it since."""
    gate.require(actor, CallEntry, to="view")
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id).first()
    if attempt is None:
        raise NotFound(f"call {attempt_id}")
    entry, _call_list = calling.locked(actor, attempt.entry_id)
    if attempt.user_id != actor.user_id:
        raise Denied("somebody else's call")
    if attempt.undone_at is not None:
        return entry
    if entry.version != attempt.before["version"] or timezone.now() - attempt.at > FRESH:
        raise Refused(_("This can no longer be undone."))
    _restore(actor, entry, attempt)
    attempt.undone_at = timezone.now()
    attempt.save(update_fields=["undone_at"])
    return entry


def _restore(actor: Actor, entry: CallEntry, attempt: Attempt) -> None:
    values = {key: _column(key).to_python(attempt.before[key]) for key in entries.FIELDS if key[-3:] != "_id"}
    links = {
        key: uuid.UUID(found) if (found := attempt.before[key]) else None
        for key in entries.FIELDS
        if key[-3:] == "_id"
    }
    entries.write(actor, entry, **values, **links)
    if attempt.activity_id is not None:
        records.delete_many(SYSTEM, "activity", [(attempt.activity_id, None)])
    if (
        attempt.flagged
        and entry.customer_entity
        and customers.one(entry.customer_entity, entry.customer_id or uuid.UUID(int=0))
    ):
        records.update(
            SYSTEM, entry.customer_entity, entry.customer_id or uuid.UUID(int=0), {"do_not_contact": False}
        )


def _column(key: str) -> models.Field[Any, Any]:
    found = CallEntry._meta.get_field(key)
    assert isinstance(found, models.Field)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (uuid.UUID, Decimal)):
        return str(value)
    return value.isoformat() if isinstance(value, dt.datetime) else value
