"""Who comes onto a list, who does not and why, and how it is shared out."""

from __future__ import annotations

from collections import Counter

import pytest

from clientela.domains.telesales import entries, filling, lists, queries
from clientela.domains.telesales.tests.conftest import Opened, desk, lead
from clientela.engine.errors import Denied, Invalid
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World

FAIR = {"field": "source", "op": "eq", "value": "fair"}


def test_the_dry_run_says_who_is_left_out_and_why_and_writes_nothing(opened: Opened, world: World) -> None:
    opened(leads=2)
    lead(world, "Flag", 100, do_not_contact=True)
    lead(world, "Mute", 101, phone=None)
    lead(world, "Gone", 102, status="disqualified", disqualified_because="no-need")
    lead(world, "One", 103)
    lead(world, "Twin", 103)
    ann = world.users["ann"].pk
    plan = filling.plan(world.actor("ann"), "lead", FAIR, None, [ann])
    assert plan.found == 7 and [one.name for one in plan.add] == ["One"]
    assert plan.left == Counter({"elsewhere": 2, "do-not-contact": 1, "no-phone": 1, "closed": 1, "twice": 1})
    assert plan.shares[0].gets == 1


def test_a_second_filling_adds_only_what_is_new(opened: Opened, world: World) -> None:
    here = opened(leads=3)
    lead(world, "New", 200)
    assert filling.fill(world.actor("ann"), here.call_list.pk) == 1
    assert filling.fill(world.actor("ann"), here.call_list.pk) == 0
    assert queries.progress(here.call_list).total == 4


def test_a_done_list_lets_its_customers_be_called_from_another(opened: Opened, world: World) -> None:
    here = opened(leads=2)
    here.change(state="done")
    assert queries.progress(desk(world, ("ann",), "Again").call_list).total == 2


def test_shares_follow_who_joins_and_who_leaves(opened: Opened, world: World) -> None:
    here = opened(leads=7, callers=("ann",))
    ann = world.actor("ann")
    both = [world.users["ann"].pk, world.users["ben"].pk]
    told = {one.user: one.gets for one in lists.preview(ann, here.call_list, both)}
    lists.share(ann, here.call_list.pk, both)
    rows = entries.living(here.call_list).values_list("assigned_to", flat=True)
    assert Counter(rows) == Counter(told) == Counter({both[0]: 4, both[1]: 3})
    lists.share(ann, here.call_list.pk, both[1:])
    assert set(entries.living(here.call_list).values_list("assigned_to", flat=True)) == {both[1]}


def test_only_who_may_change_a_list_shares_and_fills_it(opened: Opened, world: World) -> None:
    here = opened()
    for who in ("ben", "dan"):
        with pytest.raises(Denied):
            lists.share(world.actor(who), here.call_list.pk, [world.users["ben"].pk])
        with pytest.raises(Denied):
            filling.fill(world.actor(who), here.call_list.pk)
    with pytest.raises(Invalid):
        lists.share(world.actor("ann"), here.call_list.pk, [])
    with pytest.raises(Invalid):
        filling.describe(world.actor("ann"), here.call_list.pk, {"field": "nonsense", "op": "eq", "value": 1})


def test_every_page_of_a_list_opens(opened: Opened, world: World, client: Browser) -> None:
    here = opened()
    entry = here.entry("Lead 0")
    for address in (
        "/today/", "/telesales/from/leads/?source=fair", f"/telesales/entries/{entry.pk}/", f"/call-lists/{here.call_list.pk}/",
        f"/call-lists/{here.call_list.pk}/figures/", f"/call-lists/{here.call_list.pk}/shares/", f"/leads/{entry.customer_id}/",
    ):  # fmt: skip
        assert client.as_("ann").get(address).status_code == 200, address
    commands.delete(world.actor("ann"), "calllist", here.call_list.pk)
    assert client.as_("ann").get("/today/").status_code == 200
