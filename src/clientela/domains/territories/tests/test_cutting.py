"""A new cut of the market: seen before, applied in the background, taken back; what was changed since stays."""

from __future__ import annotations

from typing import Any

import pytest

from clientela.domains.contacts.models import Company, Person
from clientela.domains.territories import tasks
from clientela.domains.territories.models import Membership, Reassignment
from clientela.domains.territories.tests.test_placing import place_of, territory
from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.jobs.models import Progress
from clientela.engine.jobs.work import Work
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


def run(world: World, task: Any) -> None:
    """What a worker would do now."""
    job = Progress.objects.filter(kind=task.name).latest("created_at")
    task.function(Work(job.pk, world.actor("root")), reassignment=str(Reassignment.objects.latest("at").pk))


def owner_of(model: Any, record: Any) -> str:
    row = gate.unrestricted(model, reason="a test looks").get(pk=record.pk)
    return str(row.owner_id)


@pytest.fixture
def cut(world: World, client: Browser) -> Reassignment:
    """Poland is Ben's; Ann's company with its person and open deal lies there."""
    commands.update(world.actor("ann"), "company", world.company.pk, {"address.country": "PL"})
    Membership.objects.all().delete()
    territory(world, "Poland", countries=["PL"], owner=world.users["ben"].pk)
    answer = client.as_("root").post("/territories/cuts/", {"with_owners": "on"})
    assert answer.status_code == 302
    return Reassignment.objects.get()


def everything(world: World) -> list[str]:
    return [
        owner_of(Company, world.company),
        owner_of(Person, world.person),
        owner_of(registry.get("deal").model, world.deal),
    ]


def test_a_preview_shows_and_changes_nothing(world: World, client: Browser, cut: Reassignment) -> None:
    (move,) = cut.moves
    assert (move["companies"], move["owners"], move["person"], move["deal"]) == (1, 1, 1, 1)
    page = client.get(f"/territories/cuts/{cut.pk}/").content.decode()
    assert "Poland" in page and "no territory" in page
    assert everything(world) == [str(world.users["ann"].pk)] * 3 and place_of(world.company) is None


def test_it_is_applied_and_taken_back(world: World, client: Browser, cut: Reassignment) -> None:
    assert client.post(f"/territories/cuts/{cut.pk}/application/").status_code == 302
    run(world, tasks.apply_cut)
    run(world, tasks.apply_cut)  # taken up again after a crash: nothing is done twice
    assert everything(world) == [str(world.users["ben"].pk)] * 3 and place_of(world.company) == "Poland"
    assert client.post(f"/territories/cuts/{cut.pk}/application/").status_code == 409
    assert client.post(f"/territories/cuts/{cut.pk}/undoing/").status_code == 302
    run(world, tasks.undo_cut)
    assert everything(world) == [str(world.users["ann"].pk)] * 3 and place_of(world.company) is None
    cut.refresh_from_db()
    assert (cut.state, cut.report) == ("undone", {"back": 3, "kept": 0})
    assert client.post(f"/territories/cuts/{cut.pk}/undoing/").status_code == 409


def test_what_was_changed_since_stays_when_it_is_taken_back(
    world: World, client: Browser, cut: Reassignment
) -> None:
    client.post(f"/territories/cuts/{cut.pk}/application/")
    run(world, tasks.apply_cut)
    commands.update(world.actor("root"), "deal", world.deal.pk, {"owner": world.users["cat"].pk})
    client.post(f"/territories/cuts/{cut.pk}/undoing/")
    run(world, tasks.undo_cut)
    ann, cat = world.users["ann"].pk, world.users["cat"].pk
    assert everything(world) == [str(ann), str(ann), str(cat)]
    cut.refresh_from_db()
    assert cut.report == {"back": 2, "kept": 1}


def test_without_owners_only_the_places_change(world: World, client: Browser, cut: Reassignment) -> None:
    client.post("/territories/cuts/", {})
    newest = Reassignment.objects.get()
    client.post(f"/territories/cuts/{newest.pk}/application/")
    run(world, tasks.apply_cut)
    assert everything(world) == [str(world.users["ann"].pk)] * 3 and place_of(world.company) == "Poland"


def test_the_tree_sums_up(world: World, client: Browser) -> None:
    europe = territory(world, "Europe")
    territory(world, "Poland", parent=europe.pk, countries=["PL"])
    commands.update(world.actor("ann"), "company", world.company.pk, {"address.country": "PL"})
    page = client.as_("ann").get("/territories/tree/").content.decode()
    assert "Europe" in page and "148,000" in page
    assert "148,000" not in client.as_("cat").get("/territories/tree/").content.decode()
    poland = Membership.objects.get().territory_id
    assert "Zakłady Łódź" in client.as_("ann").get(f"/territories/{poland}/companies/").content.decode()


@pytest.mark.parametrize("who, status", [("ann", 403), ("dan", 403), ("root", 302), (None, 302)])
def test_only_administrators_see_and_apply_cuts(
    world: World, client: Browser, who: str | None, status: int
) -> None:
    answer = client.as_(who).post("/territories/cuts/", {})
    assert answer.status_code == status
    assert Reassignment.objects.exists() == (who == "root")
