"""The read models say of the pipeline what the deals themselves say, whatever happened to them and in which batches."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from clientela.domains.deals.models import Deal, DealCompetitor
from clientela.domains.performance import forecasting, keeping
from clientela.domains.performance.models import Fact, Snapshot, Step, Tally
from clientela.engine.access import gate
from clientela.engine.errors import Invalid, Refused
from clientela.engine.records import commands as records
from tests import world as cast

from .conftest import caught_up

TODAY = timezone.localdate()


def tallied(cube: str) -> dict[str, tuple[int, Decimal]]:
    rows = Tally.objects.filter(cube=cube).values_list("key").annotate(n=Sum("n"), amount=Sum("amount"))
    return {key: (n, amount) for key, n, amount in rows if n}


def counted(world: cast.World) -> dict[str, dict[str, tuple[int, Decimal]]]:
    """The naive answer, from the deals."""
    kinds = {stage.pk: stage.kind for stage in world.stages.values()}
    opened: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for deal in gate.unrestricted(Deal, reason="a test looks").filter(deleted_at=None):
        kind = kinds[deal.stage_id]
        key = str(deal.stage_id) if kind == "open" else kind
        (opened if kind == "open" else closed)[key] += 1
        amounts[key] += deal.amount or Decimal(0)
    return {
        "open": {key: (n, Decimal(amounts[key])) for key, n in opened.items()},
        "closed": {key: (n, Decimal(amounts[key])) for key, n in closed.items()},
    }


def live(world: cast.World, chance: random.Random, deals: list[Any]) -> None:
    """Something happens to a deal."""
    root, deal = world.actor("root"), chance.choice(deals)
    match chance.randrange(6):
        case 0:
            deals.append(
                records.create(
                    root, "deal", {"name": f"D{len(deals)}", "amount": f"{chance.randrange(1, 900)} EUR"}
                )
            )
        case 1:
            stage = chance.choice(list(world.stages.values()))
            reason = {"loss_reason": "price"} if stage.kind == "lost" else {}
            records.update(root, "deal", deal.pk, {"stage": stage.pk, **reason})
        case 2:
            records.update(root, "deal", deal.pk, {"amount": f"{chance.randrange(1, 900)}.50 EUR"})
        case 3:
            day = TODAY + dt.timedelta(chance.randrange(-60, 60))
            records.update(root, "deal", deal.pk, {"expected_close": day.isoformat()})
        case 4:
            records.update(root, "deal", deal.pk, {"owner": chance.choice(list(world.users.values())).pk})
        case _:
            records.delete(root, "deal", deal.pk)
            if chance.random() < 0.5:
                records.restore(root, "deal", deal.pk)
            else:
                deals.remove(deal)
                deals.append(records.create(root, "deal", {"name": f"E{len(deals)}", "amount": "10 EUR"}))


@pytest.mark.parametrize("seed", range(3))
def test_the_tallies_are_the_deals_whenever_they_are_read(
    world: cast.World, monkeypatch: Any, seed: int
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(keeping, "BATCH", 7)
    deals: list[Any] = [world.deal]
    for turn in range(40):
        live(world, chance, deals)
        if turn % 9 == seed:
            keeping.catch_up()
    caught_up()
    naive = counted(world)
    assert tallied("open") == naive["open"]
    assert tallied("closed") == naive["closed"]
    assert Fact.objects.count() == sum(n for cube in naive.values() for n, _amount in cube.values())
    before = sorted(Tally.objects.exclude(n=0).values_list("cube", "key", "owner_id", "n", "amount"), key=str)
    keeping.rebuild()
    assert (
        sorted(Tally.objects.exclude(n=0).values_list("cube", "key", "owner_id", "n", "amount"), key=str)
        == before
    )


def rivalled() -> dict[str, int]:
    """The naive answer: how deals ended against whom."""
    found: Counter[str] = Counter()
    for deal in (
        gate.unrestricted(Deal, reason="a test looks").filter(deleted_at=None).select_related("stage")
    ):
        rows = gate.unrestricted(DealCompetitor, reason="a test looks").filter(deal=deal, deleted_at=None)
        for rival in {row.competitor_id for row in rows} if deal.stage.kind != "open" else ():
            elsewhere = deal.stage.kind == "lost" and deal.lost_to_id not in (None, rival)
            found[f"{'elsewhere' if elsewhere else deal.stage.kind}:{rival}"] += 1
    return dict(found)


@pytest.mark.parametrize("seed", range(3))
def test_competitors_are_counted_as_they_are_named_and_forgotten(world: cast.World, seed: int) -> None:
    chance, root = random.Random(seed), world.actor("root")
    rivals = [records.create(root, "competitor", {"name": name}).pk for name in ("Acme", "Bolt", "Cog")]
    deals = [records.create(root, "deal", {"name": f"D{n}", "amount": "5 EUR"}).pk for n in range(6)]
    named: list[Any] = []
    for turn in range(40):
        deal, rival = chance.choice(deals), chance.choice(rivals)
        match chance.randrange(4):
            case 0:
                with suppress(Invalid, Refused):
                    values = {"deal": deal, "competitor": rival}
                    named.append(records.create(root, "dealcompetitor", values).pk)
            case 1 if named:
                records.delete(root, "dealcompetitor", named.pop())
            case 2:
                lost = {"stage": world.stages["Lost"].pk, "loss_reason": "competitor", "lost_to": rival}
                records.update(root, "deal", deal, lost)
            case _:
                records.update(
                    root, "deal", deal, {"stage": world.stages[chance.choice(("Won", "Proposal"))].pk}
                )
        if turn % 9 == seed:
            keeping.catch_up()
    caught_up()
    naive = rivalled()
    assert {key: n for key, (n, _amount) in tallied("rival").items()} == naive and naive
    keeping.rebuild()
    assert {key: n for key, (n, _amount) in tallied("rival").items()} == naive


def test_reading_twice_counts_once(world: cast.World) -> None:
    caught_up()
    seen = tallied("open"), Step.objects.count()
    assert keeping.catch_up() == 0
    assert (tallied("open"), Step.objects.count()) == seen


def test_steps_say_what_happened(world: cast.World) -> None:
    ann = world.actor("ann")
    records.update(ann, "deal", world.deal.pk, {"amount": "150 000,10 EUR", "expected_close": "2030-01-10"})
    records.update(
        ann, "deal", world.deal.pk, {"expected_close": "2030-02-10", "stage": world.stages["Proposal"].pk}
    )
    records.update(ann, "deal", world.deal.pk, {"stage": world.stages["Won"].pk})
    caught_up()
    steps = Step.objects.filter(deal_id=world.deal.pk).order_by("pk")
    assert list(steps.values_list("kind", flat=True)) == ["created", "raised", "pushed", "stage", "won"]
    won = steps.last()
    assert won is not None and (won.amount, won.is_open, won.from_stage) == (
        Decimal("150000.10"),
        False,
        world.stages["Proposal"].pk,
    )


def test_a_snapshot_is_taken_once_a_week(world: cast.World) -> None:
    records.update(
        world.actor("ann"), "deal", world.deal.pk, {"expected_close": TODAY.isoformat(), "probability": 85}
    )
    caught_up()
    forecasting.take_snapshot()
    forecasting.take_snapshot()
    assert [(s.category, s.amount) for s in Snapshot.objects.all()] == [("commit", Decimal("148000.00"))]
