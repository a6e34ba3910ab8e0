"""My day: sections from every domain on one page, what is done with their rows at a key, and whose rows they are."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clientela.domains.activities.models import Activity
from clientela.domains.contacts.day import _keys as keys
from clientela.engine.access.actor import Actor
from clientela.engine.records import commands
from clientela.engine.screens import day
from tests.screens.conftest import Browser
from tests.world import World


def at(days: int, hour: int = 9) -> dt.datetime:
    on = timezone.localdate() + dt.timedelta(days)
    return timezone.make_aware(dt.datetime.combine(on, dt.time(hour)))


def on(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days)


def make(world: World, entity: str, who: str = "ann", **values: Any) -> Any:
    return commands.create(world.actor(who), entity, values)


@pytest.fixture
def full(world: World) -> dict[str, Any]:
    """Something in every section, all Ann's."""
    company, deal = world.company.pk, world.deal.pk
    born = on(3).replace(year=1980, day=min(on(3).day, 28))
    commands.update(world.actor("ann"), "person", world.person.pk, {"birthday": born})
    made = {
        "tasks": make(
            world, "activity", kind="task", subject="Send samples", about=f"deal:{deal}", due_at=at(-2)
        ),
        "calls": make(
            world, "activity", kind="call", subject="Agree the price", due_at=at(1), happened_at=at(1)
        ),
        "meetings": make(world, "activity", kind="meeting", subject="Visit the plant", happened_at=at(2)),
        "steps": make(world, "deal", name="Step due", company=company, next_step="Ring", next_step_on=on(0)),
        "closing": make(world, "deal", name="Closing soon", next_step="x", expected_close=on(4)),
        "without-step": world.deal,
        "quotes": make(
            world, "quote", subject="Ten pumps", company=company, currency="EUR", valid_until=on(2)
        ),
        "renewals": make(
            world, "contract", name="Service 24/7", company=company, ends_on=on(20), starts_on=on(-300)
        ),
        "birthdays": world.person,
        "leads": make(world, "lead", name="Ewa Nowak", company_name="Nowak", phone="+48 42 555 01 20"),
    }
    # What a quote or contract goes through on its way to the customer is told elsewhere.
    for entity, record, state in (("quotes", "quote", "sent"), ("renewals", "contract", "active")):
        type(made[entity]).objects.all().passing().filter(pk=made[entity].pk).update(state=state)
        assert record
    return made


def rows_of(actor: Actor, span: str = "") -> dict[str, list[str]]:
    return {one.section.key: [str(row.record.pk) for row in one.rows] for one in day.page(actor, span).shown}


def test_every_domain_has_its_section_on_one_page(
    client: Browser, world: World, full: dict[str, Any]
) -> None:
    found = rows_of(world.actor("ann"))
    assert {key for key, rows in found.items() if rows} == set(full)
    assert {key: str(record.pk) in found[key] for key, record in full.items()} == dict.fromkeys(full, True)
    page = client.as_("ann").get("/today/").content.decode()
    assert [key for key, record in full.items() if f'id="day-{key}-{record.pk}"' not in page] == []


def test_a_lead_is_called_at_one_key(client: Browser, full: dict[str, Any]) -> None:
    page = client.as_("ann").get("/today/").content.decode()
    assert 'href="tel:+48425550120" data-key="c"' in page


def test_rows_fall_into_overdue_today_and_the_days_ahead(world: World, full: dict[str, Any]) -> None:
    ann = world.actor("ann")
    assert {key for key, rows in rows_of(ann, "overdue").items() if rows} == {"tasks"}
    assert {key for key, rows in rows_of(ann, "today").items() if rows} == {"steps"}
    week = {"calls", "meetings", "closing", "quotes", "birthdays"}
    assert {key for key, rows in rows_of(ann, "week").items() if rows} == week
    counts = day.page(ann).counts
    assert (counts["overdue"], counts["today"], counts["week"]) == (1, 1, 5)


@pytest.mark.parametrize("who", ["ben", "cat", "dan", "root"])
def test_the_day_of_others_shows_nothing_of_mine(world: World, full: dict[str, Any], who: str) -> None:
    assert sum(len(rows) for rows in rows_of(world.actor(who)).values()) == 0


def test_linked_names_that_one_may_not_see_stay_hidden(client: Browser, world: World) -> None:
    secret = make(world, "company", who="cat", name="Hush hush Ltd")
    task = make(world, "activity", kind="task", subject="Theirs", due_at=at(0, 23))
    Activity.objects.all().passing().filter(pk=task.pk).update(company_id=secret.pk)
    page = client.as_("ann").get("/today/").content.decode()
    assert "Theirs" in page
    assert "Hush hush" not in page


def test_the_page_costs_as_many_queries_for_many_rows_as_for_one(
    client: Browser, world: World, full: Any
) -> None:
    client.as_("ann").get("/today/")
    with CaptureQueriesContext(connection) as few:
        client.get("/today/")
    for number in range(12):
        company = make(world, "company", name=f"Firm {number}")
        make(
            world,
            "activity",
            kind="task",
            subject=f"Task {number}",
            about=f"company:{company.pk}",
            due_at=at(0),
        )
        make(world, "deal", name=f"Deal {number}", company=company.pk)
        make(world, "lead", name=f"Lead {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/today/")
    assert len(many) == len(few)
    with CaptureQueriesContext(connection) as own:
        day.page(world.actor("ann"))
    # One for each of twelve sections, one for each linked entity (deal, company, person), one for who is on whose team.
    assert len(own) <= 16


def test_a_section_with_more_than_it_shows_says_so(world: World) -> None:
    for number in range(day.MOST + 3):
        make(world, "activity", kind="task", subject=f"Task {number}", due_at=at(0))
    tasks = next(one for one in day.page(world.actor("ann")).shown if one.section.key == "tasks")
    assert (len(tasks.rows), tasks.count) == (day.MOST, f"{day.MOST}+")


@pytest.mark.parametrize("who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), (None, 302)])
def test_only_who_may_change_it_puts_a_task_off(
    client: Browser, world: World, full: Any, who: Any, status: int
) -> None:
    task = full["tasks"]
    answer = client.as_(who).post(f"/today/tasks/{task.pk}/postponement/", {"days": "1"})
    task.refresh_from_db()
    assert (answer.status_code, task.due_at) == (status, at(1) if who == "ann" else at(-2))


def test_what_was_put_off_is_taken_back(client: Browser, world: World, full: Any) -> None:
    deal = full["closing"]
    answer = client.as_("ann").post(f"/today/closing/{deal.pk}/postponement/", {"days": "7"})
    deal.refresh_from_db()
    assert deal.expected_close == on(11)
    undo = answer.content.decode().split('hx-post="')[1].split('"')[0]
    assert client.post(undo).status_code == 200
    deal.refresh_from_db()
    assert deal.expected_close == on(4)


@pytest.mark.parametrize(
    "path, days, status",
    [
        ("tasks/{tasks}", "0", 400),
        ("tasks/{tasks}", "-3", 400),
        ("tasks/{tasks}", "367", 400),
        ("tasks/{tasks}", "a week", 400),
        ("tasks/{tasks}", "٣", 400),
        ("nonsense/{tasks}", "1", 404),
        ("without-step/{without}", "1", 409),
        ("tasks/{nobody}", "1", 404),
    ],
)
def test_bad_ways_of_putting_off_change_nothing(
    client: Browser, full: Any, path: str, days: str, status: int
) -> None:
    names = {"tasks": full["tasks"].pk, "without": full["without-step"].pk, "nobody": uuid4()}
    answer = client.as_("ann").post(f"/today/{path.format(**names)}/postponement/", {"days": days})
    full["tasks"].refresh_from_db()
    assert (answer.status_code, full["tasks"].due_at) == (status, at(-2))


def test_a_span_that_is_none_is_refused_in_words(client: Browser) -> None:
    answer = client.as_("ann").get("/today/?when=yesteryear")
    assert answer.status_code == 400
    assert "yesteryear" in answer.content.decode()


def test_a_follow_up_is_a_task_about_the_record(client: Browser, world: World, full: Any) -> None:
    quote = full["quotes"]
    url = f"/activities/about/quote/{quote.pk}/follow-up/"
    assert client.as_("ann").post(url, {"subject": "Ask about it"}).status_code == 200
    task = Activity.objects.all().passing().get(subject="Ask about it")
    assert (task.kind, task.about_id, task.due_at, task.owner_id) == (
        "task",
        quote.pk,
        at(1),
        world.users["ann"].pk,
    )
    assert client.post(url, {"due": "gibberish"}).status_code == 400
    assert client.as_("cat").post(url, {}).status_code == 404


def test_a_planned_call_is_ticked_off_and_opened_again(client: Browser, full: Any) -> None:
    call = full["calls"]
    assert client.as_("ann").post(f"/activities/{call.pk}/completion/").status_code == 200
    call.refresh_from_db()
    assert call.done_at is not None
    assert client.post(f"/activities/{call.pk}/reopening/").status_code == 200
    call.refresh_from_db()
    assert (call.done_at, call.happened_at) == (None, at(1))


def test_a_call_that_just_happened_does_not_wait(world: World) -> None:
    make(world, "activity", kind="call", subject="Just made", outcome="reached")
    assert rows_of(world.actor("ann"))["calls"] == []


@pytest.mark.parametrize(
    "day_shown, found",
    [
        (dt.date(2027, 2, 28), (228, 229)),
        (dt.date(2028, 2, 28), (228,)),
        (dt.date(2028, 2, 29), (229,)),
        (dt.date(2026, 12, 31), (1231,)),
        (dt.date(2027, 1, 1), (101,)),
    ],
)
def test_birthdays_of_leap_days_and_new_years(day_shown: dt.date, found: tuple[int, ...]) -> None:
    assert keys(day_shown) == found


def test_an_empty_day_teaches(client: Browser, world: World) -> None:
    page = client.as_("cat").get("/today/").content.decode()
    assert "Nothing waits for you" in page
