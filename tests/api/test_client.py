"""The typed client, against the whole application in this process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler

from clientela.client import Client, Problem
from tests.api.conftest import token_of
from tests.world import World


@pytest.fixture
def crm(world: World, application: WSGIHandler) -> Iterator[Client]:
    transport = httpx.WSGITransport(app=application)
    with Client("http://localhost", token_of(world, "ann"), transport=transport, language="en") as client:
        yield client


def test_records_are_made_found_changed_and_deleted(crm: Client, world: World) -> None:
    made = crm["people"].create({"name": "Anna Nowak", "company": str(world.company.pk)})
    assert crm["people"].get(made.id).values == made.values
    assert [
        found["name"] for found in crm["people"].all(q="nowak", company__name="Zakłady Łódź", limit=1)
    ] == ["Anna Nowak"]
    changed = crm["people"].update(made, {"job_title": "Buyer"})
    assert (changed.version, changed["job_title"]) == (2, "Buyer")
    with pytest.raises(Problem) as late:
        crm["people"].update(made, {"job_title": "Seller"})
    assert (late.value.status, late.value.kind) == (412, "changed-meanwhile")
    assert late.value.current == changed.values
    crm["people"].delete(changed)
    assert crm["people"].restore(made.id)["name"] == "Anna Nowak"


def test_all_pages_are_read(crm: Client) -> None:
    results = crm["companies"].batch([{"op": "create", "values": {"name": f"Firma {i}"}} for i in range(7)])
    assert all(result.is_done and result.version == 1 for result in results)
    names = [
        found["name"]
        for found in crm["companies"].all(limit=3, sort="name", name__starts="Firma", fields="name")
    ]
    assert names == [f"Firma {i}" for i in range(7)]


def test_a_problem_names_the_bad_fields(crm: Client) -> None:
    with pytest.raises(Problem) as refused:
        crm["companies"].create({"email": "x"})
    assert {error["pointer"] for error in refused.value.errors} == {"/name", "/email"}
    assert [r.result for r in crm["companies"].batch([{"op": "create", "values": {}}])] == ["invalid"]


def test_verbs_search_shape_and_me(crm: Client, world: World) -> None:
    won = crm["deals"].do(world.deal.pk, "closure", outcome="won")
    assert crm["deals"].undo(won, "closure")["closed_on"] is None
    assert crm.me()["email"] == "ann@example.org"
    assert "deal" in [entity["key"] for entity in crm.entities()]
    assert [hit["title"] for hit in crm.search("petrenko")] == ["Игорь Петренко"]
    assert crm.changes("now").items == []


class Flaky(httpx.BaseTransport):
    """Answers as told, in turn; None is a broken connection."""

    def __init__(self, *answers: int | None) -> None:
        self.answers = list(answers)
        self.keys: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.keys.append(request.headers.get("Idempotency-Key", ""))
        status = self.answers.pop(0)
        if status is None:
            raise httpx.ConnectError("gone")
        return httpx.Response(status, json={"id": "x"} if status < 400 else {}, headers={"Retry-After": "7"})


def test_a_write_is_repeated_under_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("clientela.client.time.sleep", waits.append)
    flaky = Flaky(None, 503, 429, 201)
    Client("http://x", "t", transport=flaky)["deals"].create({})
    assert len(set(flaky.keys)) == 1 and flaky.keys[0]
    assert waits == [0.2, 7.0, 7.0]


@pytest.mark.parametrize(
    "answers, error", [((503, 503), Problem), ((None, None), httpx.ConnectError), ((500,), Problem)]
)
def test_in_the_end_it_gives_up(
    answers: Any, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientela.client.time.sleep", lambda _seconds: None)
    with pytest.raises(error):
        Client("http://x", "t", tries=2, transport=Flaky(*answers)).me()
