"""Leads that come by themselves are shared out by rules: explained, fair, and the same however many come at once."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from clientela.domains.leads import assignment
from clientela.domains.leads.models import AssignmentRule, Seat
from clientela.domains.leads.setup import commands as setup
from clientela.domains.leads.tests.conftest import stored
from clientela.engine.access.actor import SYSTEM
from clientela.engine.live.models import Notification
from clientela.engine.records import commands
from tests import world as cast
from tests.api.conftest import Caller
from tests.screens.conftest import Browser
from tests.world import World

POLES = {"all": [{"field": "address.country", "op": "eq", "value": "PL"}]}


def rule(world: World, **values: Any) -> AssignmentRule:
    given = {"name": "Poland", "filter": POLES, "way": "team", "team": world.team.pk, **values}
    return setup.save_assignment_rule(world.actor("root"), **given)


def arriving(calls: Caller, **values: Any) -> Any:
    answer = calls("cat").post("/leads", {"name": "Jan", "address": {"country": "PL"}, **values})
    assert answer.status == 201, answer.body
    return stored(answer.body["id"])


def test_a_rule_for_a_person_is_followed_and_explained(world: World, calls: Caller, client: Browser) -> None:
    rule(world, way="person", person=world.users["ben"].pk)
    found = arriving(calls)
    assert found.owner_id == world.users["ben"].pk and found.branch_id == world.branches["Warszawa"].pk
    assert "Poland" in client.as_("ben").get(f"/leads/{found.pk}/").content.decode()
    assert Notification.objects.filter(user=world.users["ben"], link=f"/leads/{found.pk}/").count() == 1


def test_what_no_rule_fits_stays_with_who_brought_it(world: World, calls: Caller) -> None:
    rule(world)
    assert arriving(calls, address={"country": "DE"}).owner_id == world.users["cat"].pk


def test_who_was_named_keeps_it(world: World, calls: Caller) -> None:
    rule(world)
    assert arriving(calls, owner=str(world.users["cat"].pk)).owner_id == world.users["cat"].pk


def test_whoever_types_a_lead_keeps_it(world: World, client: Browser) -> None:
    rule(world)
    client.as_("cat").post("/leads/new/", {"name": "Typed", "address.country": "PL"})
    assert stored_by_name("Typed").owner_id == world.users["cat"].pk


def stored_by_name(name: str) -> Any:
    from clientela.domains.leads.models import Lead
    from clientela.engine.access import gate

    return gate.unrestricted(Lead, reason="a test looks").get(name=name)


def test_the_first_rule_that_fits_decides(world: World, calls: Caller) -> None:
    rule(world, name="Second", position=2, way="person", person=world.users["root"].pk)
    rule(world, name="First", position=1, way="person", person=world.users["ben"].pk)
    assert arriving(calls).assignment["rule"] == "First"


def test_turns_follow_capacity(world: World, calls: Caller) -> None:
    made = rule(world)
    seats = {world.users["ann"].pk: 3, world.users["ben"].pk: 1}
    setup.set_capacities(world.actor("root"), made.pk, seats)
    taken = Counter(arriving(calls, name=f"Lead {n}").owner_id for n in range(8))
    assert taken == {world.users["ann"].pk: 6, world.users["ben"].pk: 2}


def test_a_capacity_of_nothing_takes_nothing_and_all_of_nothing_goes_to_the_next_rule(
    world: World, calls: Caller
) -> None:
    made = rule(world, position=1)
    rule(world, name="Rest", position=2, filter={}, way="person", person=world.users["dan"].pk)
    setup.set_capacities(world.actor("root"), made.pk, {world.users["ann"].pk: 0, world.users["ben"].pk: 0})
    assert arriving(calls).owner_id == world.users["dan"].pk


def test_who_joins_later_starts_level(world: World, calls: Caller) -> None:
    made = rule(world)
    for n in range(6):
        arriving(calls, name=f"Lead {n}")
    commands.update(world.actor("root"), "user", world.users["dan"].pk, {"team": world.team.pk})
    taken = Counter(arriving(calls, name=f"New {n}").owner_id for n in range(6))
    assert set(taken.values()) == {2}
    assert Seat.objects.filter(rule=made).count() == 3


def test_the_territory_decides(world: World, calls: Caller) -> None:
    commands.create(
        world.actor("root"),
        "territory",
        {"name": "Łódzkie", "countries": ["PL"], "postcodes": "90-95", "owner": world.users["ben"].pk},
    )
    rule(world, way="territory", filter={})
    found = arriving(calls, address={"country": "PL", "postcode": "90-001"})
    assert (found.owner_id, found.assignment["detail"]) == (world.users["ben"].pk, "Łódzkie")
    assert (
        arriving(calls, name="Far", address={"country": "PL", "postcode": "10-001"}).owner_id
        == world.users["cat"].pk
    )


def test_an_import_is_shared_out_as_a_whole(world: World) -> None:
    rule(world)
    actor = world.actor("root", "import")
    outcomes = commands.create_many(
        actor, "lead", [{"name": f"Row {n}", "address.country": "PL"} for n in range(100)]
    )
    owners = Counter(stored(outcome.id).owner_id for outcome in outcomes)
    assert owners == {world.users["ann"].pk: 50, world.users["ben"].pk: 50}


def test_trying_uses_up_no_turn(world: World, client: Browser) -> None:
    made = rule(world)
    page = client.as_("root").post(
        "/settings/leads/assignment/trial/", {"address.country": "PL", "company_name": "X"}
    )
    assert page.status_code == 200 and ("Ann" in page.content.decode() or "Ben" in page.content.decode())
    assert Seat.objects.filter(rule=made).count() == 0
    assert not stored_exists()


def stored_exists() -> bool:
    from clientela.domains.leads.models import Lead
    from clientela.engine.access import gate

    return gate.unrestricted(Lead, reason="a test looks").exists()


BAD = [
    {"name": ""},
    {"way": "nobody"},
    {"way": "person", "person": None},
    {"way": "team", "team": None},
    {"filter": {"all": [{"field": "nonsense", "op": "eq", "value": "1"}]}},
    {"filter": {"all": [{"field": "employees", "op": "gte", "value": "many"}]}},
]


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_a_rule_that_cannot_work_is_refused(world: World, wrong: Any) -> None:
    from clientela.engine.errors import Invalid

    with pytest.raises(Invalid):
        rule(world, **wrong)
    assert not AssignmentRule.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_are_served_in_turn() -> None:
    """80 leads by 8 writers, capacities 2 and 1 and 1: nobody gets one too many."""
    world = cast.build()
    commands.update(SYSTEM, "user", world.users["dan"].pk, {"team": world.team.pk})
    made = rule(world, filter={})
    setup.set_capacities(world.actor("root"), made.pk, {world.users["ann"].pk: 2})
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for n in range(10):
                commands.create(world.actor("root", "api"), "lead", {"name": f"Lead {number}-{n}"})
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    given = dict(Seat.objects.filter(rule=made).values_list("user_id", "given"))
    assert given == {world.users["ann"].pk: 40, world.users["ben"].pk: 20, world.users["dan"].pk: 20}
    assert assignment.WAYS.keys() == {"person", "team", "territory"}
