"""What people put on the page of the day: birthdays, by month and day whatever the year of birth."""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterator

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clientela.domains.contacts.models import BIRTHDAY, Person
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields.link import Target
from clientela.engine.screens.day import AHEAD, MOST, Act, Day, Row, Section, register


def _birthdays(actor: Actor, day: Day) -> Iterator[Row]:
    ahead = {key: on for on in _days(day.date) for key in _keys(on)}
    own = gate.visible(actor, Person).filter(owner_id=actor.user_id, birthday__isnull=False)
    found = own.annotate(_key=BIRTHDAY).filter(_key__in=list(ahead)).order_by("_key", "name")[: 10 * MOST]
    rows = [_row(person, ahead[_key(person.birthday)]) for person in found if person.birthday]
    return iter(sorted(rows, key=lambda row: row.at or day.date)[: MOST + 1])


def _days(first: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(n) for n in range(AHEAD + 1)]


def _key(day: dt.date) -> int:
    return day.month * 100 + day.day


def _keys(on: dt.date) -> tuple[int, ...]:
    """Who was born on 29 February has a birthday on the 28th in other years."""
    return (228, 229) if (on.month, on.day) == (2, 28) and not isleap(on.year) else (_key(on),)


def _row(person: Person, on: dt.date) -> Row:
    born = person.birthday
    # 1900 and 1604 are what address books write for a year that nobody knows.
    age = on.year - born.year if born and born.year > 1900 else 0
    turns = ngettext("turns %(n)d", "turns %(n)d", age) % {"n": age} if age > 0 else gettext("has a birthday")
    company = Target("company", person.company_id) if person.company_id else None
    ways = (
        ("c", _("Call"), "phone", "tel", person.mobile or person.phone),
        ("m", _("Write"), "mail", "mailto", person.email),
    )
    acts = [
        Act(key, label, icon, f"{scheme}:{to}", is_link=True) for key, label, icon, scheme, to in ways if to
    ]
    return Row(person, on, turns, (company,), free=acts)


BIRTHDAYS = register(
    Section(
        key="birthdays",
        entity="person",
        title=_("Birthdays"),
        icon="cake",
        order=90,
        load=_birthdays,
        empty=_("Nobody you look after has a birthday within a week. It stands among a person's details."),
    )
)
