"""The board: columns with figures, cards, and moves that can be taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.records import commands
from tests.screens.conftest import Browser

BOARD = "/deals/?layout=board"


def text(response: Any) -> str:
    return str(response.content.decode())


def cards(response: Any, stage: Any) -> list[str]:
    column = text(response).partition(f'id="lane-{stage.pk}"')[2].partition("</section>")[0]
    return re.findall(r'id="card-([0-9a-f-]+)"', column)


def head(response: Any, stage: Any) -> str:
    found = text(response).partition(f'id="lane-{stage.pk}-head"')[2].partition("</header>")[0]
    return " ".join(re.sub("<[^>]+>", " ", found.partition(">")[2]).split())


def stage_of(client: Browser) -> str:
    deal = gate.unrestricted(Deal, reason="a test looks").get(pk=client.world.deal.pk)
    return next(name for name, stage in client.world.stages.items() if stage.pk == deal.stage_id)


def move(client: Browser, stage: str, **values: str) -> Any:
    return client.fragment(
        "post",
        f"/deals/{client.world.deal.pk}/move/?layout=board",
        {"stage": client.world.stages[stage].pk, **values},
    )


def test_columns_count_and_sum_per_currency(client: Browser) -> None:
    rows = [{"name": f"D{n}", "amount": f"{n}00 {'PLN' if n == 9 else 'EUR'}"} for n in range(1, 10)]
    commands.create_many(client.world.actor("ann"), "deal", rows)
    response = client.as_("ann").get(BOARD)
    assert len(cards(response, client.world.stages["Qualified"])) == 10
    said = head(response, client.world.stages["Qualified"])
    assert said.startswith("Qualified 10 €151.6K · PLN 900") and "at 10%" in said
    assert head(response, client.world.stages["Proposal"]).startswith("Proposal 0 –")


@pytest.mark.parametrize("who, seen", [("ann", 1), ("ben", 1), ("cat", 0), ("dan", 1), ("root", 1)])
def test_figures_and_cards_are_of_what_one_may_see(client: Browser, who: str, seen: int) -> None:
    response = client.as_(who).get(BOARD)
    stage = client.world.stages["Qualified"]
    assert (len(cards(response, stage)), head(response, stage).split()[1]) == (seen, str(seen))


def test_more_cards_come_as_the_column_is_scrolled(client: Browser) -> None:
    commands.create_many(client.world.actor("ann"), "deal", [{"name": f"D{n}"} for n in range(20)])
    first = client.as_("ann").get(BOARD)
    (url,) = re.findall(r'hx-get="(/deals/board/[^"]+)"', text(first))
    more = client.fragment("get", url.replace("&amp;", "&"))
    seen = [
        *cards(first, client.world.stages["Qualified"]),
        *re.findall(r'id="card-([0-9a-f-]+)"', text(more)),
    ]
    assert len(seen) == len(set(seen)) == 21
    assert client.fragment("get", url.partition("after=")[0] + "after=nonsense").status_code == 400


@pytest.mark.parametrize(
    "who, status, stage",
    [
        ("ann", 200, "Proposal"),
        ("ben", 403, "Qualified"),
        ("cat", 404, "Qualified"),
        ("dan", 403, "Qualified"),
        ("root", 200, "Proposal"),
    ],
)
def test_only_who_may_change_a_deal_moves_it(client: Browser, who: str, status: int, stage: str) -> None:
    assert move(client.as_(who), "Proposal").status_code == status
    assert stage_of(client) == stage


def test_a_move_answers_card_heads_and_undo(client: Browser) -> None:
    answer = text(move(client.as_("ann"), "Proposal"))
    assert f'hx-target="#card-{client.world.deal.pk}"' in answer
    assert head_of(answer, client, "Qualified") == "0" and head_of(answer, client, "Proposal") == "1"
    (undo,) = re.findall(r'hx-post="(/undo/[^"]+)"', answer)
    taken_back = client.fragment("post", undo)
    assert (taken_back.status_code, stage_of(client)) == (200, "Qualified")
    deal = gate.unrestricted(Deal, reason="a test looks").get(pk=client.world.deal.pk)
    assert deal.probability == Decimal(10)


def head_of(answer: str, client: Browser, stage: str) -> str:
    head_id = f"lane-{client.world.stages[stage].pk}-head"
    return str(re.findall(rf'id="{head_id}".*?<span class="text-ink-3">(\d+)<', answer, re.S)[0])


def test_nobody_else_can_take_it_back(client: Browser) -> None:
    (undo,) = re.findall(r'hx-post="(/undo/[^"]+)"', text(move(client.as_("ann"), "Proposal")))
    assert client.as_("root").fragment("post", undo).status_code == 409
    assert stage_of(client) == "Proposal"


def test_what_changed_meanwhile_is_left_as_it_is(client: Browser) -> None:
    (undo,) = re.findall(r'hx-post="(/undo/[^"]+)"', text(move(client.as_("ann"), "Proposal")))
    commands.update(
        client.world.actor("root"),
        "deal",
        client.world.deal.pk,
        {"stage": client.world.stages["Negotiation"].pk},
    )
    answer = client.as_("ann").fragment("post", undo)
    assert "changed meanwhile" in text(answer) and stage_of(client) == "Negotiation"


def test_losing_asks_why(client: Browser) -> None:
    asked = move(client.as_("ann"), "Lost")
    assert asked.status_code == 422 and "Reason lost" in text(asked) and stage_of(client) == "Qualified"
    again = move(client, "Lost", loss_reason="")
    assert again.status_code == 422 and "Please fill this in" in text(again)
    done = move(client, "Lost", loss_reason="price")
    assert (done.status_code, stage_of(client)) == (200, "Lost")
    assert gate.unrestricted(Deal, reason="a test looks").get(pk=client.world.deal.pk).loss_reason == "price"


@pytest.mark.parametrize("stage", ["", "nowhere", "0190a1a1-0000-7000-8000-000000000000"])
def test_a_column_that_is_not_there(client: Browser, stage: str) -> None:
    answer = client.as_("ann").fragment("post", f"/deals/{client.world.deal.pk}/move/", {"stage": stage})
    assert answer.status_code in (400, 404) and stage_of(client) == "Qualified"


def test_an_entity_without_a_board_has_none(client: Browser) -> None:
    client.as_("ann")
    assert client.get("/companies/?layout=board").status_code == 400
    assert (
        client.fragment("post", f"/companies/{client.world.company.pk}/move/", {"stage": "lead"}).status_code
        == 404
    )
    assert client.get("/companies/board/lead/").status_code == 404


def test_signs_of_neglect(client: Browser) -> None:
    world = client.world
    commands.update(SYSTEM, "stage", world.stages["Qualified"].pk, {"rot_days": 20})
    rows = gate.unrestricted(Deal, reason="a test ages a deal")
    rows.filter(pk=world.deal.pk).update(stage_since=timezone.now() - timedelta(days=24))
    shown = text(client.as_("ann").get(BOARD))
    assert "24 days in stage" in shown and "No next step" in shown
    commands.update(
        world.actor("ann"),
        "deal",
        world.deal.pk,
        {"next_step": "Call", "next_step_on": timezone.localdate() - timedelta(1)},
    )
    shown = text(client.get(BOARD))
    assert "Due yesterday" in shown and "No next step" not in shown


def test_closed_deals_stay_for_thirty_days(client: Browser) -> None:
    move(client.as_("ann"), "Won")
    won = client.world.stages["Won"]
    assert len(cards(client.get(BOARD), won)) == 1
    rows = gate.unrestricted(Deal, reason="a test ages a deal")
    rows.filter(pk=client.world.deal.pk).update(closed_on=timezone.localdate() - timedelta(days=31))
    response = client.get(BOARD)
    assert not cards(response, won) and head(response, won).split()[1] == "0"


def test_one_pipeline_at_a_time(client: Browser) -> None:
    other: Any = commands.create(SYSTEM, "pipeline", {"name": "Partners", "position": 5})
    stage: Any = commands.create(SYSTEM, "stage", {"name": "Talks", "pipeline": other.pk})
    shown = text(client.as_("ann").get(BOARD))
    assert "Partners" in shown and f"lane-{stage.pk}" not in shown
    chosen = text(client.get(f"{BOARD}&pipeline={other.pk}"))
    assert f"lane-{stage.pk}" in chosen and f"lane-{client.world.stages['Won'].pk}" not in chosen


def test_filters_hold_on_the_board(client: Browser) -> None:
    stage = client.world.stages["Qualified"]
    response = client.as_("ann").get(f"{BOARD}&amount__gte=200000")
    assert not cards(response, stage) and head(response, stage).split()[1] == "0"
    assert len(cards(client.get(f"{BOARD}&q=cnc"), stage)) == 1


def test_the_number_of_queries_is_that_of_columns(client: Browser) -> None:
    client.as_("ann").get(BOARD)
    commands.create_many(
        client.world.actor("ann"),
        "deal",
        [{"name": f"D{n}", "company": client.world.company.pk} for n in range(12)],
    )
    with CaptureQueriesContext(connection) as queries:
        client.get(BOARD)
    assert len(queries) <= 15 + len(client.world.stages)


def test_a_column_is_fetched_again_as_far_as_it_was_loaded(client: Browser) -> None:
    commands.create_many(client.world.actor("ann"), "deal", [{"name": f"D{n}"} for n in range(30)])
    stage = client.world.stages["Qualified"]
    url = f"/deals/board/{stage.pk}/fresh/?layout=board"
    for asked, found in (("", 12), ("&limit=25", 25), ("&limit=9999", 31), ("&limit=many", 12)):
        answer = client.as_("ann").fragment("get", url + asked)
        assert len(re.findall(r'id="card-', text(answer))) == found
        assert head(answer, stage).startswith("Qualified 31")
    assert not re.findall(r'id="card-', text(client.as_("cat").fragment("get", url)))
    assert client.fragment("get", f"{url}&colour=red").status_code == 400
