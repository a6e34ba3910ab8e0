"""The list of every entity: what it shows, to whom, in what order, and what it says to a bad address."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clientela.engine.entities import registry
from clientela.engine.query import saved
from clientela.engine.records import commands
from tests.screens.conftest import Browser

SLUGS = [entity.slug for entity in registry.every()]


def text(response: Any) -> str:
    return str(response.content.decode())


def rows(response: Any) -> list[str]:
    return re.findall(r'<tr id="row-([0-9a-f-]+)"', text(response))


@pytest.fixture
def companies(client: Browser) -> list[uuid.UUID]:
    """Sixty more of Ann's companies: more than a page."""
    values = [
        {"name": f"Firma {n:02}", "employees": n, "address.city": "Łódź", "state": "lead"} for n in range(60)
    ]
    return [
        outcome.unwrap() for outcome in commands.create_many(client.world.actor("ann"), "company", values)
    ]


@pytest.mark.parametrize(
    "who, status, seen",
    [("ann", 200, 1), ("ben", 200, 1), ("cat", 200, 0), ("dan", 200, 1), ("root", 200, 1)],
)
def test_everybody_sees_what_they_may(client: Browser, who: str, status: int, seen: int) -> None:
    response = client.as_(who).get("/companies/")
    assert (response.status_code, len(rows(response))) == (status, seen)


def test_a_visitor_is_asked_to_sign_in(client: Browser) -> None:
    response = client.get("/companies/?state=lead")
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/companies/%3Fstate%3Dlead"


def test_a_role_without_the_right_is_refused(client: Browser) -> None:
    role = client.world.users["dan"].roles.get()
    role.grants = {"*": {"view": "all"}, "deal": {"view": "none"}}
    role.save()
    assert client.as_("dan").get("/deals/").status_code == 403
    assert client.get("/deals/export/").status_code == 403
    assert client.get("/companies/").status_code == 200


@pytest.mark.parametrize("slug", SLUGS)
def test_every_entity_has_a_list(client: Browser, slug: str) -> None:
    response = client.as_("root").get(f"/{slug}/")
    assert response.status_code == 200
    assert str(registry.by_slug(slug).label_plural) in text(response)


def test_only_rows_that_may_be_changed_offer_it(client: Browser) -> None:
    assert "can-edit" in text(client.as_("ann").get("/companies/"))
    assert "can-edit" not in text(client.as_("ben").get("/companies/"))  # sees the team's, changes only own


def test_more_rows_follow_where_the_first_end(client: Browser, companies: list[uuid.UUID]) -> None:
    first = client.as_("ann").get("/companies/?sort=name")
    assert len(rows(first)) == 50
    (href,) = set(re.findall(r'href="([^"]+)" data-more', text(first)))
    more = client.fragment("get", href.replace("&amp;", "&"), target="div#more")
    assert len(rows(more)) == 11
    assert not set(rows(first)) & set(rows(more))
    assert "<hx-partial" in text(more) and "<html" not in text(more)


def test_a_chunk_is_fetched_again_up_to_its_last_row(client: Browser, companies: list[uuid.UUID]) -> None:
    first = client.as_("ann").get("/companies/?sort=name")
    (url,) = re.findall(r'data-live-url="(/companies/rows/[^"]+)"', text(first))
    commands.create(client.world.actor("ann"), "company", {"name": "Aaa"})
    again = rows(client.fragment("get", url.replace("&amp;", "&")))
    assert len(again) == 51 and set(rows(first)) <= set(again)


@pytest.mark.parametrize(
    "query, found",
    [
        ("state=lead", 60), ("employees__gte=50", 10), ("employees__gte=50&employees__lt=55", 5), ("address.city=Łódź&state=customer", 1),
        ("owner=me", 60), ("q=zaklady", 1), ("q=nothing-like-it", 0), ("name__contains=firma 0", 10), ("sort=-employees&employees__empty=false", 50),
    ],
)  # fmt: skip
def test_filters_and_search_narrow(
    client: Browser, companies: list[uuid.UUID], query: str, found: int
) -> None:
    response = client.as_("ann").get(f"/companies/?{query}")
    assert response.status_code == 200
    assert len(rows(response)) == min(found, 50)


@pytest.mark.parametrize(
    "query, place",
    [
        ("colour=red", "colour"), ("employees__about=5", "employees"), ("employees__gte=many", "employees"), ("sort=colour", "sort"),
        ("sort=tags", "sort"), ("after=nonsense", "marker"), ("filter={", "filter"), ("columns=name,colour", "columns"),
        ("layout=pie", "layout"), ("layout=board", "layout"), ("state=nowhere", "state"), ("owner=nobody", "owner"),
    ],
)  # fmt: skip
def test_a_bad_address_is_named_and_the_page_stays_usable(client: Browser, query: str, place: str) -> None:
    response = client.as_("ann").get(f"/companies/?{query}")
    assert response.status_code == 400
    assert 'role="alert"' in text(response) and place in text(response).partition('role="alert"')[2][:900]
    assert "New company" in text(response) and not rows(response)


def test_text_from_outside_is_shown_as_text(client: Browser) -> None:
    commands.create(
        client.world.actor("ann"), "company", {"name": "<script>alert(1)</script>", "tags": ["<b>x</b>"]}
    )
    shown = text(client.as_("ann").get("/companies/?q=%3Cimg%20src=x%3E"))
    assert "<img src=x" not in shown
    shown = text(client.get("/companies/"))
    assert "<script>alert" not in shown and "<b>x</b>" not in shown


def test_the_number_of_queries_does_not_grow_with_rows(client: Browser, companies: list[uuid.UUID]) -> None:
    client.as_("ann").get("/companies/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/companies/?state=customer")
    with CaptureQueriesContext(connection) as many:
        client.get("/companies/")
    assert len(many) <= len(few) + 2  # the estimate: a plan and a count
    assert len(many) <= 16


def test_chosen_columns_are_shown_and_remembered(client: Browser) -> None:
    response = client.as_("ann").post("/companies/columns/", {"column": ["name", "website", "employees"]})
    assert response["Location"] == "/companies/"
    heads = re.findall(r"<th[^>]*>(.*?)</th>", text(client.get("/companies/")))
    assert [re.sub("<.*?>", "", head) for head in heads[1:]] == ["Company", "Web site", "Employees"]
    client.post("/companies/columns/", {"reset": "1"})
    assert "Industry" in text(client.get("/companies/"))


def test_columns_in_the_address_win(client: Browser) -> None:
    heads = re.findall(
        r"<th[^>]*>(.*?)</th>", text(client.as_("ann").get("/companies/?columns=website,name"))
    )
    assert [re.sub("<.*?>", "", head) for head in heads[1:]] == ["Web site", "Company"]


def test_an_empty_list_teaches_and_a_search_without_hits_offers_to_create(client: Browser) -> None:
    assert "The goods and services you sell" in text(client.as_("ann").get("/products/"))
    nothing = text(client.get("/companies/?q=Nowhere"))
    assert "Nothing matches" in nothing and "/companies/new/?name=Nowhere" in nothing


def test_the_count_is_exact_when_asked(client: Browser, companies: list[uuid.UUID]) -> None:
    assert ">61<" in text(client.as_("ann").get("/companies/count/"))
    assert ">60<" in text(client.get("/companies/count/?state=lead"))


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "state",
        "owner",
        "employees",
        "created_at",
        "tags",
        "do_not_contact",
        "parent",
        "company__state",
    ],
)
def test_a_condition_can_be_asked_of_every_kind_of_field(client: Browser, field: str) -> None:
    slug = "people" if "__" in field else "companies"
    response = client.as_("ann").fragment("get", f"/{slug}/filters/{field}/")
    assert response.status_code == 200
    assert 'name="op"' in text(response)


def test_a_condition_becomes_a_chip(client: Browser) -> None:
    offered = text(client.as_("ann").fragment("get", "/companies/filters/"))
    assert "/companies/filters/state/" in offered and "/companies/filters/address.city/" in offered
    sent = client.fragment(
        "post", "/companies/filters/state/?q=x", {"op": "in", "many": ["lead", "customer"]}
    )
    assert sent.status_code == 204 and "/companies/?q=x&state__in=lead%2Ccustomer" in sent["HX-Trigger"]
    shown = text(client.get("/companies/?state__in=lead,customer"))
    assert "State is any of Lead or Customer" in shown
    assert "/companies/filters/state/0/?state__in=lead%2Ccustomer" in shown


def test_a_bad_condition_is_told_in_the_popover(client: Browser) -> None:
    sent = client.as_("ann").fragment("post", "/companies/filters/employees/", {"op": "gte", "text": "many"})
    assert sent.status_code == 422 and "is not a number" in text(sent)
    assert client.fragment("get", "/companies/filters/colour/").status_code == 404


def test_a_view_filter_can_be_taken_off(client: Browser) -> None:
    ann = client.world.actor("ann")
    view = saved.save(
        ann,
        registry.get("company"),
        name="Leads",
        filter={"all": [{"field": "state", "op": "eq", "value": "lead"}]},
    )
    shown = client.as_("ann").get(f"/companies/?view={view.pk}")
    assert not rows(shown)
    (off,) = re.findall(r'class="chip-off" href="([^"]+)"', text(shown))
    assert len(rows(client.get(off.replace("&amp;", "&")))) == 1
