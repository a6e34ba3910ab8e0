"""The seeded records as lines of PostgreSQL's COPY text format, with the product's own search documents."""

from __future__ import annotations

import functools
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import orjson

from bench.names import NAMES, Names, slug
from clientela.config.demo.countries import Country
from clientela.config.demo.goods import CALLS, MEETINGS, TAGS
from clientela.engine.query import folding

AREAS = {"PL": "4842", "DE": "4989", "RU": "7495", "TW": "8862"}
STATES = ("customer", "prospect", "lead", "former", "partner")
NULL = "\\N"


def columns(names: str) -> tuple[str, ...]:
    return tuple(names.split())


class Stage(NamedTuple):
    id: str
    pipeline: str
    kind: str


class Seller(NamedTuple):
    """A colleague who owns records."""

    id: str
    branch: str


class Firm(NamedTuple):
    id: str
    name: str
    domain: str
    seller: Seller
    names: Names


@dataclass
class World:
    """Everything rows are made from; `sellers` own equal parts."""

    chance: random.Random
    now: datetime
    sellers: Sequence[Seller]
    stages: Sequence[Stage]
    products: Sequence[str]
    scale: int

    def moment(self, days: int, power: float = 2.0) -> datetime:
        """Some time in the last `days`, recent ones likelier."""
        return self.now - timedelta(days=days * self.chance.random() ** power)

    def new_id(self, at: datetime) -> str:
        """A version 7 UUID of that moment, as the product makes them."""
        high = int(at.timestamp() * 1000) << 80 | 0x7 << 76 | self.chance.getrandbits(12) << 64
        return str(uuid.UUID(int=high | 0b10 << 62 | self.chance.getrandbits(62)))


def line(*values: Any) -> str:
    return "\t".join(NULL if value is None else str(value) for value in values) + "\n"


def json_of(value: Any) -> str:
    return orjson.dumps(value).decode().replace("\\", "\\\\")


@functools.cache
def words(weight: str, text: str) -> str:
    """The search document of a text that many records share."""
    return folding.document([(weight, [text])])


def _phone(chance: random.Random, country: Country) -> str:
    return f"+{AREAS[country.code]}{chance.randint(1_000_000, 9_999_999)}"


COMPANY = columns(
    "id owner_id branch_id created_at updated_at search name legal_name code state industry tax_number email phone "
    "website address employees revenue revenue_currency founded source tags"
)


def companies(world: World, firms: list[Firm]) -> Iterator[str]:
    """Lines of companies; `firms` is filled with what the other tables need of them."""
    chance = world.chance
    for number in range(max(1, world.scale * 3 // 10)):
        names = NAMES[number % len(NAMES)]
        country = names.country
        trade, industry = chance.choice(country.trades)
        place, postcode, region = chance.choice(country.places)
        name = chance.choice(country.firms).format(
            place=place, family=names.person(chance)[1], trade=trade, form=chance.choice(country.forms)
        )
        name = f"{' '.join(name.split())} {number}"
        domain = f"{slug(name)[:30].strip('-')}-{number}.example"
        made = world.moment(900, 1.0)
        firm = Firm(world.new_id(made), name, domain, chance.choice(world.sellers), names)
        firms.append(firm)
        code, mail, phone = f"C{number:07d}", f"info@{domain}", _phone(chance, country)
        tax = f"{country.code}{chance.randint(10**9, 10**10 - 1)}"
        street = chance.choice(country.streets).format(n=chance.randint(1, 240), m=chance.randint(1, 9))
        tags = chance.sample(TAGS, 1) if chance.random() < 0.3 else []
        address = {
            "street": street,
            "postcode": postcode,
            "city": place,
            "region": region,
            "country": country.code,
        }
        search = folding.document(
            (
                ("A", [name]),
                ("B", [code, tax, mail, phone]),
                ("C", [domain, street, place, postcode, region, *tags]),
            )
        )
        yield line(
            firm.id, firm.seller.id, firm.seller.branch, made, world.moment(300), search, name, name, code,
            chance.choice(STATES), industry, tax, mail, phone, f"https://{domain}", json_of(address),
            chance.randint(3, 4000), f"{10 ** chance.uniform(5, 8) * country.rate:.2f}", country.currency,
            chance.randint(1921, 2024), "web", "{" + ",".join(f'"{tag}"' for tag in tags) + "}" if tags else None,
        )  # fmt: skip


PERSON = columns(
    "id owner_id branch_id created_at updated_at search name given_name family_name company_id job_title email phone "
    "address source"
)


class Contact(NamedTuple):
    id: str
    firm: Firm


def people(world: World, firms: Sequence[Firm], contacts: list[Contact]) -> Iterator[str]:
    chance = world.chance
    for number in range(world.scale):
        firm = chance.choice(firms)
        country = firm.names.country
        given, family = firm.names.person(chance)
        name = f"{family}{given}" if country.family_first else f"{given} {family}"
        mail = f"{slug(given)}.{slug(family)}{number}@{firm.domain}"
        phone = _phone(chance, country) if chance.random() < 0.8 else None
        job = chance.choice(country.jobs)
        place, postcode, region = chance.choice(country.places)
        made = world.moment(800, 1.0)
        contact = Contact(world.new_id(made), firm)
        contacts.append(contact)
        search = folding.document(
            (("A", [name]), ("B", [mail, *filter(None, [phone])]), ("D", [job, place, postcode, region]))
        )
        address = {"postcode": postcode, "city": place, "region": region, "country": country.code}
        yield line(
            contact.id, firm.seller.id, firm.seller.branch, made, world.moment(400), search, name, given, family,
            firm.id, job, mail, phone, json_of(address), "web",
        )  # fmt: skip


DEAL = columns(
    "id owner_id branch_id created_at updated_at search name company_id person_id pipeline_id stage_id amount "
    "amount_currency probability product_id opened_on expected_close closed_on stage_since loss_reason next_step "
    "next_step_on code"
)


class Sale(NamedTuple):
    id: str
    contact: Contact
    opened: datetime


def deals(world: World, contacts: Sequence[Contact], sales: list[Sale]) -> Iterator[str]:
    chance = world.chance
    # Most deals of a company are over; about one in seven is still being worked on.
    closed = [stage for stage in world.stages if stage.kind != "open"]
    open_ = [stage for stage in world.stages if stage.kind == "open"]
    for number in range(world.scale):
        contact = chance.choice(contacts)
        firm, country = contact.firm, contact.firm.names.country
        stage = chance.choice(open_ if chance.random() < 0.15 else closed)
        opened = world.moment(120 if stage.kind == "open" else 900, 1.0)
        over = None if stage.kind == "open" else min(world.now, opened + timedelta(chance.randint(5, 160)))
        name = chance.choice(country.deals).format(
            n=chance.choice((2, 3, 4, 6, 12, 50)),
            y=opened.year,
            z=opened.year + 2,
            place=chance.choice(country.places)[0],
        )
        step = chance.choice(country.steps) if over is None and chance.random() < 0.8 else None
        sale = Sale(world.new_id(opened), contact, opened)
        sales.append(sale)
        code = f"D{number:07d}"
        search = " ".join(
            filter(
                None, (words("A", name), folding.document([("B", [code])]), words("D", step) if step else "")
            )
        )
        yield line(
            sale.id, firm.seller.id, firm.seller.branch, opened, over or world.moment(60), search, name, firm.id,
            contact.id, stage.pipeline, stage.id, f"{10 ** chance.uniform(3.3, 5.9) * country.rate:.2f}", country.currency,
            50, chance.choice(world.products), opened.date(), (over or world.now + timedelta(30)).date(),
            over.date() if over else None, over or opened, "price" if stage.kind == "lost" else None, step,
            (world.now + timedelta(chance.randint(-4, 20))).date() if step else None, code,
        )  # fmt: skip


ACTIVITY = columns(
    "id owner_id branch_id created_at updated_at search kind subject body about_entity about_id company_id person_id "
    "happened_at due_at done_at minutes direction outcome"
)


def activities(world: World, sales: Sequence[Sale]) -> Iterator[str]:
    """Ten for every deal on average: few deals have many, many have few."""
    chance = world.chance
    for _number in range(world.scale * 10):
        sale = sales[int(len(sales) * chance.random() ** 1.5)]
        firm = sale.contact.firm
        country = firm.names.country
        at = sale.opened + (world.now - sale.opened) * chance.random()
        kind = chance.choices(("call", "note", "meeting", "task"), cum_weights=(50, 75, 90, 100))[0]
        subject = {"call": CALLS, "meeting": MEETINGS, "task": country.steps}.get(kind)
        title = chance.choice(subject) if subject else None
        body = chance.choice(country.notes) if kind in ("note", "meeting") else None
        search = " ".join(
            filter(None, (words("A", title) if title else "", words("D", body) if body else ""))
        )
        done = at if kind != "task" or chance.random() < 0.9 else None
        yield line(
            world.new_id(at), firm.seller.id, firm.seller.branch, at, at, search, kind, title, body, "deal", sale.id,
            firm.id, sale.contact.id, at if done else None, at if kind == "task" else None,
            done if kind == "task" else None, chance.randint(1, 60) if kind in ("call", "meeting") else None,
            "out" if kind == "call" else None, "reached" if kind == "call" else None,
        )  # fmt: skip


def this_moment() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
