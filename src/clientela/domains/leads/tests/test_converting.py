"""One command makes company, person and deal of a lead, loses nothing, and is taken back as exactly."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientela.domains.activities.models import Activity
from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal
from clientela.domains.leads import converting
from clientela.domains.leads.models import Conversion, Lead
from clientela.domains.leads.planning import NEW, NONE, Choices
from clientela.domains.leads.tests.conftest import stored
from clientela.engine.access import gate
from clientela.engine.entities import commands as shapes
from clientela.engine.entities import registry
from clientela.engine.errors import Refused
from clientela.engine.fields.link import Target
from clientela.engine.records import commands
from tests.api.conftest import Caller
from tests.screens.conftest import Browser
from tests.world import World

EVERYBODY = [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200)]


def one(model: Any, pk: Any) -> Any:
    return gate.unrestricted(model, reason="a test looks").get(pk=pk)


def rows(*models: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """Every living record as its fields say, without what a change by itself moves on."""
    found = {}
    moving = {"updated_at", "updated_by"}
    for model in models:
        entity = registry.of(model)
        for row in gate.unrestricted(model, reason="a test looks").filter(deleted_at=None):
            fields = (
                field
                for field in entity.fields
                if field.key not in moving and field.columns() + (field.key,) * field.custom
            )
            found[entity.key, str(row.pk)] = {field.key: field.to_json(field.load(row)) for field in fields}
    return found


@pytest.mark.parametrize("who, status", EVERYBODY)
def test_only_who_may_change_a_lead_converts_it(
    world: World, lead: Any, calls: Caller, who: str, status: int
) -> None:
    answer = calls(who).post(f"/leads/{lead.pk}/conversion", {})
    assert answer.status == status, answer.body
    assert (stored(lead).status == "converted") == (status == 200)


def test_values_go_where_they_belong(world: World, lead: Any, calls: Caller) -> None:
    body = calls("ann").post(f"/leads/{lead.pk}/conversion", {}).body
    company, person, deal = (
        one(Company, body["company"]),
        one(Person, body["person"]),
        one(Deal, body["deal"]),
    )
    assert (company.name, company.address["city"], company.source) == ("Nowak Tools", "Łódź", "fair")
    assert (person.name, person.email, person.company_id) == ("Jan Nowak", "jan@nowak.example", company.pk)
    assert (deal.name, deal.amount, deal.source) == ("Two lathes for Nowak Tools", 20_000, "fair")
    assert (deal.company_id, deal.person_id, deal.owner_id) == (company.pk, person.pk, world.users["ann"].pk)


def test_whom_we_know_is_found_by_address_and_only_completed(world: World, lead: Any, calls: Caller) -> None:
    commands.update(
        world.actor("ann"),
        "lead",
        lead.pk,
        {"email": "igor@example.org", "company_name": "Zaklady Lodz", "job_title": "Buyer"},
    )
    body = calls("ann").post(f"/leads/{lead.pk}/conversion", {}).body
    assert (body["company"], body["person"]) == (str(world.company.pk), str(world.person.pk))
    person = one(Person, world.person.pk)
    assert (person.name, person.job_title) == ("Игорь Петренко", "Buyer")


def test_a_field_of_the_companys_own_goes_along(world: World, lead: Any) -> None:
    root, ann = world.actor("root"), world.actor("ann")
    for entity in ("lead", "deal"):
        shapes.add_field(root, entity, label="Floor", kind="text")
    shapes.add_field(root, "lead", label="Shoe size", kind="text")
    commands.update(ann, "lead", lead.pk, {"floor": "third", "shoe_size": "44"})
    done: Any = converting.convert(ann, lead.pk)
    assert one(Deal, done.deal_id).custom == {"floor": "third"}
    assert Conversion.objects.get(lead=lead.pk).left == ["Shoe size"]
    assert stored(lead).custom["shoe_size"] == "44"


def test_the_story_goes_along_and_comes_back(world: World, lead: Any) -> None:
    ann = world.actor("ann")
    note = commands.create(
        ann, "activity", {"kind": "note", "about": Target("lead", lead.pk), "body": "Called at the fair"}
    )
    done: Any = converting.convert(ann, lead.pk)
    moved = one(Activity, note.pk)
    assert (moved.about_entity, moved.about_id, moved.person_id) == ("deal", done.deal_id, done.person_id)
    converting.unconvert(ann, lead.pk)
    back = one(Activity, note.pk)
    assert (back.about_entity, back.about_id, back.person_id, back.company_id) == (
        "lead",
        lead.pk,
        None,
        None,
    )


def test_a_lead_is_converted_once(world: World, lead: Any, calls: Caller) -> None:
    mine = calls("ann")
    first = mine.post(f"/leads/{lead.pk}/conversion", {}, Idempotency_Key="k1")
    again = mine.post(f"/leads/{lead.pk}/conversion", {}, Idempotency_Key="k1")
    assert (first.status, again.status, again.body["deal"]) == (200, 200, first.body["deal"])
    assert mine.post(f"/leads/{lead.pk}/conversion", {}).status == 409
    assert Conversion.objects.filter(lead=lead.pk).count() == 1
    assert mine.delete(f"/leads/{lead.pk}/conversion").status == 200
    assert mine.delete(f"/leads/{lead.pk}/conversion").status == 409
    assert mine.post(f"/leads/{lead.pk}/conversion", {}).status == 200


def test_what_was_worked_on_since_stays(world: World, lead: Any) -> None:
    ann = world.actor("ann")
    done: Any = converting.convert(ann, lead.pk)
    commands.update(ann, "deal", done.deal_id, {"amount": "1 EUR"})
    converting.unconvert(ann, lead.pk)
    kept = Conversion.objects.get(lead=lead.pk).kept
    assert {row["entity"] for row in kept} >= {"deal", "company", "person"}
    assert one(Deal, done.deal_id).deleted_at is None
    assert stored(lead).status == "new"


def test_a_note_on_the_deal_since_keeps_it(world: World, lead: Any) -> None:
    ann = world.actor("ann")
    done: Any = converting.convert(ann, lead.pk)
    commands.create(ann, "activity", {"kind": "note", "about": Target("deal", done.deal_id), "body": "Later"})
    converting.unconvert(ann, lead.pk)
    assert one(Deal, done.deal_id).deleted_at is None


def test_what_is_needed_is_found_out_first(world: World, lead: Any, calls: Caller) -> None:
    root = world.actor("root")
    checklist = commands.create(root, "checklist", {"name": "Direct", "pipeline": world.pipeline.pk})
    item = commands.create(
        root, "checklistitem", {"checklist": checklist.pk, "name": "Budget", "needed": True}
    )
    commands.update(world.actor("ann"), "lead", lead.pk, {"checklist": checklist.pk})
    mine = calls("ann")
    assert mine.post(f"/leads/{lead.pk}/conversion", {}).status == 409
    assert mine.patch(f"/leads/{lead.pk}", {"status": "qualified"}).status == 422
    assert mine.post(f"/leads/{lead.pk}/ticks", {"item": str(item.pk)}).status == 200
    assert mine.patch(f"/leads/{lead.pk}", {"status": "qualified"}).status == 200
    assert mine.post(f"/leads/{lead.pk}/conversion", {}).status == 200


@pytest.mark.parametrize("body, status", [
    ({"company": "nonsense"}, 422),
    ({"company": str(uuid.uuid4())}, 404),
    ({"deal": {"color": "red"}}, 422),
    ({"deal": {"amount": "much"}}, 422),
    ({"company": "none", "person": "none", "without_deal": True}, 409),
    ({"nonsense": 1}, 422),
])  # fmt: skip
def test_bad_choices_are_refused_and_change_nothing(
    world: World, lead: Any, calls: Caller, body: Any, status: int
) -> None:
    before = rows(Lead, Company, Person, Deal)
    answer = calls("ann").post(f"/leads/{lead.pk}/conversion", body)
    assert answer.status == status, answer.body
    assert rows(Lead, Company, Person, Deal) == before


def test_a_status_is_not_just_set_to_converted(world: World, lead: Any, calls: Caller) -> None:
    assert calls("ann").patch(f"/leads/{lead.pk}", {"status": "converted"}).status == 422
    converting.convert(world.actor("ann"), lead.pk)
    assert calls("ann").patch(f"/leads/{lead.pk}", {"status": "new"}).status == 422


VALUES = st.fixed_dictionaries({}, optional={
    "company_name": st.sampled_from(["Nowak Tools", "Zakłady Łódź", "Ferro"]),
    "email": st.sampled_from(["jan@nowak.example", "igor@example.org"]),
    "phone": st.just("+48 42 555 01 10"),
    "website": st.just("https://nowak.example"),
    "job_title": st.sampled_from(["Buyer", "Owner"]),
    "industry": st.just("metal"),
    "employees": st.integers(0, 9_000),
    "amount": st.just("12 000 PLN"),
    "interest": st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=20),
    "description": st.text(st.characters(categories=["Lu", "Ll", "Zs"]), max_size=40),
    "tags": st.lists(st.sampled_from(["hot", "fair"]), max_size=2),
    "campaign": st.just("Spring"),
    "do_not_contact": st.booleans(),
})  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=VALUES,
    company=st.sampled_from([None, NEW, NONE, "ours"]),
    person=st.sampled_from([None, NEW, NONE, "ours"]),
    deal=st.sampled_from([NEW, NONE]),
    notes=st.integers(0, 2),
)
def test_taking_back_leaves_the_same_rows(
    world: World, values: Any, company: Any, person: Any, deal: Any, notes: int
) -> None:
    ann = world.actor("ann")
    lead = commands.create(ann, "lead", {"name": f"Lead {uuid.uuid4().hex[:6]}", **values})
    for number in range(notes):
        commands.create(
            ann, "activity", {"kind": "note", "about": Target("lead", lead.pk), "body": f"Note {number}"}
        )
    ours = {"company": world.company.pk, "person": world.person.pk}
    before = rows(*(entity.model for entity in registry.every()))
    chosen = Choices(
        ours["company"] if company == "ours" else company,
        ours["person"] if person == "ours" else person,
        deal,
    )
    try:
        converting.convert(ann, lead.pk, chosen)
    except Refused:
        assert (company, person, deal) == (company, NONE, NONE)
        return
    assert rows(*(entity.model for entity in registry.every())) != before
    converting.unconvert(ann, lead.pk)
    assert rows(*(entity.model for entity in registry.every())) == before
    assert Conversion.objects.filter(lead=lead.pk).get().kept == []


def test_the_page_shows_before_it_does(world: World, lead: Any, client: Browser) -> None:
    page = client.as_("ann").get(f"/leads/{lead.pk}/conversion/").content.decode()
    assert "Nowak Tools" in page and "Two lathes for Nowak Tools" in page
    answer = client.post(
        f"/leads/{lead.pk}/conversion/",
        {"company": "new", "person": "new", "deal": "new", "deal.name": "Lathes", "key": "x1"},
    )
    assert answer.status_code == 302
    again = client.post(
        f"/leads/{lead.pk}/conversion/",
        {"company": "new", "person": "new", "deal": "new", "deal.name": "Lathes", "key": "x1"},
    )
    assert again.headers["Location"] == answer.headers["Location"]
    assert one(Deal, stored(lead).deal_id).name == "Lathes"
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "Take the conversion back" in page and "Lathes" in page
    assert "Jan Nowak" in client.get(f"/deals/{stored(lead).deal_id}/").content.decode()
    assert client.fragment("post", f"/leads/{lead.pk}/conversion/undoing/").status_code == 200
    assert stored(lead).status == "new"
