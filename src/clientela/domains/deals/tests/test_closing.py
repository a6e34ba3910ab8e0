"""Moving a deal on, winning, losing with a reason, and reopening it, from its own page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from clientela.domains.deals import stays
from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from tests.screens.conftest import Browser
from tests.world import World


def stored(world: World) -> Any:
    return gate.unrestricted(Deal, reason="a test looks").get(pk=world.deal.pk)


EVERYBODY = [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]


@pytest.mark.parametrize("who, status", EVERYBODY)
def test_only_who_may_change_a_deal_closes_it(
    client: Browser, world: World, who: str | None, status: int
) -> None:
    answer = client.as_(who).fragment("post", f"/deals/{world.deal.pk}/closure/", {"result": "won"})
    assert answer.status_code == status
    assert (stored(world).stage_id == world.stages["Won"].pk) == (status == 200)


@pytest.mark.parametrize("who, status", EVERYBODY)
def test_only_who_may_change_a_deal_moves_it(
    client: Browser, world: World, who: str | None, status: int
) -> None:
    answer = client.as_(who).fragment(
        "post", f"/deals/{world.deal.pk}/stage/", {"stage": str(world.stages["Proposal"].pk)}
    )
    assert answer.status_code == status
    assert (stored(world).stage_id == world.stages["Proposal"].pk) == (status == 200)


def test_losing_asks_why(client: Browser, world: World) -> None:
    path = f"/deals/{world.deal.pk}/closure/"
    assert client.as_("ann").fragment("post", path, {"result": "lost"}).status_code == 409
    assert client.fragment("post", path, {"result": "lost", "reason": "nonsense"}).status_code == 422
    assert client.fragment("post", path, {"result": "lost", "reason": "price"}).status_code == 200
    deal = stored(world)
    assert (deal.stage_id, deal.loss_reason, deal.closed_on is not None) == (
        world.stages["Lost"].pk,
        "price",
        True,
    )


def test_a_closed_deal_is_reopened_and_every_step_can_be_taken_back(client: Browser, world: World) -> None:
    browser = client.as_("ann")
    won = browser.fragment("post", f"/deals/{world.deal.pk}/closure/", {"result": "won"})
    assert "Reopen" in browser.get(f"/deals/{world.deal.pk}/").content.decode()
    back = re.search(r'hx-post="(/undo/[^"]+)"', won.content.decode())
    assert back and browser.fragment("post", back[1]).status_code == 200
    assert stored(world).stage_id == world.stages["Qualified"].pk
    browser.fragment("post", f"/deals/{world.deal.pk}/closure/", {"result": "won"})
    assert browser.fragment("post", f"/deals/{world.deal.pk}/reopening/").status_code == 200
    assert stored(world).stage_id == world.stages["Negotiation"].pk


@pytest.mark.parametrize("stage", ["", "nonsense", "01926f2c-0000-7000-8000-000000000000"])
def test_an_unknown_stage_is_not_found(client: Browser, world: World, stage: str) -> None:
    assert (
        client.as_("ann").fragment("post", f"/deals/{world.deal.pk}/stage/", {"stage": stage}).status_code
        == 404
    )


def test_days_are_counted_for_every_stage_the_deal_was_in(client: Browser, world: World) -> None:
    client.as_("ann").fragment(
        "post", f"/deals/{world.deal.pk}/stage/", {"stage": str(world.stages["Proposal"].pk)}
    )
    assert stays.days_in_stages(stays.of(stored(world))) == {
        world.stages["Qualified"].pk: 0,
        world.stages["Proposal"].pk: 0,
    }
