"""Lists: what may be asked, and what is said to a question that makes no sense."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from clientela.engine.entities import registry
from clientela.engine.query import saved
from clientela.engine.records import commands
from tests.api.conftest import Caller
from tests.world import World


@pytest.fixture
def deals(world: World) -> World:
    for number in range(1, 6):
        values = {
            "name": f"Deal {number}",
            "amount": f"{number}000 EUR",
            "company": world.company.pk if number % 2 else None,
        }
        commands.create(world.actor("ann"), "deal", values)
    return world


def names(calls: Caller, query: str) -> list[str]:
    answer = calls("ann").get(f"/deals?{query}")
    assert answer.status == 200, answer.body
    return [item["name"] for item in answer.body["items"]]


def test_filters_search_and_order(deals: World, calls: Caller) -> None:
    assert names(calls, "amount__gte=3000&amount__lte=4000&sort=-amount") == ["Deal 4", "Deal 3"]
    assert names(calls, "company__address.city=" + quote("Łódź") + "&amount__lt=9999&sort=name") == [
        "Deal 1",
        "Deal 3",
        "Deal 5",
    ]
    assert names(calls, "company__empty=true&sort=amount") == ["Deal 2", "Deal 4"]
    assert names(calls, "q=cnc&owner=me") == ["CNC line"]
    either = {
        "any": [
            {"field": "name", "op": "eq", "value": "Deal 1"},
            {"field": "amount", "op": "gt", "value": "100000"},
        ]
    }
    assert names(calls, "sort=name&filter=" + quote(json.dumps(either))) == ["CNC line", "Deal 1"]


def test_linked_records_stand_in_the_place_of_their_ids_if_they_may_be_seen(
    deals: World, calls: Caller
) -> None:
    item = calls("ann").get("/deals?q=cnc&expand=company,owner,pipeline").body["items"][0]
    assert item["company"]["name"] == "Zakłady Łódź"
    assert item["owner"]["email"] == "ann@example.org"
    assert item["pipeline"]["name"] == "Direct sales"
    task = commands.create(deals.actor("ann"), "activity", {"subject": "x", "about": f"deal:{deals.deal.pk}"})
    assert calls("ann").get(f"/activities/{task.pk}?expand=about").body["about"]["name"] == "CNC line"
    hidden = commands.create(deals.actor("cat"), "company", {"name": "Hidden"})
    commands.update(deals.actor("root"), "deal", deals.deal.pk, {"company": hidden.pk})
    assert calls("ann").get(f"/deals/{deals.deal.pk}?expand=company").body["company"] == str(hidden.pk)


def test_only_the_fields_asked_for(deals: World, calls: Caller) -> None:
    item = calls("ann").get("/deals?fields=name,amount&limit=1").body["items"][0]
    assert set(item) == {"id", "version", "name", "amount"}
    assert set(calls("ann").get(f"/deals/{deals.deal.pk}?fields=").body) == {"id", "version"}


def test_a_saved_view_is_a_list(deals: World, calls: Caller) -> None:
    filter_ = {"all": [{"field": "amount", "op": "gte", "value": "4000"}]}
    view = saved.save(deals.actor("ann"), registry.get("deal"), name="Large", filter=filter_, sort="-amount")
    listed = calls("ann").get("/views?entity=deal").body["items"]
    assert [found["name"] for found in listed] == ["Large"]
    assert names(calls, f"view={view.pk}") == ["CNC line", "Deal 5", "Deal 4"]
    assert calls("cat").get(f"/deals?view={view.pk}").status == 404
    assert calls("ann").get("/views?entity=nonsense").parameters == ["entity"]


@pytest.mark.parametrize(
    "query, parameter",
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=abc", "limit"),
        ("limit=٣", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("sort=nonsense", "sort"),
        ("sort=--name", "sort"),
        ("sort=description", "sort"),
        ("fields=name,nonsense", "fields"),
        ("fields=company.name", "fields"),
        ("expand=name", "expand"),
        ("expand=company.parent", "expand"),
        ("after=nonsense", "after"),
        ("after=W10", "after"),
        ("nonsense=1", "nonsense"),
        ("amount__between=1", "amount"),
        ("amount__gte=much", "amount"),
        ("company__nonsense=1", "company__nonsense"),
        ("name__name=1", "name"),
        ("filter={", "filter"),
        ("filter=[]&filter=7", "filter"),
        ('filter={"any":[{"field":1}]}', "filter/any/0"),
        ("expected_close=31.5.2026", "expected_close"),
        ("owner=you", "owner"),
        ("columns=name", "columns"),
        ("deleted=maybe", "deleted"),
        ("name=%00", "name"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_where(
    deals: World, calls: Caller, query: str, parameter: str
) -> None:
    refused = calls("ann").get(f"/deals?{query}")
    assert (refused.status, refused.headers["Content-Type"]) == (400, "application/problem+json"), (
        refused.body
    )
    assert refused.parameters == [parameter]


def test_a_cursor_belongs_to_its_order(deals: World, calls: Caller) -> None:
    cursor = calls("ann").get("/deals?limit=1&sort=name").body["next"]
    assert calls("ann").get(f"/deals?limit=1&sort=amount&after={cursor}").parameters == ["after"]


def test_pages_of_500_cost_no_more_queries_than_pages_of_2(
    deals: World, calls: Caller, django_assert_num_queries: object
) -> None:
    ann = calls("ann")
    ann.get("/me")
    for size in (2, 500):
        with django_assert_num_queries(4):  # type: ignore[operator]  # caller, deals, companies, colleagues
            assert ann.get(f"/deals?limit={size}&sort=name&expand=company,owner").status == 200


def test_addresses_that_do_not_exist(world: World, calls: Caller) -> None:
    ann = calls("ann")
    for path in (
        "/nonsense",
        "/deals/",
        "/deals/7",
        "/deals/7/closure",
        f"/deals/{world.deal.pk}/nonsense",
        "/me/",
        "",
        "/a/b/c/d",
    ):
        answer = ann.get(path) if not path.endswith("nonsense") or path.count("/") < 3 else ann.post(path, {})
        assert answer.status in (404, 405), path
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_methods(world: World, calls: Caller) -> None:
    ann, here = calls("ann"), f"/deals/{world.deal.pk}"
    for method, path, allowed in (
        ("PUT", here, "DELETE, GET, HEAD, OPTIONS, PATCH"),
        ("DELETE", "/deals", "GET, HEAD, OPTIONS, POST"),
        ("POST", "/me", "GET, HEAD, OPTIONS"),
        ("GET", "/deals/batch", "OPTIONS, POST"),
        ("DELETE", f"{here}/moves", "OPTIONS, POST"),
    ):
        refused = ann(method, path)
        assert (refused.status, refused.headers["Allow"]) == (405, allowed), path
        assert ann("OPTIONS", path).status == 204
    whole, head = ann.get("/deals"), ann("HEAD", "/deals")
    assert (head.status, head.response.content, head.headers["Content-Length"]) == (
        200,
        b"",
        whole.headers["Content-Length"],
    )
