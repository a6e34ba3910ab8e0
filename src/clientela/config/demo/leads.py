"""Territories, and leads in every status from every source, with the rules that share them out and judge them."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from typing import Any

from django.db import connection
from django.utils import timezone

from clientela.config.demo import story
from clientela.config.demo.countries import COUNTRIES
from clientela.domains.contacts.models import Company
from clientela.domains.leads import commands as leads
from clientela.domains.leads import converting
from clientela.domains.leads.setup import commands as setup
from clientela.domains.territories import placing
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import Team, User
from clientela.engine.fields.link import Target
from clientela.engine.records import commands

NUMBER = 120
SOURCES = ("fair", "web", "referral", "cold-call", "campaign", "partner", "other")
CAMPAIGNS = ("Hannover 2026", "Spring catalogue", "Webinar “Less scrap”", None, None, None)
INTERESTS = (
    "A lathe",
    "Three milling machines",
    "Spare parts",
    "A retrofit",
    "Service contract",
    "Training",
    "A robot cell",
)
MESSAGES = (
    "Please send a price list.",
    "We saw you at the fair and would like a demonstration.",
    "Our old machine stops twice a week.",
    None,
)
LOST = ("no-need", "no-budget", "too-early", "unreachable", "competitor")
# The market: name, part of, what lies in it, who looks after it.
MARKET: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("Central Europe", "", {"countries": ["PL", "DE"]}, "direktor"),
    ("Poland", "Central Europe", {"countries": ["PL"]}, "zofia"),
    ("Łódź and Warszawa", "Poland", {"postcodes": "00-000 – 05-999, 90-000 – 95-999"}, "marek"),
    ("Germany", "Central Europe", {"countries": ["DE"]}, "jonas"),
    ("Bavaria", "Germany", {"postcodes": "80-87, 90-97"}, "kaethe"),
    ("Eastern Europe", "", {"countries": ["RU"]}, "dmitri"),
    ("Taiwan", "", {"countries": ["TW"]}, "meiling"),
    ("Large accounts in Taiwan", "Taiwan", {"least_employees": 500}, "junjie"),
)
TO_KNOW = (
    ("Who decides", True),
    ("Budget", True),
    ("When it is needed", False),
    ("What they have now", False),
)
FORM = ("name", "company_name", "email", "phone", "address", "interest", "description")


def build(users: dict[str, User], chance: random.Random) -> None:
    """All of it; needs the demo's colleagues, companies and pipelines."""
    _market(users)
    checklist, items = _checklist()
    _rules(users)
    made = _leads(chance, users, checklist)
    _work_on(chance, made, items)


def _market(users: dict[str, User]) -> None:
    made: dict[str, uuid.UUID] = {}
    for position, (name, parent, holds, owner) in enumerate(MARKET):
        values = {"name": name, "position": position, "owner": users[owner].pk, **holds}
        row = commands.create(SYSTEM, "territory", values | ({"parent": made[parent]} if parent else {}))
        made[name] = row.pk
    rows = gate.visible(SYSTEM, Company).order_by("pk")
    placing.place(list(rows.values_list("pk", "address", "industry", "employees")))


def _checklist() -> tuple[uuid.UUID, list[uuid.UUID]]:
    checklist = commands.create(SYSTEM, "checklist", {"name": "Machines"}).pk
    items = [
        commands.create(SYSTEM, "checklistitem", {"checklist": checklist, "name": name, "needed": needed, "position": at}).pk
        for at, (name, needed) in enumerate(TO_KNOW)
    ]  # fmt: skip
    return checklist, items


def _rules(users: dict[str, User]) -> None:
    team = _team("Sales Warszawa")
    poland = {"all": [{"field": "address.country", "op": "eq", "value": "PL"}]}
    setup.save_assignment_rule(
        SYSTEM, name="Poland, in turn", filter=poland, way="team", team=team, position=1
    )
    setup.save_assignment_rule(SYSTEM, name="By territory", filter={}, way="territory", position=2)
    for position, (name, field, op, value, points) in enumerate(
        (
            ("Met at a fair", "source", "eq", "fair", 25),
            ("Recommended", "source", "in", "referral,partner", 20),
            ("Large company", "employees", "gte", "250", 20),
            ("Says what they need", "interest", "empty", False, 10),
            ("Can be called", "phone", "empty", False, 5),
            ("Free mail address", "email", "contains", "gmail", -10),
        )
    ):
        document = {"all": [{"field": field, "op": op, "value": value}]}
        setup.save_score_rule(SYSTEM, name=name, filter=document, points=points, position=position)
    fresh = {"all": [{"field": "created_at", "op": "within", "value": "last_30_days"}]}
    setup.save_score_rule(SYSTEM, name="Fresh", filter=fresh, points=15, half_life=7, position=9)
    fields = [{"key": key, "required": key in ("name", "email")} for key in FORM]
    words: dict[str, Any] = {
        "intro": "Tell us what you make, and we say which machine does it.",
        "consent": "You may answer me by e-mail and telephone.",
    }
    setup.save_form(
        SYSTEM,
        name="Ask for a quote",
        slug="quote",
        fields=fields,
        source="web",
        owner=users["anna"].pk,
        **words,
    )


def _team(name: str) -> uuid.UUID:
    return gate.visible(SYSTEM, Team).get(name=name).pk


def _leads(chance: random.Random, users: dict[str, User], checklist: uuid.UUID) -> list[uuid.UUID]:
    rows, taken = [], set[str]()
    for number in range(NUMBER):
        country = COUNTRIES[number % len(COUNTRIES)]
        firm = {**story.company(chance, country, taken), "_country": country}
        person = story.person(chance, firm)
        values = {
            key: person.get(key) for key in ("given_name", "family_name", "job_title", "email", "phone")
        }
        values |= {key: firm[key] for key in ("website", "address", "industry", "employees")}
        if chance.random() < 0.15 and values["email"]:
            values["email"] = f"{str(values['email']).partition('@')[0]}@gmail.com"
        rows.append({
            **{key: value for key, value in values.items() if value is not None},
            "company_name": firm["name"], "source": chance.choice(SOURCES), "checklist": checklist,
            "status": chance.choice(("new", "new", "new", "working", "working", "nurturing")),
            "campaign": chance.choice(CAMPAIGNS), "interest": chance.choice((*INTERESTS, None)),
            "description": chance.choice(MESSAGES),
            "amount": f"{chance.randint(4, 300)}000 EUR" if chance.random() < 0.7 else None,
        })  # fmt: skip
    arriving = Actor(user=None, source="form")
    return [outcome.unwrap() for outcome in commands.create_many(arriving, "lead", rows)]


def _work_on(chance: random.Random, made: list[uuid.UUID], items: list[uuid.UUID]) -> None:
    """Some are qualified, some became deals, some came to nothing; all came in over the last two months."""
    for key in made[:36]:
        for item in items[: 2 + chance.randint(0, 2)]:
            leads.tick(SYSTEM, key, item)
    for key in made[:24]:
        commands.update(SYSTEM, "lead", key, {"status": "qualified"})
    notes = [
        {"kind": "note", "about": Target("lead", key), "body": "Called back; wants a visit."}
        for key in made[:14]
    ]
    commands.create_many(SYSTEM, "activity", notes)
    for key in made[:14]:
        converting.convert(SYSTEM, key)
    for number, key in enumerate(made[90:108]):
        back = timezone.localdate() + dt.timedelta(chance.randint(20, 120)) if number % 2 else None
        leads.disqualify(SYSTEM, key, reason=chance.choice(LOST), recycle_on=back)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.2026)")
        cursor.execute(
            "UPDATE leads_lead SET created_at = now() - random() * interval '60 days', arrived_at = now(), "
            "updated_at = now() - random() * interval '9 days'"
        )
