"""Merging moves everything that points at the losers, and un-merging brings exactly that back."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientela.domains.activities.models import Activity
from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from clientela.engine.entities import registry, shape
from clientela.engine.entities.models import CustomField, ShapeVersion
from clientela.engine.errors import Conflict, Denied, NotFound, Refused
from clientela.engine.fields.link import Target
from clientela.engine.records import commands
from clientela.engine.records.merging import merge, unmerge
from clientela.engine.records.models import Merge
from tests import world as cast
from tests.world import World

# What every write changes, and what says how often.
LEFT_OUT = {"version", "updated_at", "updated_by_id"}


@pytest.fixture
def world(db: None) -> World:
    return cast.build()


def everything() -> dict[str, dict[Any, dict[str, Any]]]:
    """All rows of all entities' tables, without what merely counts writes."""
    found = {}
    for entity in registry.every():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT to_jsonb(t), t.search::text FROM "{entity.model._meta.db_table}" t')
            rows = [
                (row if isinstance(row, dict) else __import__("json").loads(row), search)
                for row, search in cursor
            ]
        found[entity.key] = {
            row["id"]: {k: v for k, v in row.items() if k not in LEFT_OUT} | {"search": search}
            for row, search in rows
        }
    return found


def stored(model: Any, pk: uuid.UUID) -> Any:
    return gate.unrestricted(model, reason="a test looks").get(pk=pk)


def other_company(world: World, **values: Any) -> Any:
    return commands.create(world.actor("ann"), "company", {"name": "Zaklady Lodz", **values})


def test_everything_that_pointed_at_the_loser_points_at_the_winner(world: World) -> None:
    ann = world.actor("ann")
    loser = other_company(world, tags="metal", website="lodz.example")
    person = commands.create(ann, "person", {"name": "Ewa Nowak", "company": loser.pk})
    deal = commands.create(ann, "deal", {"name": "Lift", "company": loser.pk})
    note = commands.create(ann, "activity", {"kind": "note", "body": "Hello", "about": f"company:{loser.pk}"})
    child = commands.create(ann, "company", {"name": "Child", "parent": loser.pk})
    done = merge(ann, "company", world.company.pk, [loser.pk])
    assert stored(Person, person.pk).company_id == world.company.pk
    assert stored(Deal, deal.pk).company_id == world.company.pk
    assert (
        stored(Activity, note.pk).about_id == world.company.pk
        and stored(Activity, note.pk).company_id == world.company.pk
    )
    assert stored(Company, child.pk).parent_id == world.company.pk
    winner = stored(Company, world.company.pk)
    assert (winner.tags, winner.website, winner.name) == (["metal"], "https://lodz.example", "Zakłady Łódź")
    assert stored(Company, loser.pk).deleted_at is not None
    assert done.after == {"tags": ["metal"], "website": "https://lodz.example"}


def test_choices_take_a_losers_value(world: World) -> None:
    loser = other_company(world, phone="+48 42 555 99 99")
    merge(
        world.actor("ann"),
        "company",
        world.company.pk,
        [loser.pk],
        {"name": loser.pk, "phone": world.company.pk},
    )
    winner = stored(Company, world.company.pk)
    assert (winner.name, winner.phone) == ("Zaklady Lodz", "+48425550110")


def test_a_warning_on_either_stays(world: World) -> None:
    loser = other_company(world, do_not_contact=True)
    merge(world.actor("ann"), "company", world.company.pk, [loser.pk])
    assert stored(Company, world.company.pk).do_not_contact is True


def test_links_of_users_own_making_move_too(world: World) -> None:
    CustomField.objects.create(entity="deal", key="supplier", label="Supplier", kind="link", target="company")
    ShapeVersion.objects.update_or_create(id=1, defaults={"number": 77})
    shape.refresh()
    try:
        ann = world.actor("ann")
        loser = other_company(world)
        commands.update(ann, "deal", world.deal.pk, {"supplier": loser.pk})
        before = everything()
        done = merge(ann, "company", world.company.pk, [loser.pk])
        assert stored(Deal, world.deal.pk).custom["supplier"] == str(world.company.pk)
        unmerge(ann, done.pk)
        assert everything() == before
    finally:
        CustomField.objects.all().delete()
        ShapeVersion.objects.update(number=78)
        shape.refresh()


def test_what_was_changed_since_stays_and_is_told(world: World) -> None:
    ann = world.actor("ann")
    loser = other_company(world, website="lodz.example", industry="metal")
    deal = commands.create(ann, "deal", {"name": "Lift", "company": loser.pk})
    third = commands.create(ann, "company", {"name": "Third"})
    done = merge(ann, "company", world.company.pk, [loser.pk])
    commands.update(ann, "deal", deal.pk, {"company": third.pk})
    commands.update(ann, "company", world.company.pk, {"website": "new.example"})
    back = unmerge(ann, done.pk)
    winner = stored(Company, world.company.pk)
    assert back.kept == {"fields": ["website"], "rows": {"deal": 1}}
    assert (winner.website, winner.industry) == ("https://new.example", None)
    assert stored(Deal, deal.pk).company_id == third.pk
    assert stored(Company, loser.pk).deleted_at is None


def test_a_merge_is_taken_back_once(world: World) -> None:
    ann = world.actor("ann")
    done = merge(ann, "company", world.company.pk, [other_company(world).pk])
    unmerge(ann, done.pk)
    with pytest.raises(Refused):
        unmerge(ann, done.pk)


def test_a_parent_that_is_merged_with_its_child_is_not_its_own_parent(world: World) -> None:
    ann = world.actor("ann")
    loser = other_company(world)
    middle = commands.create(ann, "company", {"name": "Middle", "parent": loser.pk})
    commands.update(ann, "company", world.company.pk, {"parent": middle.pk})
    before = everything()
    done = merge(ann, "company", world.company.pk, [loser.pk])
    assert stored(Company, world.company.pk).parent_id is None
    assert stored(Company, middle.pk).parent_id == world.company.pk
    unmerge(ann, done.pk)
    assert everything() == before


@pytest.mark.parametrize(
    "who, outcome", [("ann", None), ("ben", Denied), ("cat", NotFound), ("dan", Denied), ("root", None)]
)
def test_only_who_may_merge_all_of_them_merges(
    world: World, who: str, outcome: type[Exception] | None
) -> None:
    loser = other_company(world)

    def run() -> Merge:
        return merge(world.actor(who), "company", world.company.pk, [loser.pk])

    if outcome is None:
        done = run()
        for other, refusal in (("ben", Denied), ("cat", NotFound)):
            with pytest.raises(refusal):
                unmerge(world.actor(other), done.pk)
    else:
        with pytest.raises(outcome):
            run()
        assert stored(Company, loser.pk).deleted_at is None


def test_what_cannot_be_merged_is_refused(world: World) -> None:
    ann, loser = world.actor("ann"), other_company(world)
    with pytest.raises(Refused):
        merge(ann, "company", world.company.pk, [])
    with pytest.raises(Refused):
        merge(ann, "company", world.company.pk, [world.company.pk])
    with pytest.raises(NotFound):
        merge(ann, "company", world.company.pk, [uuid.uuid4()])
    with pytest.raises(Conflict):
        merge(ann, "company", world.company.pk, [loser.pk], versions={loser.pk: 7})
    assert stored(Company, loser.pk).deleted_at is None


def test_a_repeated_request_merges_once(world: World) -> None:
    ann, loser = world.actor("ann"), other_company(world)
    first = merge(ann.once("m"), "company", world.company.pk, [loser.pk])
    assert merge(ann.once("m"), "company", world.company.pk, [loser.pk]).pk == first.pk


words = st.sampled_from(["Metal", "Key", "metal", "Fair 2026"])
companies = st.fixed_dictionaries(
    {"name": st.sampled_from(["Alpha", "Бета", "伽瑪"])},
    optional={
        "phone": st.sampled_from(["+48425550110", "+886227951941"]),
        "revenue": st.sampled_from(["12.50 EUR", "100 PLN"]),
        "employees": st.integers(0, 99),
        "address": st.fixed_dictionaries({"city": st.sampled_from(["Łódź", "台北"])}),
        "tags": st.lists(words),
        "do_not_contact": st.booleans(),
        "description": st.text(max_size=20).filter(lambda text: "\0" not in text and text.isprintable()),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_merging_and_taking_it_back_leaves_everything_as_it_was(world: World, data: st.DataObject) -> None:
    ann = world.actor("ann")
    made = [
        commands.create(ann, "company", values)
        for values in data.draw(st.lists(companies, min_size=2, max_size=4))
    ]
    any_of = st.sampled_from(made)
    for number in range(data.draw(st.integers(0, 5))):
        at = data.draw(any_of).pk
        person = commands.create(ann, "person", {"name": f"P {number}", "company": at})
        deal = commands.create(
            ann, "deal", {"name": f"D {number}", "company": data.draw(any_of).pk, "person": person.pk}
        )
        commands.create(ann, "activity", {"kind": "note", "body": "x", "about": Target("deal", deal.pk)})
        commands.create(ann, "activity", {"kind": "task", "subject": "y", "about": Target("company", at)})
    for child, parent in data.draw(
        st.lists(st.sampled_from([(a, b) for a in made for b in made if a.pk > b.pk]), max_size=3)
    ):
        commands.update(ann, "company", child.pk, {"parent": parent.pk})
    winner, *losers = data.draw(st.permutations(made))
    choices = {
        key: data.draw(any_of).pk
        for key in data.draw(st.sets(st.sampled_from(["name", "phone", "tags", "revenue"])))
    }
    before = everything()
    done = merge(ann, "company", winner.pk, [loser.pk for loser in losers], choices)
    back = unmerge(ann, done.pk)
    assert everything() == before
    assert back.kept == {"fields": [], "rows": {}}
