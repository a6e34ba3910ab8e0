"""Fills an empty system with the demo company, through the same commands that people use."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from clientela.config.demo import (
    day,
    encyclopedia,
    invoices,
    leads,
    market,
    orders,
    past,
    performance,
    pricing,
    story,
    telesales,
)
from clientela.config.demo import deals as enriching
from clientela.config.demo.cast import CAST, DOMAIN, HEAD_OFFICE, PASSWORD, Colleague
from clientela.config.demo.countries import COUNTRIES, Country
from clientela.config.demo.goods import LINES, PIPELINES
from clientela.engine.access import commands as access
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import Role, User
from clientela.engine.errors import Refused
from clientela.engine.query import saved
from clientela.engine.records import commands
from clientela.engine.records.outcome import Outcome

SEED = 2026
COMPANIES, PEOPLE, DEALS = 300, 1_200, 800

Rows = list[dict[str, Any]]


def build() -> str:
    """Make the demo company and give the e-mail of its administrator. Raises Refused on a system in use."""
    if not access.is_new():
        raise Refused("The demo company goes into an empty system only; choose another data folder.")
    chance = random.Random(SEED)
    with transaction.atomic():
        users = _people_of_ours()
        stages = _pipelines()
        products = _products(users["anna"])
        companies = _companies(chance, users)
        pricing.build(users, products, companies)
        people = _people(chance, companies)
        deals = _deals(chance, companies, people, products, stages)
        enriching.enrich(users, people, deals, stages)
        _activities(chance, companies, deals)
        _views(users)
        _date_back()
        orders.build(random.Random(SEED), deals, products)
        invoices.build(random.Random(SEED), companies)
        leads.build(users, random.Random(SEED))
        day.build(users.values(), people, random.Random(SEED))
        market.build(random.Random(SEED), companies)
        encyclopedia.build(random.Random(SEED), users, products, deals)
        telesales.build(users, random.Random(SEED))
    performance.build(chance, users.values())
    past.tell()
    return f"{CAST[0].mail}@{DOMAIN}"


def _made(outcomes: Sequence[Outcome], rows: Rows) -> Rows:
    """The rows with the ids they got; the demo has no bad rows, so a bad one is a mistake in it."""
    return [{**row, "id": outcome.unwrap()} for outcome, row in zip(outcomes, rows, strict=True)]


def _create(entity: str, rows: Rows) -> Rows:
    """Rows may carry notes of the demo's own under keys with a leading underscore."""
    plain = [{key: value for key, value in row.items() if key[0] != "_"} for row in rows]
    return _made(commands.create_many(SYSTEM, entity, plain), rows)


def _people_of_ours() -> dict[str, User]:
    access.create_preset_roles(SYSTEM)
    roles = {role.name: role.pk for role in Role.objects.all()}
    names = [HEAD_OFFICE, *(country.branch for country in COUNTRIES)]
    branches = {row["name"]: row["id"] for row in _create("branch", [{"name": name} for name in names])}
    for name, branch in branches.items():
        if name != HEAD_OFFICE:
            commands.update(SYSTEM, "branch", branch, {"parent": branches[HEAD_OFFICE]})
    teams = {row["name"]: row["id"] for row in _create("team", [{"name": f"Sales {name}"} for name in names])}
    return {one.mail: _colleague(one, roles, branches, teams) for one in CAST}


def _colleague(
    one: Colleague, roles: dict[str, uuid.UUID], branches: dict[str, uuid.UUID], teams: dict[str, uuid.UUID]
) -> User:
    user = access.create_user(
        SYSTEM,
        name=one.name,
        email=f"{one.mail}@{DOMAIN}",
        password=PASSWORD,
        roles=[roles[one.role]],
        branch=branches[one.branch],
        team=teams[f"Sales {one.branch}"],
    )
    # English for all in the demo: a visitor who signs in as Meiling should still be able to read the screen.
    user.timezone, user.currency = one.timezone, one.currency
    user.save(update_fields=["timezone", "currency"])
    return user


def _pipelines() -> dict[str, Rows]:
    rows = [{"name": name, "position": at} for at, name in enumerate(PIPELINES)]
    stages: dict[str, Rows] = {}
    for pipeline in _create("pipeline", rows):
        steps = PIPELINES[pipeline["name"]]
        stages[pipeline["name"]] = _create(
            "stage",
            [
                {
                    "pipeline": pipeline["id"],
                    "name": name,
                    "position": at,
                    "probability": p,
                    "kind": kind,
                    "rot_days": rot,
                }
                for at, (name, p, kind, rot) in enumerate(steps)
            ],
        )
    return stages


def _products(admin: User) -> Rows:
    lines = {row["name"]: row["id"] for row in _create("productline", [{"name": name} for name in LINES])}
    rows = [
        {
            "name": name,
            "code": code,
            "line": lines[line],
            "price": f"{price} EUR",
            "unit": "pc",
            "owner": admin.pk,
        }
        for line, goods in LINES.items()
        for code, name, price in goods
    ]
    return _create("product", rows)


def _sellers(users: dict[str, User], country: Country) -> list[User]:
    """The country's own people; Anna, whom the demo signs in, keeps some customers everywhere."""
    return [users[one.mail] for one in CAST if one.branch == country.branch] + [users["anna"]]


def _companies(chance: random.Random, users: dict[str, User]) -> Rows:
    rows: Rows = []
    taken: set[str] = set()
    for number in range(COMPANIES):
        country = COUNTRIES[number % len(COUNTRIES)]
        row = story.company(chance, country, taken)
        rows.append({**row, "owner": chance.choice(_sellers(users, country)).pk, "_country": country})
    made = _create("company", rows)
    daughters = [(row["id"], {"parent": chance.choice(made[:40])["id"]}, None) for row in made[60:300:9]]
    commands.update_many(SYSTEM, "company", daughters)
    return made


def _people(chance: random.Random, companies: Rows) -> Rows:
    rows: Rows = []
    while len(rows) < PEOPLE:
        # A few companies are large and have many contacts, most have two or three.
        company = companies[min(int(chance.expovariate(1 / 90)), len(companies) - 1)]
        if len(rows) < len(companies):
            company = companies[len(rows)]
        rows.append(
            {
                **story.person(chance, company),
                "company": company["id"],
                "owner": company["owner"],
                "_company": company,
            }
        )
    return _create("person", rows)


def _deals(
    chance: random.Random, companies: Rows, people: Rows, products: Rows, stages: dict[str, Rows]
) -> Rows:
    contacts: dict[uuid.UUID, list[uuid.UUID]] = {}
    for person in people:
        contacts.setdefault(person["company"], []).append(person["id"])
    rows: Rows = []
    for _number in range(DEALS):
        company = companies[min(int(chance.expovariate(1 / 110)), len(companies) - 1)]
        pipeline = chance.choices(list(stages), weights=[5, 1])[0]
        deal = story.deal(chance, company, stages[pipeline], products)
        rows.append(
            {
                **deal,
                "company": company["id"],
                "person": chance.choice(contacts[company["id"]]),
                "owner": company["owner"],
                "_company": company,
            }
        )
    return _create("deal", rows)


def _activities(chance: random.Random, companies: Rows, deals: Rows) -> None:
    rows: Rows = []
    for deal in deals:
        rows += story.about_deal(chance, deal)
    for company in companies:
        rows += story.about_company(chance, company)
    for start in range(0, len(rows), 2_000):
        _create("activity", rows[start : start + 2_000])


def _views(users: dict[str, User]) -> None:
    from clientela.engine.entities import registry

    anna = Actor(user=users["anna"])
    company, deal = registry.get("company"), registry.get("deal")
    for entity, name, conditions in (
        (company, "Central Europe", [("address.country", "in", "PL,DE")]),
        (company, "Customers", [("state", "eq", "customer")]),
        (company, "Blacklist", [("blacklisted", "eq", True)]),
        (
            deal,
            "Closing this quarter",
            [("expected_close", "within", "this_quarter"), ("stage__kind", "eq", "open")],
        ),
        (deal, "My open deals", [("owner", "eq", "me"), ("stage__kind", "eq", "open")]),
        (deal, "Without a next step", [("next_step", "empty", True), ("stage__kind", "eq", "open")]),
    ):
        tree = {"all": [{"field": field, "op": op, "value": value} for field, op, value in conditions]}
        saved.save(anna, entity, name=name, audience="shared", filter=tree)


def _date_back() -> None:
    """Records were made over two years, not all this minute: what is older has been changed less lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT setseed(0.2026);
            UPDATE contacts_company SET created_at = now() - random() * interval '730 days',
                                        updated_at = now() - (random() ^ 3) * interval '200 days';
            UPDATE contacts_person SET created_at = now() - random() * interval '700 days',
                                       updated_at = now() - (random() ^ 3) * interval '300 days';
            UPDATE deals_deal SET created_at = opened_on, stage_since = greatest(opened_on::timestamptz,
                       coalesce(closed_on, now() - (random() ^ 2) * interval '40 days')),
                   updated_at = coalesce(closed_on::timestamptz, now() - (random() ^ 3) * interval '60 days');
            UPDATE activities_activity SET created_at = coalesce(happened_at, now() - interval '3 days'),
                                           updated_at = coalesce(happened_at, now() - interval '3 days');
            """
        )


def is_demo() -> bool:
    """Whether this system holds the demo company."""
    return (
        gate.unrestricted(User, reason="asked at start, before anybody acts")
        .filter(email=f"{CAST[0].mail}@{DOMAIN}")
        .exists()
    )
