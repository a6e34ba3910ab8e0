"""How values travel: money, times, parts, clearing, ids of the caller's own, fields added a moment ago."""

from __future__ import annotations

from typing import Any

import pytest

from clientela.engine.entities import commands as shaping
from tests.api.conftest import Caller
from tests.world import World


def test_values_are_written_the_same_for_every_program(world: World, calls: Caller) -> None:
    deal = calls("ann").get(f"/deals/{world.deal.pk}").body
    assert deal["amount"] == {"amount": "148000.00", "currency": "EUR"}
    assert deal["company"] == str(world.company.pk)
    assert deal["probability"] == "10"
    assert deal["created_at"].endswith("Z") and len(deal["created_at"]) == 27
    assert deal["closed_on"] is None


def test_null_clears_and_what_is_left_out_stays(world: World, calls: Caller) -> None:
    here = f"/companies/{world.company.pk}"
    changed = calls("ann").patch(here, {"phone": None, "address": {"country": "PL"}}).body
    assert changed["phone"] is None
    assert changed["address"] == {"city": "Łódź", "country": "PL"}
    assert calls("ann").patch(here, {"address": {"city": None}}).body["address"] == {"country": "PL"}
    assert calls("ann").patch(here, {"address": None}).body["address"] is None


def test_a_patch_of_part_of_an_amount_keeps_the_rest(world: World, calls: Caller) -> None:
    here = f"/deals/{world.deal.pk}"
    dollars = {"amount": {"amount": "9.50", "currency": "USD"}}
    assert calls("ann").patch(here, dollars).body["amount"] == dollars["amount"]
    assert calls("ann").patch(here, {"amount": {"amount": "10"}}).body["amount"] == {
        "amount": "10.00",
        "currency": "USD",
    }
    batch = {
        "operations": [{"op": "update", "id": str(world.deal.pk), "values": {"amount": {"amount": "11"}}}]
    }
    assert calls("ann").post("/deals/batch", batch).status == 200
    assert calls("ann").get(here).body["amount"] == {"amount": "11.00", "currency": "USD"}


def test_a_patch_that_changes_nothing_makes_no_version(world: World, calls: Caller) -> None:
    here = f"/companies/{world.company.pk}"
    before = calls("ann").get(here).body
    assert (
        calls("ann").patch(here, {"name": before["name"]}, content_type="application/merge-patch+json").body
        == before
    )


@pytest.mark.parametrize(
    "values, pointers",
    [
        ({"name": ""}, ["/name"]),
        ({"name": ["a"]}, ["/name"]),
        ({"email": "nobody"}, ["/email"]),
        ({"phone": "12"}, ["/phone"]),
        ({"state": "nonsense", "website": "x y"}, ["/state", "/website"]),
        ({"revenue": {"amount": "much", "currency": "EUR"}}, ["/revenue"]),
        ({"revenue": {"amount": "1", "currency": "XXY"}}, ["/revenue"]),
        ({"address": {"planet": "Mars"}}, ["/address/planet"]),
        ({"address": {"country": "Atlantis"}}, ["/address/country"]),
        ({"address.city": "Łódź"}, ["/address.city"]),
        ({"parent": "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"}, ["/parent"]),
        ({"tags": [1]}, ["/tags"]),
        ({"owner": {}}, ["/owner"]),
    ],
)
def test_each_bad_value_is_named(
    world: World, calls: Caller, values: dict[str, Any], pointers: list[str]
) -> None:
    before = calls("ann").get(f"/companies/{world.company.pk}").body
    refused = calls("ann").patch(f"/companies/{world.company.pk}", values)
    assert refused.status == 422, refused.body
    assert sorted(refused.pointers) == pointers
    assert all(error["detail"] for error in refused.body["errors"])
    assert calls("ann").get(f"/companies/{world.company.pk}").body == before


def test_an_id_of_the_caller_s_own_is_kept_once(world: World, calls: Caller) -> None:
    own = "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"
    assert calls("ann").post("/companies", {"id": own, "name": "A"}).body["id"] == own
    assert calls("ann").post("/companies", {"id": own, "name": "B"}).pointers == ["/id"]
    assert calls("ann").post("/companies", {"id": "7", "name": "B"}).pointers == ["/id"]


def test_a_field_added_a_moment_ago_is_in_everything(world: World, calls: Caller) -> None:
    root = world.actor("root")
    key = shaping.add_field(root, "company", label="Machine hours", kind="number")
    money = shaping.add_field(root, "company", label="Budget", kind="money")
    ann, here = calls("ann"), f"/companies/{world.company.pk}"
    assert ann.get(here).body[key] is None
    changed = ann.patch(here, {key: "1250.5", money: {"amount": "7", "currency": "PLN"}}).body
    assert (changed[key], changed[money]) == ("1250.5", {"amount": "7.00", "currency": "PLN"})
    assert [item["id"] for item in ann.get(f"/companies?{key}__gte=1000&sort=-{key}").body["items"]] == [
        str(world.company.pk)
    ]
    document = ann.get("/openapi.json").body["components"]["schemas"]
    assert key in document["Company"]["properties"] and key in document["CompanyPatch"]["properties"]
    shaping.archive_field(root, "company", key)
    assert key not in ann.get(here).body
    assert ann.patch(here, {key: "1"}).pointers == [f"/{key}"]


@pytest.mark.parametrize(
    "slug, values, status",
    [
        ("activities", {"subject": "x", "due_at": "0465-01-15T19:26:37-20:27"}, 201),
        ("activities", {"subject": "x", "due_at": "0001-01-01T00:00:00+14:00"}, 422),
        ("activities", {"subject": "x", "due_at": "9999-12-31T23:59:59-14:00"}, 422),
        ("branches", {"name": "n" * 201}, 422),
        (
            "users",
            {"name": "Fay", "email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example"},
            422,
        ),
    ],
)
def test_what_no_column_holds_is_refused_by_name(
    world: World, calls: Caller, slug: str, values: dict[str, Any], status: int
) -> None:
    assert calls("root").post(f"/{slug}", values).status == status


def test_a_sum_that_no_column_holds_is_refused(world: World, calls: Caller) -> None:
    ann = calls("ann")
    product = ann.post("/products", {"name": "Mill"}).body["id"]
    line = {
        "deal": str(world.deal.pk),
        "product": product,
        "quantity": "1e13",
        "price": {"amount": "1e13", "currency": "EUR"},
    }
    refused = ann.post("/deal-lines", line)
    assert refused.status == 409, refused.body
    assert ann.get("/deal-lines").body["items"] == []
