"""What the demo company's goods are like, what they cost whom, with which tax, and a cabinet made to order."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any
from uuid import UUID

from clientela.config.demo.cabinet import GROUPS, RULES
from clientela.config.demo.tariffs import CURRENCIES, LIMITS, RATES, TAX_RULES, TAXES, UNITS
from clientela.domains.catalog import commands as catalog
from clientela.engine.access.actor import SYSTEM
from clientela.engine.access.models import User
from clientela.engine.records import commands

Rows = list[dict[str, Any]]
CABINET = "CTL-9"


def build(users: dict[str, User], products: Rows, companies: Rows) -> None:
    """Everything about prices; the same in every run."""
    chance = random.Random(7)
    goods = {row["code"]: row["id"] for row in products}
    _units()
    _describe(chance, products)
    _family(users["anna"], goods)
    _taxes()
    _rates(chance)
    _lists(goods, companies)
    _create(
        "discountlimit",
        [dict(zip(("name", "role", "alone", "approved"), one, strict=True)) for one in LIMITS],
    )
    _cabinet(goods[CABINET])


def _create(entity: str, rows: Rows) -> list[UUID]:
    return [outcome.unwrap() for outcome in commands.create_many(SYSTEM, entity, rows)]


def _units() -> None:
    made: dict[str, UUID] = {}
    for name, symbol, code, base, factor in UNITS:
        row = {"name": name, "symbol": symbol, "code": code, "base": made.get(base or ""), "factor": factor}
        made[name] = _create("unit", [row])[0]


def _describe(chance: random.Random, products: Rows) -> None:
    """Weight, origin, delivery and cost; services have neither weight nor origin."""
    changes: list[tuple[UUID, dict[str, Any], int | None]] = []
    costs: Rows = []
    for row in products:
        price = int(float(str(row["price"]).split()[0]))
        is_service = str(row["code"]).startswith("SRV")
        values: dict[str, Any] = {
            "kind": "service" if is_service else "goods",
            "lead_days": 5 if is_service else chance.choice((10, 15, 25, 40)),
        }
        if not is_service:
            values |= {
                "origin": chance.choice(("PL", "DE", "TW")),
                "weight": max(1, price // 40),
                "tariff_code": chance.choice(("8457 10", "8479 50", "8537 10")),
            }
        changes.append((row["id"], values, None))
        costs.append(
            {
                "product": row["id"],
                "cost": f"{price * chance.randint(52, 71) // 100} EUR",
                "note": "Standard cost 2026",
                "valid_from": "2026-01-01",
            }
        )
    commands.update_many(SYSTEM, "product", changes)
    _create("productcost", costs)


def _family(anna: User, goods: dict[str, UUID]) -> None:
    """A hose in variants, a start set, a box of sensors, and a compressor with its successor."""
    own = {"owner": anna.pk}
    hose, start, next_one = _create(
        "product",
        [
            {"name": "PU hose, per metre", "code": "HOSE-PU", "price": "3.40 EUR", "unit": "m", "lead_days": 3, "gtin": "5901234123457", **own},
            {"name": "Start set for machining centres", "code": "SET-510", "kind": "bundle", "unit": "pc", **own},
            {"name": "Screw compressor 90 kW", "code": "CMP-90", "price": "31900 EUR", "unit": "pc", "lead_days": 30, **own},
        ],
    )  # fmt: skip
    _create(
        "attribute",
        [
            {"product": hose, "name": "Diameter", "options": ["6 mm", "8 mm", "10 mm"], "position": 1},
            {"product": hose, "name": "Colour", "options": ["blue", "black"], "position": 2},
        ],
    )
    catalog.make_variants(SYSTEM, hose)
    _create(
        "bundlepart",
        [
            {"bundle": start, "product": goods["SPN-24"], "quantity": 1},
            {"bundle": start, "product": goods["SRV-TR"], "quantity": 2},
            {"bundle": start, "product": goods["SNS-T"], "quantity": 4},
        ],
    )
    _create(
        "package", [{"product": goods["SNS-T"], "name": "Box of 10", "holds": 10, "gtin": "05901234123457"}]
    )
    commands.update(
        SYSTEM,
        "product",
        goods["CMP-75"],
        {"lifecycle": "phase-out", "sale_until": "2027-06-30", "successor": next_one},
    )


def _taxes() -> None:
    columns = ("name", "rate", "category", "country", "reason")
    taxes = dict(
        zip(
            [one[0] for one in TAXES],
            _create("taxrate", [dict(zip(columns, one, strict=True)) for one in TAXES]),
            strict=True,
        )
    )
    _create("taxrule", [{**rule, "tax": taxes[rule["tax"]]} for rule in TAX_RULES])


def _rates(chance: random.Random) -> None:
    """The rates of the last two years, monthly, wandering a little around today's."""
    rows: Rows = []
    for currency, rate in RATES.items():
        for back in range(24):
            month = dt.date(2026, 11, 1) - dt.timedelta(30 * back)
            rows.append(
                {
                    "day": month.replace(day=1).isoformat(),
                    "source": "EUR",
                    "target": currency,
                    "rate": f"{rate * (1 + chance.uniform(-0.03, 0.03) * (back > 0)):.4f}",
                    "note": "Monthly table",
                }
            )
    unique = {(row["target"], row["day"]): row for row in rows}
    _create("exchangerate", list(unique.values()))


def _lists(goods: dict[str, UUID], companies: Rows) -> None:
    """A list for everybody with quantity breaks; lists by country, segment and customer based on it."""
    standard = _list("Standard 2026", valid_from="2026-01-01")
    breaks = {"SNS-T": ((1, 290), (10, 265), (50, 239)), "CNV-12": ((1, 430), (20, 405), (100, 372))}
    for code, steps in breaks.items():
        for quantity, price in steps:
            _price(standard, goods[code], price, from_quantity=quantity)
    for name, currency, country, step in CURRENCIES:
        _list(name, currency=currency, country=country, base=standard, percent=0, rounding=step)
    _list("Key accounts", segment="Key account", base=standard, percent=-8, rounding=1)
    customer = companies[1]
    name = f"Framework contract: {customer['name']}"[:120]
    frame = _list(name, company=customer["id"], base=standard, percent=-12, valid_to="2027-12-31")
    _price(frame, goods["SRV-1"], 10_500, note="Agreed for the term")


def _list(name: str, **values: Any) -> UUID:
    return _create("pricelist", [{"name": name, "currency": "EUR", **values}])[0]


def _price(price_list: UUID, product: UUID, euros: int, **values: Any) -> None:
    row = {"price_list": price_list, "product": product, "price": f"{euros} EUR", **values}
    _create("pricelistitem", [row])


def _cabinet(product: UUID) -> None:
    commands.update(SYSTEM, "product", product, {"name": "Control cabinet, made to order", "lead_days": 20})
    for position, (values, options) in enumerate(GROUPS):
        group = _create("optiongroup", [{**values, "product": product, "position": position}])[0]
        _create("option", [{**option, "group": group, "position": at} for at, option in enumerate(options)])
    _create("optionrule", [{**rule, "product": product} for rule in RULES])
