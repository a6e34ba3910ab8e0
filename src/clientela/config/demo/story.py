"""Made-up companies, people, deals and what happened around them, from the words of their country."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from anyascii import anyascii
from django.utils import timezone

from clientela.config.demo.countries import Country
from clientela.config.demo.goods import CALLS, MEETINGS, TAGS

Row = dict[str, Any]
AREAS = {"PL": "42", "DE": "89", "RU": "495", "TW": "2"}
STATES = ("customer", "prospect", "lead", "former", "partner")
OUTCOMES = ("reached", "reached", "reached", "no-answer", "voicemail")


def _phone(chance: random.Random, country: Country) -> str:
    figures = {"b": chance.randint(200, 989), "c": chance.randint(1, 99), "d": chance.randint(1, 99)}
    if country.code == "TW":
        figures["b"] = chance.randint(2200, 2999)
    return country.phone.format(a=AREAS[country.code], **figures)


def _slug(text: str) -> str:
    return "".join(c for c in anyascii(text).lower() if c.isalnum() or c == " ").strip().replace(" ", "-")


def company(chance: random.Random, country: Country, taken: set[str]) -> Row:
    """A company of this country with a name that no other has."""
    trade, industry = chance.choice(country.trades)
    place, postcode, region = chance.choice(country.places)
    name = ""
    while not name or name in taken:
        family = chance.choice(country.families)[0]
        pattern = chance.choice(country.firms)
        name = " ".join(
            pattern.format(place=place, family=family, trade=trade, form=chance.choice(country.forms)).split()
        )
        place, postcode, region = chance.choice(country.places)
        trade, industry = chance.choice(country.trades)
    taken.add(name)
    domain = f"{_slug(name)[:24].strip('-')}.example"
    row: Row = {
        "name": name,
        "state": chance.choices(STATES, weights=[45, 30, 14, 6, 5])[0],
        "industry": industry,
        "phone": _phone(chance, country),
        "email": f"info@{domain}",
        "website": f"https://{domain}",
        "address": {"street": chance.choice(country.streets).format(n=chance.randint(1, 240), m=chance.randint(1, 9)),
                    "postcode": postcode, "city": place, "region": region, "country": country.code},
        "employees": int(10 ** chance.uniform(0.8, 3.6)),
        "revenue": f"{round(10 ** chance.uniform(5.5, 8.3) * country.rate, -4):.0f} {country.currency}",
        "founded": chance.randint(1921, 2024),
        "legal_name": name,
        "tax_number": f"{country.code} {chance.randint(100, 999)} {chance.randint(100, 999)} {chance.randint(10, 99)} {chance.randint(10, 99)}",
        "source": chance.choice(("referral", "fair", "web", "cold-call", "partner")),
        "tags": chance.sample(TAGS, chance.choices((0, 1, 2), weights=[55, 33, 12])[0]) or None,
        "_domain": domain,
    }  # fmt: skip
    if chance.random() < 0.02:
        row |= {"blacklisted": True, "blacklist_reason": "Did not pay twice"}
    return row


def person(chance: random.Random, firm: Row) -> Row:
    country: Country = firm["_country"]
    is_woman = chance.random() < 0.48
    given = chance.choice(country.women if is_woman else country.men)
    family = chance.choice(country.families)[int(is_woman)]
    mail = f"{_slug(given)}.{_slug(family)}{chance.randint(1, 99) if chance.random() < 0.3 else ''}@{firm['_domain']}"
    return {
        "given_name": given,
        "family_name": family,
        "job_title": chance.choice(country.jobs),
        "email": mail if chance.random() < 0.93 else None,
        "phone": _phone(chance, country) if chance.random() < 0.8 else None,
        "do_not_contact": chance.random() < 0.02,
        "source": firm["source"],
    }


def deal(chance: random.Random, firm: Row, stages: list[Row], products: list[Row]) -> Row:
    """A deal of the last two years; the older it is, the surer it is closed."""
    country: Country = firm["_country"]
    today = timezone.localdate()
    age = int(chance.triangular(0, 730, 120))
    opened = today - dt.timedelta(age)
    lasted = int(chance.gammavariate(3, 22)) + 2
    is_closed = lasted < age and chance.random() < 0.92
    kind = ("won" if chance.random() < 0.55 else "lost") if is_closed else "open"
    stage = chance.choice([stage for stage in stages if stage["kind"] == kind])
    words = chance.choice(country.deals)
    row: Row = {
        "name": words.format(n=chance.choice((2, 3, 4, 6, 12, 50)), y=opened.year, z=opened.year + 2, place=firm["address"]["city"]),
        "stage": stage["id"],
        "amount": f"{round(10 ** chance.uniform(3.3, 5.9) * country.rate, -2):.0f} {country.currency}",
        "opened_on": opened,
        "expected_close": opened + dt.timedelta(lasted + chance.randint(-10, 20)) if is_closed else today + dt.timedelta(chance.randint(-12, 120)),
        "product": chance.choice(products)["id"],
        "_kind": kind,
    }  # fmt: skip
    if is_closed:
        row["closed_on"] = opened + dt.timedelta(lasted)
    if kind == "lost":
        row["loss_reason"] = chance.choice(("price", "competitor", "timing", "no-budget", "silence"))
    if kind == "open" and chance.random() < 0.8:
        row |= {
            "next_step": chance.choice(country.steps),
            "next_step_on": today + dt.timedelta(chance.randint(-4, 20)),
        }
    return row


def _at(chance: random.Random, first: dt.date, last: dt.date) -> dt.datetime:
    """A moment in working hours between two days."""
    day = first + dt.timedelta(chance.randint(0, max(0, (last - first).days)))
    return timezone.make_aware(
        dt.datetime.combine(day, dt.time(chance.randint(8, 17), chance.choice((0, 5, 15, 30, 40, 55))))
    )


def about_deal(chance: random.Random, row: Row) -> list[Row]:
    """Calls, meetings and notes from the day a deal was opened until it was closed (or now), and a task if it is open."""
    country: Country = row["_company"]["_country"]
    last = row.get("closed_on") or timezone.localdate() - dt.timedelta(1)
    about = {"about": f"deal:{row['id']}", "owner": row["owner"]}
    made: list[Row] = []
    for _n in range(chance.randint(1, 5)):
        when = _at(chance, row["opened_on"], last)
        made.append(
            about | chance.choices((_call, _meeting, _note), weights=[5, 2, 3])[0](chance, country, when)
        )
    if row["_kind"] == "open" and chance.random() < 0.6:
        due = _at(chance, timezone.localdate() - dt.timedelta(3), timezone.localdate() + dt.timedelta(14))
        made.append(
            about
            | {"kind": "task", "subject": row.get("next_step") or chance.choice(country.steps), "due_at": due}
        )
    return made


def about_company(chance: random.Random, row: Row) -> list[Row]:
    today = timezone.localdate()
    about = {"about": f"company:{row['id']}", "owner": row["owner"]}
    when = [
        _at(chance, today - dt.timedelta(400), today - dt.timedelta(1)) for _n in range(chance.randint(1, 4))
    ]
    return [about | chance.choice((_call, _note))(chance, row["_country"], moment) for moment in when]


def _call(chance: random.Random, country: Country, when: dt.datetime) -> Row:
    return {
        "kind": "call",
        "subject": chance.choice(CALLS),
        "body": chance.choice(country.notes) if chance.random() < 0.5 else None,
        "happened_at": when,
        "minutes": chance.randint(1, 34),
        "direction": chance.choice(("out", "out", "in")),
        "outcome": chance.choice(OUTCOMES),
    }


def _meeting(chance: random.Random, country: Country, when: dt.datetime) -> Row:
    return {
        "kind": "meeting",
        "subject": chance.choice(MEETINGS),
        "body": chance.choice(country.notes),
        "happened_at": when,
        "minutes": chance.choice((30, 45, 60, 90)),
        "location": chance.choice(country.places)[0],
    }


def _note(chance: random.Random, country: Country, when: dt.datetime) -> Row:
    return {"kind": "note", "body": chance.choice(country.notes), "happened_at": when}
