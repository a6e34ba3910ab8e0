"""The change feed, over changes that were really committed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from clientela.engine.access import commands as people
from clientela.engine.entities import commands as shaping
from clientela.engine.entities import registry
from clientela.engine.records import commands
from tests import world as cast
from tests.api.conftest import Caller, Program, token_of
from tests.frontier import settled
from tests.world import World


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    yield cast.build()


def feed(caller: Program, **asked: Any) -> dict[str, Any]:
    """What the feed answers once everything committed shows in it."""
    settled()
    told: dict[str, Any] = caller.get(f"/changes?{urlencode(asked)}").body
    return told


def test_the_feed_tells_what_was_done_to_what_one_may_see(world: World, calls: Caller) -> None:
    ann, cat = calls("ann"), calls("cat")
    start = feed(ann, after="now")["next"]
    key = shaping.add_field(world.actor("root"), "company", label="Hours", kind="number")
    here = f"/companies/{world.company.pk}"
    ann.patch(here, {"name": "New", key: "5", "revenue": {"amount": "7", "currency": "EUR"}})
    ann.delete(here)
    ann.post(f"{here}/restoration")
    ann.post(f"/deals/{world.deal.pk}/closure", {"outcome": "won"})
    told = feed(ann, after=start)
    done = [(item["entity"], item["operation"], item["command"], item["source"]) for item in told["items"]]
    assert done == [
        ("company", "changed", "record.update", "api"),
        ("company", "deleted", "record.delete", "api"),
        ("company", "restored", "record.restore", "api"),
        ("deal", "changed", "deal.win", "api"),
    ]
    first = told["items"][0]
    assert first["changes"]["name"] == ["Zakłady Łódź", "New"]
    assert first["changes"][key] == [None, "5"]
    assert (first["changes"]["revenue"], first["changes"]["revenue.currency"]) == ([None, 7], [None, "EUR"])
    assert (first["actor"], first["record"]) == (str(world.users["ann"].pk), str(world.company.pk))
    assert [item["entity"] for item in feed(cat, after=start)["items"]] == []
    assert feed(ann, after=told["next"])["items"] == []


def test_a_reader_page_by_page_misses_and_repeats_nothing(world: World, calls: Caller) -> None:
    root = calls("root")
    whole = feed(root, limit=500)
    assert not whole["more"]
    seen, after, more = [], "", True
    while more:
        page = feed(root, limit=3, after=after)
        seen += page["items"]
        after, more = page["next"], page["more"]
    assert seen == whole["items"]
    kinds = {item["entity"] for item in seen}
    assert {"company", "person", "deal", "user", "stage"} <= kinds
    # Roles and keys are no records: their changes are not for the feed.
    assert not kinds & {"role", "apitoken", "customfield"}


def test_what_somebody_may_not_see_does_not_stop_the_feed(world: World) -> None:
    for number in range(12):
        commands.create(world.actor("cat"), "company", {"name": f"Hidden {number}"})
    commands.create(world.actor("ann"), "company", {"name": "Seen"})
    reading = Program(token_of(world, "ann", "company:read"))
    after, names, turns = "", [], 0
    while turns < 50:
        page = feed(reading, limit=1, after=after)
        names += [item["changes"]["name"][1] for item in page["items"]]
        after, turns = page["next"], turns + 1
        if not page["more"]:
            break
    assert names == ["Zakłady Łódź", "Seen"]


@pytest.mark.parametrize("after", ["nonsense", "W10", "WzEsMiwzLDRd"])
def test_a_cursor_of_elsewhere_is_refused(world: World, calls: Caller, after: str) -> None:
    assert calls("ann").get(f"/changes?after={after}").parameters == ["after"]


def test_what_colleagues_keep_to_themselves_is_not_told(world: World, calls: Caller) -> None:
    start = feed(calls("ann"), after="now")["next"]
    people.set_preferences(world.actor("ben"), pins=["secret"])
    people.set_password(world.actor("root"), world.users["ben"].pk, "another good password")
    commands.update(world.actor("root"), "user", world.users["ben"].pk, {"name": "Benjamin"})
    told = feed(calls("ann"), after=start)["items"]
    assert [item["changes"] for item in told] == [{"name": ["Ben", "Benjamin"]}]
    created = [
        i for i in feed(calls("ann"))["items"] if i["entity"] == "user" and i["operation"] == "created"
    ]
    known = {field.key for field in registry.get("user").fields}
    assert created and all(set(item["changes"]) <= known for item in created)
