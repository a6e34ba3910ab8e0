"""Verbs as sub-resources."""

from __future__ import annotations

import pytest

from tests.api.conftest import Caller
from tests.world import World


@pytest.fixture
def here(world: World) -> str:
    return f"/deals/{world.deal.pk}"


def test_a_deal_is_won_reopened_lost_and_moved(world: World, calls: Caller, here: str) -> None:
    ann = calls("ann")
    won = ann.post(f"{here}/closure", {"outcome": "won"})
    assert (won.status, won.body["stage"], won.headers["ETag"]) == (
        200,
        str(world.stages["Won"].pk),
        f'"{won.body["version"]}"',
    )
    assert ann.delete(f"{here}/closure").body["closed_on"] is None
    lost = ann.post(f"{here}/closure", {"outcome": "lost", "reason": "price"}).body
    assert (lost["stage"], lost["loss_reason"]) == (str(world.stages["Lost"].pk), "price")
    moved = ann.post(f"{here}/moves", {"stage": str(world.stages["Proposal"].pk)}).body
    assert (moved["stage"], moved["loss_reason"]) == (str(world.stages["Proposal"].pk), None)


@pytest.mark.parametrize(
    "verb, body, status, pointer",
    [
        ("closure", {}, 422, "/outcome"),
        ("closure", {"outcome": "draw"}, 422, "/outcome"),
        ("closure", {"outcome": 1}, 422, "/outcome"),
        ("closure", {"outcome": "won", "why": "x"}, 422, "/why"),
        ("closure", {"outcome": "lost", "reason": "nonsense"}, 422, "/reason"),
        ("closure", {"outcome": "lost"}, 409, None),
        ("moves", {"stage": "7"}, 422, "/stage"),
        ("moves", {"stage": "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"}, 422, "/stage"),
        ("moves", None, 415, None),
        ("moves", [], 422, ""),
    ],
)
def test_a_verb_names_what_it_lacks(
    world: World, calls: Caller, here: str, verb: str, body: object, status: int, pointer: str | None
) -> None:
    before = calls("ann").get(here).body
    media = "text/plain" if body is None else "application/json"
    refused = calls("ann").post(f"{here}/{verb}", b"x" if body is None else body, content_type=media)
    assert refused.status == status, refused.body
    assert pointer is None or refused.pointers == [pointer]
    assert calls("ann").get(here).body == before


@pytest.mark.parametrize("who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), (None, 401)])
def test_only_who_may_change_a_deal_closes_it(calls: Caller, here: str, who: str | None, status: int) -> None:
    assert calls(who).post(f"{here}/closure", {"outcome": "won"}).status == status


def test_a_verb_heeds_the_version_and_is_done_once(calls: Caller, here: str) -> None:
    ann = calls("ann")
    etag = ann.get(here).headers["ETag"]
    first = ann.post(f"{here}/closure", {"outcome": "won"}, If_Match=etag, Idempotency_Key="k")
    again = ann.post(f"{here}/closure", {"outcome": "won"}, If_Match=etag, Idempotency_Key="k")
    assert (first.status, again.status, again.body) == (200, 200, first.body)
    late = ann.post(f"{here}/closure", {"outcome": "won"}, If_Match=etag)
    assert (late.status, late.headers["ETag"]) == (412, first.headers["ETag"])
