"""The form that makes a record: as a page, as a panel, with errors beside the fields, and at most once."""

from __future__ import annotations

import re
from typing import Any

import pytest

from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from tests.screens.conftest import Browser
from tests.world import World


def count(model: Any) -> int:
    return gate.unrestricted(model, reason="a test counts").filter(deleted_at=None).count()


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 200), ("cat", 200), ("dan", 403), ("root", 200), (None, 302)]
)
def test_only_who_may_create_gets_the_form(
    client: Browser, world: World, who: str | None, status: int
) -> None:
    for slug in ("companies", "people", "deals", "activities"):
        assert client.as_(who).get(f"/{slug}/new/").status_code == status, slug


def test_the_panel_is_a_dialog_and_the_page_is_whole(client: Browser, world: World) -> None:
    page = client.as_("ann").get("/people/new/").content.decode()
    panel = client.fragment("get", "/people/new/", target="div#overlay").content.decode()
    assert "<!doctype html>" in page
    assert panel.lstrip().startswith("<dialog")
    assert 'name="name"' in panel and 'name="key"' in panel


def test_the_form_as_it_comes_makes_a_record_of_defaults(client: Browser, world: World) -> None:
    """What a browser sends for a form in which only the name was typed."""
    text = client.as_("ann").get("/people/new/").content.decode()
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", text):
        name = re.search(r' name="([^"]+)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            value = re.search(r' value="([^"]*)"', tag)
            sent.setdefault(name[1], []).append(value[1] if value else "")
    client.post("/people/new/", sent | {"name": ["Ewa Nowak"]})
    person = gate.unrestricted(Person, reason="a test").get(name="Ewa Nowak")
    assert (person.do_not_contact, person.blacklisted, person.owner_id) == (
        False,
        False,
        world.users["ann"].pk,
    )


def test_a_person_is_made_with_a_company_that_was_only_typed(client: Browser, world: World) -> None:
    answer = client.as_("ann").post(
        "/people/new/", {"name": "Ewa Nowak", "company.new": "Nowe Zakłady", "phone": "+48 600 100 200"}
    )
    person = gate.unrestricted(Person, reason="a test").get(name="Ewa Nowak")
    company = gate.unrestricted(Company, reason="a test").get(name="Nowe Zakłady")
    assert answer.status_code == 302 and answer["Location"] == f"/people/{person.pk}/"
    assert person.company_id == company.pk and person.phone == "+48600100200"


def test_what_cannot_be_saved_says_so_beside_its_field_and_makes_nothing(
    client: Browser, world: World
) -> None:
    before = count(Person), count(Company)
    answer = client.as_("ann").fragment(
        "post",
        "/people/new/",
        {"name": "", "email": "not-an-email", "company.new": "Nobody"},
        target="form#form-person",
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="e-email"' in text and 'id="e-name"' in text and 'value="not-an-email"' in text
    assert 'name="company.new"' in text
    assert (count(Person), count(Company)) == before


def test_the_same_key_makes_one_record(client: Browser, world: World) -> None:
    typed = {"name": "Twice", "key": "0192-form"}
    first = client.as_("ann").post("/companies/new/", typed)
    second = client.post("/companies/new/", typed)
    assert first["Location"] == second["Location"]
    assert gate.unrestricted(Company, reason="a test").filter(name="Twice").count() == 1


def test_a_deal_is_made_from_its_company_with_an_amount_in_words(client: Browser, world: World) -> None:
    form = (
        client.as_("ann")
        .fragment("get", f"/deals/new/?company={world.company.pk}&back=1", target="div#overlay")
        .content.decode()
    )
    assert "Zakłady Łódź" in form
    answer = client.fragment(
        "post",
        "/deals/new/",
        {
            "name": "Press",
            "company": str(world.company.pk),
            "amount.amount": "12 500",
            "amount.currency": "PLN",
            "back": "1",
        },
        target="form#form-deal",
    )
    deal = gate.unrestricted(Deal, reason="a test").get(name="Press")
    assert answer.status_code == 201 and "saved" in answer["HX-Trigger"]
    assert (deal.amount, deal.amount_currency, deal.company_id) == (12500, "PLN", world.company.pk)


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]
)
def test_only_who_may_change_gets_the_whole_form_of_a_record(
    client: Browser, world: World, who: str | None, status: int
) -> None:
    assert client.as_(who).get(f"/companies/{world.company.pk}/edit/").status_code == status


def test_the_whole_form_saves_and_tells_of_a_change_made_meanwhile(client: Browser, world: World) -> None:
    path = f"/companies/{world.company.pk}/edit/"
    saved = client.as_("ann").post(path, {"name": "Zakłady Nowe", "version": "1"})
    late = client.post(path, {"name": "Zakłady Inne", "version": "1"})
    world.company.refresh_from_db()
    assert (saved.status_code, late.status_code, world.company.name) == (302, 412, "Zakłady Nowe")
    text = late.content.decode()
    assert "Zakłady Nowe" in text and 'value="Zakłady Inne"' in text and 'name="version" value="2"' in text


@pytest.mark.parametrize("path", ["/nothing/new/", "/companies/new"])
def test_an_unknown_kind_is_not_found(client: Browser, world: World, path: str) -> None:
    assert client.as_("ann").get(path).status_code in (301, 404)
