"""What the demo company knows of its deals beyond their amounts: who decides, who else wants them, who shares the credit."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from clientela.engine.access.actor import SYSTEM
from clientela.engine.access.models import User
from clientela.engine.records import commands

SEED = 30_303
Rows = list[dict[str, Any]]

COMPETITORS = (
    ("Nordwerk Maschinen", "https://nordwerk.example", "Low prices, short delivery", "Thin service network in the east"),
    ("Precisa Technika", "https://precisa.example", "Very accurate machines", "Expensive, long delivery"),
    ("Восток-Станко", "https://vostok-stanko.example", "Spare parts on stock in every region", "Old control technology"),
    ("Formosa Tooling 福爾摩沙", "https://formosa-tooling.example", "Modern controls, attractive financing", "No engineers in Europe"),
    ("Baltic Automation", "https://baltic-automation.example", "Complete lines from one hand", "Small company, few references"),
    ("EuroCompress", "https://eurocompress.example", "Best efficiency of compressors", "No service contracts"),
)  # fmt: skip
STRENGTHS = (
    "Ten percent cheaper",
    "Delivers in six weeks",
    "Knows the plant manager",
    "Same controls as in hall 2",
    "Leasing included",
)
WEAKNESSES = (
    "No service nearby",
    "No training in the offer",
    "Machine is too small",
    "Bad reference in the region",
    "Price valid for a week only",
)
ROLES = ("decides", "influences", "uses", "buys", "champion", "blocks", "evaluates")
STANCES = ("for", "for", "neutral", "unknown", "against")
WINS = ("product", "service", "delivery", "relationship", "reference", "price")
RULES: dict[str, dict[str, Any]] = {
    "Needs agreed": {"required": ["company", "person"], "checks": ["Budget and who decides known", "Date of need known"], "tasks": [("Visit the plant", 7)]},
    "Proposal": {"required": ["amount", "expected_close"], "checks": ["Proposal sent", "Proposal talked through"], "tasks": [("Send the proposal", 2), ("Ask what they think of the proposal", 7)]},
    "Negotiation": {"required": ["amount"], "checks": ["Payment terms agreed", "Contract with their lawyers"], "tasks": []},
    "Won": {"required": [], "checks": [], "tasks": [("Hand over to order processing", 1)]},
    "Lost": {"required": ["loss_reason"], "checks": [], "tasks": []},
}  # fmt: skip


def enrich(users: dict[str, User], people: Rows, deals: Rows, stages: dict[str, Rows]) -> None:
    """Competitors, people and their roles, shares, monthly revenue, reasons, and the rules of the stages."""
    chance = random.Random(SEED)  # its own, so that the rest of the demo stays as it is
    rivals = _made(
        "competitor",
        [dict(zip(("name", "website", "strengths", "weaknesses"), one, strict=True)) for one in COMPETITORS],
    )
    _outcomes(chance, deals, rivals, _service(stages))
    _rivals(chance, deals, rivals)
    _roles(chance, deals, people)
    _shares(chance, deals, list(users.values()))
    items = _rules(stages["Direct sales"])
    _ticks(chance, deals, items)


def _made(entity: str, rows: Rows) -> list[uuid.UUID]:
    found: list[uuid.UUID] = []
    for start in range(0, len(rows), 1_000):
        found += [one.unwrap() for one in commands.create_many(SYSTEM, entity, rows[start : start + 1_000])]
    return found


def _service(stages: dict[str, Rows]) -> set[Any]:
    return {stage["id"] for stage in stages["Service contracts"]}


def _outcomes(chance: random.Random, deals: Rows, rivals: Sequence[uuid.UUID], service: set[Any]) -> None:
    """Why deals were won, to whom they were lost, and what service contracts bring every month."""
    changes: list[tuple[uuid.UUID, dict[str, Any], None]] = []
    for deal in deals:
        values: dict[str, Any] = {}
        if deal["_kind"] == "won" and chance.random() < 0.8:
            values["win_reason"] = chance.choice(WINS)
        if deal.get("loss_reason") == "competitor":
            values["lost_to"] = chance.choice(rivals)
        if deal["stage"] in service:
            currency = str(deal["amount"]).split()[1]
            values["recurring"] = f"{round(10 ** chance.uniform(2.2, 3.4), -1):.0f} {currency}"
            values["term_months"] = chance.choice((12, 24, 36, 60))
        if values:
            deal.update(values)
            changes.append((deal["id"], values, None))
    for outcome in commands.update_many(SYSTEM, "deal", changes):
        outcome.unwrap()


def _rivals(chance: random.Random, deals: Rows, rivals: Sequence[uuid.UUID]) -> None:
    rows: Rows = []
    for deal in deals:
        named = set(chance.sample(rivals, chance.choices((0, 1, 2), weights=[62, 30, 8])[0]))
        for rival in sorted(named - {deal.get("lost_to")}):  # who took it is named by that
            row = {
                "deal": deal["id"],
                "competitor": rival,
                "standing": chance.choice(("ahead", "level", "behind")),
            }
            row |= {"strength": chance.choice(STRENGTHS)} if chance.random() < 0.6 else {}
            row |= {"weakness": chance.choice(WEAKNESSES)} if chance.random() < 0.5 else {}
            rows.append({**row, "owner": deal["owner"]})
    _made("dealcompetitor", rows)


def _roles(chance: random.Random, deals: Rows, people: Rows) -> None:
    contacts: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for person in people:
        contacts[person["company"]].append(person["id"])
    rows: Rows = []
    for deal in deals:
        there = contacts[deal["company"]]
        several = chance.sample(
            there, min(len(there), chance.choices((0, 1, 2, 4), weights=[40, 25, 25, 10])[0])
        )
        for contact, role in zip(several, chance.sample(ROLES, len(several)), strict=True):
            row = {"deal": deal["id"], "person": contact, "role": role, "stance": chance.choice(STANCES)}
            rows.append({**row, "owner": deal["owner"]})
    _made("dealrole", rows)


def _shares(chance: random.Random, deals: Rows, users: Sequence[User]) -> None:
    rows: Rows = []
    for deal in deals:
        if chance.random() < 0.1:
            other = chance.choice([user.pk for user in users if user.pk != deal["owner"]])
            part = chance.choice((20, 25, 30, 50))
            rows += [{"deal": deal["id"], "user": user, "percent": percent, "owner": deal["owner"]} for user, percent in ((deal["owner"], 100 - part), (other, part))]  # fmt: skip
    _made("dealsplit", rows)


def _rules(stages: Rows) -> dict[Any, list[uuid.UUID]]:
    """What the stages ask for; the items to tick by stage."""
    ids = {stage["name"]: stage["id"] for stage in stages}
    items: dict[Any, list[uuid.UUID]] = {}
    for name, rules in RULES.items():
        commands.update(SYSTEM, "stage", ids[name], {"required_fields": rules["required"]})
        checks = [
            {"stage": ids[name], "name": text, "position": at} for at, text in enumerate(rules["checks"])
        ]
        items[ids[name]] = _made("stagecheck", checks)
        tasks = [{"stage": ids[name], "subject": text, "due_days": days, "position": at} for at, (text, days) in enumerate(rules["tasks"])]  # fmt: skip
        _made("stagetask", tasks)
    return items


def _ticks(chance: random.Random, deals: Rows, items: dict[Any, list[uuid.UUID]]) -> None:
    """Something is done already on about half of the open deals."""
    rows: Rows = []
    for deal in deals:
        if deal["_kind"] == "open":
            done = [item for item in items.get(deal["stage"], ()) if chance.random() < 0.45]
            rows += [{"deal": deal["id"], "item": item, "owner": deal["owner"]} for item in done]
    _made("dealcheck", rows)
