"""Merging through the API, and taking it back."""

from __future__ import annotations

import pytest

from clientela.engine.records import commands
from tests.api.conftest import Caller, Program, token_of
from tests.world import World


def test_two_become_one_and_two_again(world: World, calls: Caller) -> None:
    ann = calls("ann")
    other = commands.create(
        world.actor("ann"), "company", {"name": "Lodz Works", "website": "https://lodz.example"}
    )
    body = {
        "winner": str(other.pk),
        "losers": [str(world.company.pk)],
        "choices": {"name": str(world.company.pk)},
    }
    done = ann.post("/companies/merges", body, Idempotency_Key="m")
    assert done.status == 201, done.body
    assert done.headers["Location"] == f"/api/v1/merges/{done.body['id']}"
    again = ann.post("/companies/merges", body, Idempotency_Key="m")
    assert (again.status, again.body) == (201, done.body)
    assert ann.get(f"/companies/{world.company.pk}").status == 404
    assert ann.get(f"/companies/{other.pk}").body["name"] == "Zakłady Łódź"
    assert ann.get(f"/deals/{world.deal.pk}").body["company"] == str(other.pk)
    undone = ann.delete(f"/merges/{done.body['id']}")
    assert undone.status == 200 and undone.body["undone_at"]
    assert ann.get(f"/companies/{other.pk}").body["name"] == "Lodz Works"
    assert ann.get(f"/deals/{world.deal.pk}").body["company"] == str(world.company.pk)
    assert ann.delete(f"/merges/{done.body['id']}").status == 409


@pytest.mark.parametrize("who, status", [("ben", 403), ("cat", 404), ("dan", 403), (None, 401)])
def test_only_who_may_merges_and_unmerges(world: World, calls: Caller, who: str | None, status: int) -> None:
    other = commands.create(world.actor("ann"), "company", {"name": "Lodz Works"})
    body = {"winner": str(other.pk), "losers": [str(world.company.pk)]}
    assert calls(who).post("/companies/merges", body).status == status
    done = calls("ann").post("/companies/merges", body).body
    assert calls(who).delete(f"/merges/{done['id']}").status == status
    assert Program(token_of(world, "ann", "deal:write")).get(f"/merges/{done['id']}").status == 403


@pytest.mark.parametrize(
    "body, status, pointer",
    [
        ({}, 422, "/winner"),
        ({"winner": "7", "losers": ["7"]}, 422, "/winner"),
        ({"winner": "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11", "losers": []}, 422, "/losers"),
        ({"winner": "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11", "losers": ["7"]}, 422, "/losers/0"),
        (
            {
                "winner": "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11",
                "losers": ["0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"],
            },
            409,
            None,
        ),
        (
            {
                "winner": "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11",
                "losers": ["0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c12"],
            },
            404,
            None,
        ),
    ],
)
def test_what_cannot_be_merged(
    world: World, calls: Caller, body: object, status: int, pointer: str | None
) -> None:
    refused = calls("ann").post("/companies/merges", body)
    assert refused.status == status
    assert pointer is None or refused.pointers == [pointer]
    assert calls("ann").get("/merges/7").status == 404
