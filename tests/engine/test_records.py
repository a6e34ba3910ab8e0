"""The one write path: sets, conflicts, retries, the recycle bin, and what each leaves in the change log."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal, DealLine
from clientela.engine.access import gate
from clientela.engine.changes import log
from clientela.engine.errors import Conflict, Denied, Invalid, NotFound, Refused
from clientela.engine.records import commands
from clientela.engine.records.models import uuid7
from tests.world import World


def test_a_set_saves_what_it_can_and_says_what_it_could_not(world: World) -> None:
    rows = [
        {"name": "Good"},
        {"name": ""},
        {"name": "Bad mail", "email": "nobody"},
        {"name": "Odd", "colour": "red"},
    ]
    outcomes = commands.create_many(world.actor("ann"), "company", rows)
    assert [outcome.status for outcome in outcomes] == ["created", "invalid", "invalid", "invalid"]
    assert [list(outcome.errors) for outcome in outcomes[1:]] == [["name"], ["email"], ["colour"]]
    assert gate.visible(world.actor("ann"), Company).filter(name__in=["Good", "Bad mail", "Odd"]).count() == 1


def test_who_may_not_create_creates_nothing(world: World) -> None:
    with pytest.raises(Denied):
        commands.create(world.actor("dan"), "company", {"name": "New"})


def test_a_change_based_on_an_old_version_is_refused(world: World) -> None:
    ann = world.actor("ann")
    commands.update(ann, "company", world.company.pk, {"name": "First"}, version=1)
    with pytest.raises(Conflict):
        commands.update(ann, "company", world.company.pk, {"name": "Second"}, version=1)
    assert gate.get(ann, Company, world.company.pk).name == "First"


def test_writing_the_same_again_changes_nothing(world: World) -> None:
    ann = world.actor("ann")
    before = len(log.history(world.company))
    [outcome] = commands.update_many(ann, "company", [(world.company.pk, {"name": "Zakłady Łódź"}, None)])
    assert (outcome.status, outcome.version, len(log.history(world.company))) == ("unchanged", 1, before)


@pytest.mark.parametrize(("who", "status"), [("ben", "denied"), ("cat", "missing"), ("dan", "denied")])
def test_others_records_stay_as_they_are(world: World, who: str, status: str) -> None:
    actor = world.actor(who)
    [changed] = commands.update_many(actor, "company", [(world.company.pk, {"name": "Mine"}, None)])
    [deleted] = commands.delete_many(actor, "company", [(world.company.pk, None)])
    assert (changed.status, deleted.status) == (status, status)
    assert gate.get(world.actor("ann"), Company, world.company.pk).version == 1


def test_a_key_does_a_thing_once_and_answers_the_same(world: World) -> None:
    ann = world.actor("ann").once("a key")
    first = commands.create(ann, "person", {"name": "Jan Nowak"})
    again = commands.create(ann, "person", {"name": "Jan Nowak"})
    assert first.pk == again.pk
    with pytest.raises(Refused):
        commands.create(ann, "person", {"name": "Somebody else"})
    assert commands.create(world.actor("ben").once("a key"), "person", {"name": "Jan Nowak"}).pk != first.pk


def test_a_failed_command_may_be_tried_again_with_its_key(world: World) -> None:
    ann = world.actor("ann").once("another")
    with pytest.raises(NotFound):
        commands.update(ann, "company", uuid7(), {"name": "x"})
    [outcome] = commands.create_many(ann.once("third"), "company", [{"name": "Now it works"}])
    assert outcome.is_done


def test_the_bin_keeps_and_gives_back(world: World) -> None:
    ann = world.actor("ann")
    commands.delete(ann, "company", world.company.pk)
    with pytest.raises(NotFound):
        gate.get(ann, Company, world.company.pk)
    assert gate.visible(ann, Company, deleted=True).count() == 1
    with pytest.raises(NotFound):
        commands.restore(world.actor("cat"), "company", world.company.pk)
    restored = commands.restore(ann, "company", world.company.pk)
    assert (restored.deleted_at, restored.version) == (None, 3)


def test_links_to_what_one_may_not_see_are_refused(world: World) -> None:
    hidden = commands.create(world.actor("cat"), "company", {"name": "Hidden"})
    for target in (hidden.pk, uuid.uuid4()):
        with pytest.raises(Invalid) as refusal:
            commands.create(world.actor("ann"), "person", {"name": "X", "company": target})
        assert list(refusal.value.errors) == ["company"]


def test_an_id_may_be_brought_along_but_not_taken_twice(world: World) -> None:
    own = uuid7()
    assert commands.create(world.actor("ann"), "company", {"id": str(own), "name": "A"}).pk == own
    with pytest.raises(Invalid):
        commands.create(world.actor("ann"), "company", {"id": own, "name": "B"})


def test_a_unique_value_is_taken_once_also_within_a_set(world: World) -> None:
    rows = [{"name": "A", "email": "same@example.org"}, {"name": "B", "email": "Same@Example.org"}]
    outcomes = commands.create_many(world.actor("root"), "user", rows)
    assert [outcome.status for outcome in outcomes] == ["created", "invalid"]


def test_nothing_is_part_of_itself(world: World) -> None:
    ann = world.actor("ann")
    child = commands.create(ann, "company", {"name": "Child", "parent": world.company.pk})
    with pytest.raises(Invalid) as refusal:
        commands.update(ann, "company", world.company.pk, {"parent": child.pk})
    assert list(refusal.value.errors) == ["parent"]


def test_the_log_tells_who_did_what_through_which_surface(world: World) -> None:
    commands.update(world.actor("ann", "api"), "deal", world.deal.pk, {"amount": "1 000 EUR"})
    newest = log.history(world.deal)[0]
    assert (newest.actor, newest.command, newest.source) == (world.users["ann"].pk, "record.update", "api")
    assert newest.diff == {"amount": [148000.0, 1000.0]}


def test_records_belong_to_their_owners_branch(world: World) -> None:
    made = commands.create(world.actor("root"), "company", {"name": "Far", "owner": world.users["cat"].pk})
    assert made.branch_id == world.branches["Taipei"].pk


def test_changing_company_tells_the_story_of_employment(world: World) -> None:
    from clientela.domains.contacts.models import Employment

    ann = world.actor("ann")
    other = commands.create(ann, "company", {"name": "Other"})
    commands.update(ann, "person", world.person.pk, {"company": other.pk, "job_title": "Buyer"})
    story = gate.visible(ann, Employment).order_by("created_at", "pk")
    assert [(row.company_id, row.until is None) for row in story] == [
        (world.company.pk, False),
        (other.pk, True),
    ]


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Jan Maria Rokita", "Jan Maria", "Rokita"),
        ("陳怡君", "怡君", "陳"),
        ("Nowak, Jan", "Jan", "Nowak"),
        ("Cher", "Cher", None),
    ],
)
def test_names_fall_into_their_parts(world: World, name: str, given: str, family: str | None) -> None:
    made = gate.get(
        world.actor("ann"), Person, commands.create(world.actor("ann"), "person", {"name": name}).pk
    )
    assert (made.given_name, made.family_name) == (given, family)


def test_parts_make_the_name(world: World) -> None:
    made = commands.create(world.actor("ann"), "person", {"given_name": "怡君", "family_name": "陳"})
    assert str(made) == "陳怡君"


def test_a_deal_follows_its_stage(world: World) -> None:
    from clientela.domains.deals import commands as deals

    ann = world.actor("ann")
    won = deals.win(ann, world.deal.pk)
    assert (won.stage_id, won.probability, won.closed_on is None) == (world.stages["Won"].pk, 100, False)
    assert deals.reopen(ann, won.pk).closed_on is None
    with pytest.raises(Refused):
        deals.lose(ann, won.pk, reason="")
    lost = deals.lose(ann, won.pk, reason="price")
    assert (lost.stage_id, lost.loss_reason) == (world.stages["Lost"].pk, "price")


@pytest.mark.parametrize(("who", "error"), [("ben", Denied), ("dan", Denied), ("cat", NotFound)])
def test_only_who_may_change_a_deal_moves_it(world: World, who: str, error: type[Exception]) -> None:
    from clientela.domains.deals import commands as deals

    with pytest.raises(error):
        deals.move(world.actor(who), world.deal.pk, world.stages["Proposal"].pk)
    assert gate.get(world.actor("ann"), Deal, world.deal.pk).stage_id == world.stages["Qualified"].pk


def test_lines_make_the_amount(world: World) -> None:
    ann = world.actor("ann")
    lathe = commands.create(world.actor("root"), "product", {"name": "Lathe"})
    commands.update(world.actor("root"), "product", lathe.pk, {"owner": ann.user_id})
    for quantity, discount in ((2, None), (1, 50)):
        commands.create(
            ann,
            "dealline",
            {
                "deal": world.deal.pk,
                "product": lathe.pk,
                "quantity": quantity,
                "price": "100 EUR",
                "discount": discount,
            },
        )
    deal = gate.get(ann, Deal, world.deal.pk)
    assert (deal.amount, deal.amount_currency) == (250, "EUR")
    line = gate.visible(ann, DealLine).get(quantity=1)
    commands.delete(ann, "dealline", line.pk)
    assert gate.get(ann, Deal, world.deal.pk).amount == 200
    commands.update(ann, "dealline", commands.restore(ann, "dealline", line.pk).pk, {"price": "100 PLN"})
    assert gate.get(ann, Deal, world.deal.pk).amount == 250, "euros and złoty have no sum"


def test_a_call_on_a_deal_of_a_hidden_company_is_logged_all_the_same(world: World) -> None:
    hidden = commands.create(world.actor("cat"), "company", {"name": "Hidden"})
    root = world.actor("root")
    deal = commands.create(
        root, "deal", {"name": "Shared", "owner": world.users["ann"].pk, "company": hidden.pk}
    )
    call: Any = commands.create(
        world.actor("ann"), "activity", {"kind": "call", "subject": "Hello", "about": f"deal:{deal.pk}"}
    )
    assert call.company_id is None
