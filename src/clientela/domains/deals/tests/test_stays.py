"""How long a deal stood where, from the change log; and two people who move the same deal."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import pytest
from django.db import connection, connections

from clientela.domains.deals import commands, stays
from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from clientela.engine.errors import Conflict
from clientela.engine.records import commands as records
from tests import world as cast
from tests.screens.conftest import Browser
from tests.world import World


def test_every_stay_says_when_and_by_whom(world: World, client: Browser, stored: Any) -> None:
    ann, root = world.actor("ann"), world.actor("root")
    commands.move(ann, world.deal.pk, world.stages["Proposal"].pk)
    commands.move(root, world.deal.pk, world.stages["Qualified"].pk)
    for number in range(210):  # whatever else happens to a deal, its way is kept
        records.update(ann, "deal", world.deal.pk, {"description": f"note {number}"})
    found = stays.of(stored())
    names = [(stay.stage.name, stay.entered_by, stay.left_by) for stay in found if stay.stage]
    a, r = world.users["ann"].pk, world.users["root"].pk
    assert names == [("Qualified", a, a), ("Proposal", a, r), ("Qualified", r, None)]
    assert all(one.left == other.entered for one, other in itertools.pairwise(found))
    assert "Root" in client.as_("ann").get(f"/deals/{world.deal.pk}/").content.decode()


def test_a_stage_that_is_gone_keeps_its_name(world: World, stored: Any) -> None:
    ann = world.actor("ann")
    commands.move(ann, world.deal.pk, world.stages["Proposal"].pk)
    commands.move(ann, world.deal.pk, world.stages["Qualified"].pk)
    records.delete(world.actor("root"), "stage", world.stages["Proposal"].pk)
    assert [stay.stage.name for stay in stays.of(stored()) if stay.stage][1] == "Proposal"


@pytest.mark.django_db(transaction=True)
def test_two_people_who_move_one_deal_leave_one_history() -> None:
    """Both begin at once on the same version: one moves, the other is told; or without a version, one after the other."""
    world = cast.build()
    targets = [world.stages["Proposal"].pk, world.stages["Negotiation"].pk] * 3
    version = gate.unrestricted(Deal, reason="a test").get(pk=world.deal.pk).version
    gate_open, outcomes = threading.Barrier(len(targets)), list[Any]()

    def work(target: Any) -> None:
        try:
            gate_open.wait(20)
            moved = commands.move(world.actor("ann"), world.deal.pk, target, version=version)
            outcomes.append(moved.stage_id)
        except Conflict as conflict:
            outcomes.append(conflict)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(target,)) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    done = [one for one in outcomes if not isinstance(one, Conflict)]
    assert len(outcomes) == len(targets) and len(done) == 1
    deal = gate.unrestricted(Deal, reason="a test").get(pk=world.deal.pk)
    assert deal.stage_id == done[0] and deal.version == version + 1
    assert len(stays.of(deal)) == 2
    with connection.cursor() as cursor:  # transaction tests empty the tables; the log has its own guard
        cursor.execute("SELECT set_config('clientela.truncate', 'on', false)")
