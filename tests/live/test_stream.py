"""Event streams from the real server: what is told, to whom, how soon, and when a stream ends."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

import httpx
import pytest
from django.conf import settings
from django.db import connection

from clientela.engine.access.actor import SYSTEM
from clientela.engine.jobs import progress
from clientela.engine.live import notices
from clientela.engine.records import commands
from tests import world as cast
from tests.frontier import settled
from tests.jobs.workers import stop, until
from tests.live.servers import Server, server, sign_in


@pytest.fixture
def committed(transactional_db: None) -> cast.World:
    """A world whose making the log has already told, so that a stream begins after it."""
    world = cast.build()
    settled()
    return world


@pytest.fixture(scope="module")
def serving(django_db_setup: None) -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture
def sessions(committed: cast.World) -> dict[str, str]:
    return {name: sign_in(user) for name, user in committed.users.items()}


def test_a_change_is_told_within_two_seconds_without_its_values(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    deal, ann = committed.deal, committed.actor("ann")
    with serving.follow(sessions["ben"], f"entity:deal,record:{deal.pk}") as ben:
        start = time.monotonic()
        commands.update(ann, "deal", deal.pk, {"name": "Secret name", "amount": "5 EUR"})
        told = [ben.next(), ben.next()]
        assert time.monotonic() - start < 2
    assert {event["topic"] for event in told} == {"entity:deal", f"record:{deal.pk}"}
    assert told[0] == {
        "kind": "message", "topic": "entity:deal", "entity": "deal", "record": str(deal.pk), "operation": "u",
        "fields": ["amount", "name"], "actor": str(committed.users["ann"].pk),
    }  # fmt: skip


def test_nobody_is_told_of_what_they_may_not_see(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    deal = committed.deal
    follow = f"entity:deal,entity:company,record:{deal.pk},deal:{deal.pk}"
    with (
        serving.follow(sessions["cat"], follow) as cat,
        serving.follow(sessions["dan"], follow) as dan,
        serving.follow(sessions["root"], follow) as root,
    ):
        commands.update(committed.actor("ann"), "deal", deal.pk, {"name": "Other"})
        commands.create(committed.actor("cat"), "deal", {"name": "Cat's own", "amount": "1 EUR"})
        assert {event["record"] for event in dan.all(2)} >= {str(deal.pk)}
        assert {event["record"] for event in root.all(0)} >= {str(deal.pk)}
        heard = cat.all(0)
    assert heard and str(deal.pk) not in {event["record"] for event in heard}


def test_who_loses_sight_of_a_record_is_told_that_it_is_gone_and_no_more(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    deal, root = committed.deal, committed.actor("root")
    with serving.follow(sessions["ben"], f"deal:{deal.pk}") as ben:
        commands.update(root, "deal", deal.pk, {"owner": committed.users["cat"].pk})
        assert ben.next() == {
            "kind": "message", "topic": f"deal:{deal.pk}", "entity": "deal", "record": str(deal.pk),
            "operation": "gone", "fields": [], "actor": None,
        }  # fmt: skip
        commands.update(root, "deal", deal.pk, {"name": "Moved"})
        assert ben.all() == []


def test_a_record_is_told_of_what_is_linked_to_it(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    company = committed.company
    with serving.follow(sessions["ann"], f"company:{company.pk}") as ann:
        note = commands.create(
            committed.actor("ann"), "activity", {"subject": "Called", "about": f"deal:{committed.deal.pk}"}
        )
        told = ann.next()
        assert (told["topic"], told["entity"], told["record"]) == (
            f"company:{company.pk}",
            "activity",
            str(note.pk),
        )
        commands.update(committed.actor("ann"), "activity", note.pk, {"body": "again"})
        assert ann.next()["fields"] == ["body"]
        commands.delete(committed.actor("ann"), "company", company.pk)
        assert ann.next()["fields"] == ["deleted_at"]


def test_jobs_and_news_are_told_to_whom_they_concern(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    with (
        serving.follow(sessions["ann"], "jobs,notifications") as ann,
        serving.follow(sessions["ben"], "jobs,notifications") as ben,
    ):
        job = progress.start(committed.actor("ann"), "tests.create", "A job", total=10)
        assert ann.next()["state"] == "queued"
        progress.begin(job.pk)
        progress.step(job.pk, 4)
        told = ann.next()
        assert (told["topic"], told["job"], told["state"], told["done"]) == (
            "jobs",
            str(job.pk),
            "running",
            4,
        )
        notices.notify(committed.users["ann"], "Lunch", key="once")
        notices.notify(committed.users["ann"], "Lunch", key="once")
        assert [event["topic"] for event in ann.all()] == ["notifications"]
        assert ben.all(0) == []
    assert notices.unread(committed.actor("ann")) == 1


@pytest.mark.parametrize(
    "topics, status",
    [
        ("", 400),
        ("entity:nothing", 400),
        ("record:12", 400),
        ("deal", 400),
        ("x" * 5000, 400),
        (",".join(["jobs"] * 101), 400),
    ],
)
def test_bad_topics_are_named(serving: Server, sessions: dict[str, str], topics: str, status: int) -> None:
    cookies = {settings.SESSION_COOKIE_NAME: sessions["ann"]}
    answer = httpx.get(f"{serving.url}/live", params={"topics": topics}, cookies=cookies)
    assert answer.status_code == status and len(answer.text) < 200


def test_only_signed_in_people_follow(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    for cookies in (
        {},
        {settings.SESSION_COOKIE_NAME: "nonsense"},
        {settings.SESSION_COOKIE_NAME: str(uuid.uuid4())},
    ):
        assert httpx.get(f"{serving.url}/live?topics=jobs", cookies=cookies).status_code == 401
    cookies = {settings.SESSION_COOKIE_NAME: sessions["ann"]}
    assert httpx.post(f"{serving.url}/live?topics=jobs", cookies=cookies).status_code == 405
    committed.users["ann"].is_active = False
    committed.users["ann"].save(update_fields=["is_active"])
    assert httpx.get(f"{serving.url}/live?topics=jobs", cookies=cookies).status_code == 401


def test_the_end_of_the_session_ends_the_stream(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    from django.contrib.sessions.models import Session

    with (
        serving.follow(sessions["ann"], "entity:deal") as ann,
        serving.follow(sessions["ben"], "entity:deal") as ben,
    ):
        Session.objects.filter(session_key=sessions["ann"]).delete()
        # A change of rights makes the server look at once; without one it looks every half minute.
        commands.update(SYSTEM, "user", committed.users["dan"].pk, {"name": "Daniel"})
        assert ann.ended.wait(5)
        assert not ben.ended.is_set()


def test_a_stream_that_broke_goes_on_where_it_was(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    deal, actor = committed.deal, committed.actor("ann")
    with serving.follow(sessions["ann"], "entity:deal") as first:
        commands.update(actor, "deal", deal.pk, {"name": "One"})
        first.next()
    commands.update(actor, "deal", deal.pk, {"amount": "2 EUR"})
    time.sleep(2.5)
    with serving.follow(sessions["ann"], "entity:deal", last=first.last_id) as second:
        assert second.next()["fields"] == ["amount"]
    with serving.follow(sessions["ann"], "entity:deal", last="1.1") as stale:
        assert stale.next()["kind"] == "reset"


def test_what_happened_while_the_page_was_loading_is_told(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    commands.update(committed.actor("ann"), "deal", committed.deal.pk, {"name": "One"})
    with serving.follow(sessions["ann"], "entity:deal", settles=False) as ann:
        assert ann.next(10)["record"] == str(committed.deal.pk)


def test_a_flood_is_told_as_one_word(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    with (
        serving.follow(sessions["ann"], "entity:person") as ann,
        serving.follow(sessions["ann"], "jobs") as quiet,
    ):
        commands.create_many(committed.actor("ann"), "person", [{"name": f"P {n}"} for n in range(1200)])
        assert ann.next(5)["kind"] == "reset"
        assert ann.all() == [] and quiet.all(0) == []
        commands.update(committed.actor("ann"), "person", committed.person.pk, {"email": "igor@example.net"})
        assert ann.next()["fields"] == ["email"]


def test_streams_live_on_when_the_database_drops_every_connection(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    with serving.follow(sessions["ann"], "entity:deal") as ann:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        commands.update(committed.actor("ann"), "deal", committed.deal.pk, {"amount": "3 EUR"})
        assert ann.next(8)["fields"] == ["amount"]


def test_open_streams_do_not_hold_up_the_end_of_the_server(
    committed: cast.World, sessions: dict[str, str]
) -> None:
    with server() as ending, ending.follow(sessions["ann"], "jobs") as ann:
        assert stop(ending.process) < 3
        assert ann.ended.wait(2)


def test_a_hundred_pages_are_told_within_two_seconds(
    committed: cast.World, serving: Server, sessions: dict[str, str]
) -> None:
    who = [sessions[name] for name in ("ann", "ben", "dan") for _ in range(33)]
    readers = [serving.follow(session, "entity:deal,jobs", settles=False) for session in who]
    open_ones = [reader.__enter__() for reader in readers]
    try:
        assert {reader.status for reader in open_ones} == {200}
        time.sleep(2.5)
        for reader in open_ones:
            reader.all(0)
        commands.update(committed.actor("ann"), "deal", committed.deal.pk, {"name": "All"})
        until(lambda: all(reader.events.qsize() for reader in open_ones), 2)
    finally:
        for reader in open_ones:
            reader.stop()
