"""What a call comes to: the timeline, what follows, once, and back again."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from clientela.domains.activities.models import Activity
from clientela.domains.leads.models import Lead
from clientela.domains.telesales import callbacks, calling, choices, entries, leases, lists, outcomes
from clientela.domains.telesales.models import Attempt
from clientela.domains.telesales.tests.conftest import Desk, Opened
from clientela.engine.access import gate
from clientela.engine.errors import Denied, Invalid, Refused
from clientela.engine.live import notices


def talks(here: Desk) -> list[Any]:
    rows = gate.unrestricted(Activity, reason="a test looks").filter(kind="call", deleted_at=None)
    return list(rows.order_by("pk"))


def called(here: Desk, outcome: str, **values: Any) -> Attempt:
    ann = here.actor("ann")
    entry = calling.next_call(ann, here.call_list.pk)
    return outcomes.note(ann, entry.pk, here.outcome(outcome).pk, **values)


def customer(here: Desk, made: Attempt) -> Any:
    return gate.unrestricted(Lead, reason="a test looks").get(pk__in=[made.entry.customer_id])


@pytest.mark.parametrize(
    ("outcome", "state", "minutes"),
    [
        ("Interested", choices.DONE, None),
        ("Not interested", choices.DONE, None),
        ("Wrong number", choices.DONE, None),
        ("No answer", choices.WAITING, 120),
        ("Busy", choices.WAITING, 15),
        ("Do not call again", choices.REFUSED, None),
    ],
)
def test_what_follows(opened: Opened, outcome: str, state: str, minutes: int | None) -> None:
    here = opened(callers=("ann",))
    made = called(here, outcome, text="Said much", answers=[{"step": "Greeting", "answer": "Yes"}])
    entry = here.entry(made.entry.name or "")
    assert (entry.state, entry.attempts, entry.assigned_to_id) == (state, 1, here.actor("ann").user_id)
    late = entry.due_at and round((entry.due_at - timezone.now()).total_seconds() / 60)
    assert late == minutes
    (talk,) = talks(here)
    assert talk.about_id == entry.customer_id and talk.body == "Said much\nGreeting: Yes"
    assert customer(here, made).do_not_contact is (outcome == "Do not call again")
    assert leases.holder(entry.pk) is None


def test_a_list_gives_up_after_so_many_attempts(opened: Opened) -> None:
    here = opened(leads=1, callers=("ann",), max_attempts=2)
    called(here, "No answer")
    entries.write(here.actor("ann"), here.entry("Lead 0"), due_at=None)
    called(here, "No answer")
    assert here.entry("Lead 0").state == choices.DONE


def test_a_call_back_comes_back_on_time_to_the_same_person(opened: Opened) -> None:
    here = opened(leads=1)
    entry = here.entry("Lead 0")
    who = "ann" if entry.assigned_to_id == here.actor("ann").user_id else "ben"
    actor = here.actor(who)
    entry = calling.next_call(actor, here.call_list.pk)
    at = timezone.now() + dt.timedelta(minutes=5)
    outcomes.note(actor, entry.pk, here.outcome("Call back").pk, call_back_at=at)
    assert calling.pick(actor, here.call_list.pk) is None
    entries.write(actor, here.entry("Lead 0"), due_at=timezone.now())
    callbacks.tell()
    callbacks.tell()
    assert [one.text for one in notices.recent(actor) if "Call back" in one.text] == [
        "Call back Lead 0 (Fair)"
    ]
    assert calling.pick(here.actor("ben" if who == "ann" else "ann"), here.call_list.pk) is None
    assert calling.next_call(actor, here.call_list.pk).name == "Lead 0"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (None, "When shall"),
        (dt.timedelta(minutes=-1), "has passed"),
        (dt.timedelta(days=3), "calls are made"),
    ],
)
def test_a_call_back_needs_a_moment_that_suits(opened: Opened, at: dt.timedelta | None, said: str) -> None:
    today = timezone.now().strftime("%a").lower()
    here = opened(
        callers=("ann",),
        hours=f"{today} 0-24; {(timezone.now() + dt.timedelta(1)).strftime('%a').lower()} 0-24",
    )
    with pytest.raises(Invalid, match=said):
        called(here, "Call back", call_back_at=timezone.now() + at if at else None)
    assert talks(here) == []


def test_it_is_noted_once(opened: Opened) -> None:
    here = opened(callers=("ann",))
    ann = here.actor("ann")
    entry = calling.next_call(ann, here.call_list.pk)
    once, outcome = ann.once("key"), here.outcome("No answer").pk
    assert outcomes.note(once, entry.pk, outcome).pk == outcomes.note(once, entry.pk, outcome).pk
    assert len(talks(here)) == 1
    with pytest.raises(Denied):
        outcomes.note(here.actor("ben"), entry.pk, outcome)


@pytest.mark.parametrize("outcome", ["Interested", "No answer", "Do not call again"])
def test_it_can_be_taken_back(opened: Opened, outcome: str) -> None:
    here = opened(callers=("ann",))
    before = {one.pk: [getattr(one, key) for key in entries.FIELDS] for one in entries.of(here.call_list)}
    made = called(here, outcome)
    entry = outcomes.take_back(here.actor("ann"), made.pk)
    outcomes.take_back(here.actor("ann"), made.pk)
    fresh = here.entry(entry.name or "")
    assert [getattr(fresh, key) for key in entries.FIELDS] == before[fresh.pk]
    assert talks(here) == [] and not customer(here, made).do_not_contact


def test_what_went_on_since_is_not_taken_back(opened: Opened) -> None:
    here = opened(leads=1, callers=("ann", "ben"))
    entry = here.entry("Lead 0")
    entries.write(here.actor("ann"), entry, assigned_to_id=here.actor("ann").user_id)
    made = called(here, "No answer")
    with pytest.raises(Denied):
        outcomes.take_back(here.actor("ben"), made.pk)
    entries.write(here.actor("ann"), here.entry("Lead 0"), due_at=None)
    with pytest.raises(Refused, match="no longer be undone"):
        outcomes.take_back(here.actor("ann"), made.pk)


def test_who_does_not_see_the_record_can_note_and_flag_all_the_same(opened: Opened) -> None:
    here = opened(leads=1, callers=("cat",))
    cat = here.actor("cat")
    entry = calling.next_call(cat, here.call_list.pk)
    made = outcomes.note(cat, entry.pk, here.outcome("Do not call again").pk)
    assert customer(here, made).do_not_contact
    assert [one.owner_id for one in talks(here)] == [cat.user_id]


def test_the_lead_hands_a_call_back_over(opened: Opened) -> None:
    here = opened(leads=1)
    ann, ben = here.actor("ann"), here.actor("ben")
    assert ann.user_id and ben.user_id
    entry = here.entry("Lead 0")
    entries.write(ann, entry, state=choices.CALLBACK, assigned_to_id=ben.user_id, due_at=timezone.now())
    with pytest.raises(Denied):
        lists.hand_over(ben, entry.pk, ben.user_id)
    with pytest.raises(Refused, match="Only who calls"):
        lists.hand_over(ann, entry.pk, here.world.users["cat"].pk)
    assert lists.hand_over(ann, entry.pk, ann.user_id).assigned_to_id == ann.user_id
    assert calling.next_call(ann, here.call_list.pk).pk == entry.pk
    assert isinstance(entry.pk, uuid.UUID)
