"""Saved views over the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Caller

FILTER = {"all": [{"field": "state", "op": "eq", "value": "customer"}]}


def kept(calls: Caller, who: str = "ann", **more: Any) -> Any:
    return calls(who).post("/views", {"entity": "company", "name": "Customers", "filter": FILTER, **more})


def test_a_view_is_kept_changed_used_and_deleted(calls: Caller) -> None:
    ann = calls("ann")
    made = kept(calls, columns=["name", "state"], sort="-created_at", audience="shared")
    assert made.status == 201 and made.headers["Location"] == f"/api/v1/views/{made.body['id']}"
    ann.post("/companies", {"name": "Nowa", "state": "customer"})
    listed = ann.get(f"/companies?view={made.body['id']}").body["items"]
    assert [one["name"] for one in listed] == ["Nowa", "Zakłady Łódź"]
    changed = ann.patch(f"/views/{made.body['id']}", {"name": "Ours"}).body
    assert changed == made.body | {"name": "Ours"}
    assert calls("cat").get(f"/views/{made.body['id']}").body["name"] == "Ours"
    assert ann.delete(f"/views/{made.body['id']}").status == 204
    assert ann.get(f"/views/{made.body['id']}").status == 404


@pytest.mark.parametrize(
    "more, pointers",
    [
        ({"name": ""}, ["/name"]),
        ({"entity": "nonsense"}, ["/entity"]),
        ({"filter": {"all": [{"field": "nonsense", "op": "eq", "value": 1}]}}, ["/filter"]),
        ({"columns": ["nonsense"]}, ["/columns"]),
        ({"sort": "tags"}, ["/sort"]),
        ({"layout": "board"}, ["/layout"]),
        ({"audience": "mars"}, ["/audience"]),
        ({"colour": "red"}, ["/colour"]),
    ],
)
def test_what_does_not_fit_is_refused_and_named(
    calls: Caller, more: dict[str, Any], pointers: list[str]
) -> None:
    answer = kept(calls, **more)
    assert (answer.status, answer.pointers) == (422, pointers)
    assert calls("ann").get("/views?entity=company").body["items"] == []


def test_somebody_elses_shared_view_is_read_only(calls: Caller) -> None:
    made = kept(calls, audience="shared").body["id"]
    assert calls("cat").get(f"/views/{made}").status == 200
    assert calls("cat").patch(f"/views/{made}", {"name": "Mine"}).status == 403
    assert calls("cat").delete(f"/views/{made}").status == 403
    assert calls("ann").get(f"/views/{made}").body["name"] == "Customers"


def test_repeated_with_its_key_a_view_is_kept_once(calls: Caller) -> None:
    body = {"entity": "company", "name": "Customers"}
    twice = [calls("ann").post("/views", body, Idempotency_Key="k1").body["id"] for _again in range(2)]
    assert twice[0] == twice[1] and len(calls("ann").get("/views").body["items"]) == 1


@pytest.mark.parametrize("path", ["/changes?afer=1", "/search?q=a&sort=name", "/views?entiy=company"])
def test_a_parameter_that_nobody_reads_is_refused(calls: Caller, path: str) -> None:
    answer = calls("ann").get(path)
    assert (answer.status, len(answer.parameters)) == (400, 1)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_verb_that_does_not_exist_is_not_found_by_any_method(
    calls: Caller, world: Any, method: str
) -> None:
    here = f"/deals/{world.deal.pk}"
    assert calls("ann")(method, f"{here}/nonsense").status == 404
    known = calls("ann")("GET", f"{here}/closure")
    assert (known.status, known.headers["Allow"]) == (405, "DELETE, OPTIONS, POST")
