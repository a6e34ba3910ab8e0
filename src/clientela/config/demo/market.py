"""What the demo's companies buy and sell, as its sellers learned it: goods under several names, trades with prices."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from clientela.domains.catalog.models import ProductLine
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.records import commands

TRADES = 160
# Name, other names, unit, what a unit costs in euros, how much a year, our product line that is the same.
GOODS = (
    ("Gravel", ["щебень", "żwir", "砂石", "Kies"], "t", 14, 9_000, None),
    ("Reinforced concrete", ["железобетон", "żelbet", "鋼筋混凝土", "Stahlbeton"], "m3", 118, 2_400, None),
    ("Steel sheet", ["стальной лист", "blacha stalowa", "鋼板", "Stahlblech"], "t", 740, 600, None),
    ("Machining centres", ["обрабатывающие центры", "centra obróbcze", "加工中心"], "pc", 146_000, 3, "Machining"),
    ("Measuring machines", ["измерительные машины", "maszyny pomiarowe", "量測儀"], "pc", 70_500, 2, "Measuring"),
    ("Screw compressors", ["винтовые компрессоры", "sprężarki śrubowe", "螺旋壓縮機"], "pc", 26_900, 4, "Compressed air"),
    ("Maintenance", ["обслуживание", "serwis", "維護", "Wartung"], "month", 980, 12, "Service"),
    ("Cooling lubricant", ["СОЖ", "chłodziwo", "切削液", "Kühlschmierstoff"], "l", 6, 4_000, None),
)  # fmt: skip
HOW = ("told", "told", "visit", "website", "tender", "partner")


def build(chance: random.Random, companies: Sequence[dict[str, Any]]) -> None:
    """Buyers and sellers of each kind of goods; some buy from each other, some of ours from us."""
    lines = {line.name: line.pk for line in gate.visible(SYSTEM, ProductLine)}
    goods = _create(
        "goods",
        [
            {"name": name, "other_names": others, "line": lines.get(line or "")}
            for name, others, _unit, _price, _much, line in GOODS
        ],
    )
    trades = [_trade(chance, companies, goods) for _ in range(TRADES)]
    once = {(trade["company"], trade["goods"], trade["direction"]): trade for trade in trades}
    _create("trade", list(once.values()))


def _create(entity: str, rows: list[dict[str, Any]]) -> list[UUID]:
    return [outcome.unwrap() for outcome in commands.create_many(SYSTEM, entity, rows)]


def _trade(chance: random.Random, companies: Sequence[dict[str, Any]], ids: Sequence[UUID]) -> dict[str, Any]:
    at = chance.randrange(len(GOODS))
    _name, _others, unit, price, much, line = GOODS[at]
    company, partner = chance.sample(list(companies), 2)
    buys = chance.random() < (0.95 if line else 0.6)
    from_us = buys and line is not None and chance.random() < 0.35
    seen = timezone.localdate() - timedelta(days=chance.randint(3, 500))
    return {
        "company": company["id"],
        "owner": company["owner"],
        "goods": ids[at],
        "direction": "buys" if buys else "sells",
        "from_us": from_us,
        "partner": partner["id"] if not from_us and chance.random() < 0.5 else None,
        "volume": max(1, much * chance.randint(20, 180) // 100),
        "unit": unit,
        "price": f"{price * chance.randint(88, 115) // 100} EUR",
        "source": chance.choice(HOW),
        "seen_on": seen,
    }
