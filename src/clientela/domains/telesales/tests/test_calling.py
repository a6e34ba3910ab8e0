"""Who is called next, and why nobody is; all of it asked at the moment of the call."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from clientela.domains.telesales import calling, choices, dialling, entries, leases
from clientela.domains.telesales.models import CallEntry, Lease
from clientela.domains.telesales.tests.conftest import Opened, desk
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Denied, NotFound, Refused
from clientela.engine.records import commands
from tests.world import World

LATER = dt.timedelta(hours=1)


def test_each_caller_gets_their_own_and_goes_on_having_it(opened: Opened) -> None:
    here = opened()
    ann, ben = here.actor("ann"), here.actor("ben")
    first, other = calling.next_call(ann, here.call_list.pk), calling.next_call(ben, here.call_list.pk)
    assert (first.assigned_to_id, other.assigned_to_id) == (ann.user_id, ben.user_id)
    assert calling.next_call(ann, here.call_list.pk).pk == first.pk
    assert leases.holder(first.pk) == ann.user_id


def test_my_call_back_that_is_due_comes_before_what_is_new_and_nobody_elses_comes_at_all(
    opened: Opened,
) -> None:
    here = opened()
    ann, ben = here.actor("ann"), here.actor("ben")
    mine = [one for one in entries.living(here.call_list) if one.assigned_to_id == ann.user_id]
    past = timezone.now() - LATER
    entries.write(ann, mine[-1], state=choices.CALLBACK, due_at=past)
    theirs = next(one for one in entries.living(here.call_list) if one.assigned_to_id == ben.user_id)
    entries.write(ann, theirs, state=choices.CALLBACK, due_at=past - LATER)
    assert calling.next_call(ann, here.call_list.pk).pk == mine[-1].pk


def test_those_of_nobody_come_last(opened: Opened) -> None:
    here = opened(leads=2, callers=("ann",))
    ann = here.actor("ann")
    entries.write(ann, here.entry("Lead 0"), assigned_to_id=None)
    assert calling.next_call(ann, here.call_list.pk).name == "Lead 1"
    calling.release(ann, here.entry("Lead 1").pk)
    entries.write(ann, here.entry("Lead 1"), due_at=timezone.now() + LATER)
    assert calling.next_call(ann, here.call_list.pk).name == "Lead 0"


@pytest.mark.parametrize(
    "change",
    [
        {"do_not_contact": True},
        {"status": "disqualified", "disqualified_because": "no-need"},
        {"phone": None},
    ],
)
def test_who_must_not_be_called_any_more_is_put_aside_at_that_moment(
    opened: Opened, change: dict[str, object]
) -> None:
    here = opened(leads=2, callers=("ann",))
    entry = here.entry("Lead 0")
    assert entry.customer_id
    commands.update(here.actor("ann"), "lead", entry.customer_id, change)
    assert calling.next_call(here.actor("ann"), here.call_list.pk).name == "Lead 1"
    aside = here.entry("Lead 0")
    assert aside.state == choices.REFUSED and aside.why


def test_one_who_is_deleted_is_put_aside(opened: Opened) -> None:
    here = opened(leads=1, callers=("ann",))
    customer = here.entry("Lead 0").customer_id
    assert customer
    commands.delete(here.actor("ann"), "lead", customer)
    assert calling.pick(here.actor("ann"), here.call_list.pk) is None
    assert here.entry("Lead 0").state == choices.REFUSED


def test_outside_the_hours_nobody_is_called_and_it_is_said_when(opened: Opened) -> None:
    here = opened()
    tomorrow = (timezone.localtime() + dt.timedelta(days=1)).strftime("%a").lower()
    here.change(hours=f"{tomorrow} 9:00-17:00")
    with pytest.raises(Refused, match=r"not a time to call.*next one"):
        calling.next_call(here.actor("ann"), here.call_list.pk)


def test_dialling_asks_again(opened: Opened) -> None:
    here = opened(callers=("ann",))
    ann = here.actor("ann")
    entry = calling.next_call(ann, here.call_list.pk)
    assert calling.dial(ann, entry.pk).href == f"tel:{entry.phones[0]}"
    assert entry.customer_id
    commands.update(ann, "lead", entry.customer_id, {"do_not_contact": True})
    with pytest.raises(Refused, match="do not contact"):
        calling.dial(ann, entry.pk)
    commands.update(ann, "lead", entry.customer_id, {"do_not_contact": False})
    tomorrow = (timezone.localtime() + dt.timedelta(days=2)).strftime("%a").lower()
    here.change(hours=f"{tomorrow} 9:00-17:00")
    with pytest.raises(Refused, match="nobody is called at this time"):
        calling.dial(ann, entry.pk)
    with pytest.raises(Refused, match="no such number"):
        here.change(hours="mon-sun 0-24")
        calling.dial(ann, entry.pk, 3)


def test_a_dialler_takes_the_place_of_the_telephone(opened: Opened) -> None:
    here = opened(callers=("ann",))

    class Station:
        calls: list[str] = []  # one test's own

        def start(self, actor: Actor, entry: CallEntry, phone: str) -> dialling.Dialled:
            self.calls.append(phone)
            return dialling.Dialled()

    station = Station()
    dialling.register(station)
    try:
        entry = calling.next_call(here.actor("ann"), here.call_list.pk)
        assert calling.dial(here.actor("ann"), entry.pk).href == ""
    finally:
        dialling.withdraw(station)
    assert station.calls == [entry.phones[0]]


def test_the_same_number_on_another_list_is_before_one_colleague_only(opened: Opened, world: World) -> None:
    here = opened(leads=1, callers=("ann",))
    commands.create(world.actor("ann"), "lead", {"name": "Twin", "phone": "+48 42 555 0999", "source": "web"})
    other = desk(world, ("ben",), "Twins")
    twin = commands.create(world.actor("ann"), "lead", {"name": "Late", "phone": "+48 42 555 0998"})
    added = commands.create(
        world.actor("ann"), "callentry", {"call_list": other.call_list.pk, "customer": f"lead:{twin.pk}"}
    )
    commands.update(world.actor("ann"), "lead", twin.pk, {"phone": "+48 42 555 0000"})
    taken = calling.next_call(here.actor("ann"), here.call_list.pk)
    assert taken.phones == ["+48425550000"]
    with pytest.raises(Refused, match="Colleagues have those"):
        calling.next_call(world.actor("ben"), other.call_list.pk)
    calling.release(here.actor("ann"), taken.pk)
    assert calling.next_call(world.actor("ben"), other.call_list.pk).pk == added.pk


def test_a_lease_runs_out_and_nobody_is_lost(opened: Opened) -> None:
    here = opened(leads=1, callers=("ann", "ben"))
    first = next(iter(entries.living(here.call_list)))
    entries.write(here.actor("ann"), first, assigned_to_id=None)
    taken = calling.next_call(here.actor("ann"), here.call_list.pk)
    assert calling.pick(here.actor("ben"), here.call_list.pk) is None
    Lease.objects.filter(entry=taken).update(until=timezone.now())  # the browser was killed five minutes ago
    assert calling.next_call(here.actor("ben"), here.call_list.pk).pk == taken.pk
    with pytest.raises(Refused, match="A colleague has"):
        calling.take(here.actor("ann"), taken.pk)


def test_an_open_screen_renews_and_a_closed_one_lets_go(opened: Opened) -> None:
    here = opened(callers=("ann",))
    ann = here.actor("ann")
    entry = calling.next_call(ann, here.call_list.pk)
    Lease.objects.update(until=timezone.now() + dt.timedelta(seconds=5))
    calling.take(ann, entry.pk)
    assert all(one.until > timezone.now() + dt.timedelta(minutes=4) for one in Lease.objects.all())
    calling.release(ann, entry.pk)
    assert not Lease.objects.exists()


@pytest.mark.parametrize(("who", "error"), [("ben", Denied), ("dan", Denied), ("cat", NotFound)])
def test_only_callers_call(opened: Opened, who: str, error: type[Exception]) -> None:
    here = opened(callers=("ann",))
    with pytest.raises(error):
        calling.next_call(here.actor(who), here.call_list.pk)
    with pytest.raises(error):
        calling.take(here.actor(who), here.entry("Lead 0").pk)


def test_a_caller_of_another_branch_sees_the_list_they_call_from(opened: Opened) -> None:
    here = opened(callers=("cat",))
    assert str(calling.next_call(here.actor("cat"), here.call_list.pk)).startswith("Lead")


@pytest.mark.parametrize("state", [choices.PAUSED, choices.DONE])
def test_nobody_is_called_from_a_list_that_is_not_open(opened: Opened, state: str) -> None:
    here = opened(callers=("ann",))
    here.change(state=state)
    with pytest.raises(Refused, match=state):
        calling.next_call(here.actor("ann"), here.call_list.pk)


def test_it_is_said_when_nobody_is_left(opened: Opened) -> None:
    here = opened(leads=1, callers=("ann",))
    entry = here.entry("Lead 0")
    entries.write(here.actor("ann"), entry, due_at=timezone.now() + LATER)
    with pytest.raises(Refused, match=r"Nobody is due now\. The next one"):
        calling.next_call(here.actor("ann"), here.call_list.pk)
    entries.write(here.actor("ann"), entry, state=choices.DONE)
    with pytest.raises(Refused, match="Nobody is left"):
        calling.next_call(here.actor("ann"), here.call_list.pk)


def test_a_company_is_before_one_colleague_with_all_its_people(world: World) -> None:
    ann = world.actor("ann")
    people = [
        commands.create(
            ann, "person", {"name": f"P {at}", "phone": f"+48 42 555 70{at}0", "company": world.company.pk}
        )
        for at in range(2)
    ]
    desk(world, ("ann", "ben"), "Fair", kind="lead")
    made = commands.create(ann, "calllist", {"name": "People", "kind": "person", "hours": "mon-sun 0-24"})
    from clientela.domains.telesales import lists

    lists.share(ann, made.pk, [world.users["ann"].pk, world.users["ben"].pk])
    for person, who in zip(people, ("ann", "ben"), strict=True):
        values = {"call_list": made.pk, "customer": f"person:{person.pk}", "assigned_to": world.users[who].pk}
        commands.create(ann, "callentry", values)
    calling.next_call(ann, made.pk)
    with pytest.raises(Refused):
        calling.next_call(world.actor("ben"), made.pk)
