"""How many records lie where: counted in SQL by country and town of their address, or of the record that has one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Q, Sum, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.contact import Address
from clientela.engine.fields.link import Link
from clientela.engine.fields.numbers import Money
from clientela.engine.places import lookup
from clientela.engine.places.lookup import Town
from clientela.engine.screens.listing import Listing

# So many groups of country, town and currency are read, the biggest first; what is beyond is counted by country.
MOST_GROUPS = 3000
SYSTEM = frozenset({"owner", "branch", "created_by", "updated_by"})


@dataclass
class Figures:
    """How many records, and what they sum up to in each currency."""

    n: int = 0
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, number: int, currency: str | None, total: Any) -> None:
        self.n += number
        if currency and total is not None:
            self.sums[currency] += Decimal(total)


@dataclass
class Spot:
    """A town with its records; `names` is how their addresses write it. Without a town nobody knows where it lies."""

    country: str
    town: Town | None
    names: list[str] = field(default_factory=list)
    figures: Figures = field(default_factory=Figures)


@dataclass
class Placed:
    """What was counted. `countries` holds all with a country; `without` the rest, by reason ("address", "link",
    "hidden"); `townless` has a country and no town; `beyond` was too much to be told town by town."""

    countries: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    without: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    spots: list[Spot] = field(default_factory=list)
    unknown: list[Spot] = field(default_factory=list)
    townless: Figures = field(default_factory=Figures)

    @property
    def beyond(self) -> int:
        told = sum(one.figures.n for one in (*self.spots, *self.unknown)) + self.townless.n
        return sum(one.n for one in self.countries.values()) - told


@dataclass(frozen=True)
class Source:
    """Where the address is: in the record itself, or in the one that `link` points at."""

    address: Address
    link: Link | None = None

    def path(self, part: str) -> str:
        """How a filter names a part of the address."""
        return f"{self.link.key}__{self.address.key}.{part}" if self.link else f"{self.address.key}.{part}"

    def part(self, actor: Actor, part: str) -> Any:
        """The SQL of a part; nothing where the linked record is not for this actor."""
        if self.link is None:
            return self.address.parts()[part].expression()
        text = KeyTextTransform(part, F(f"{self.link.attribute}__{self.address.attribute}"))
        return Case(When(self._seen(actor), then=text), default=Value(None), output_field=TextField())

    def why(self, actor: Actor) -> Any:
        """The SQL of the reason why a record without a country has none."""
        if self.link is None:
            return Value("address")
        none = When(Q((f"{self.link.attribute}__isnull", True)), then=Value("link"))
        return Case(
            none,
            When(self._seen(actor), then=Value("address")),
            default=Value("hidden"),
            output_field=TextField(),
        )

    def _seen(self, actor: Actor) -> Q:
        assert self.link is not None
        rows = gate.visible(actor, registry.get(self.link.entity).model)
        return Q((f"{self.link.attribute}__in", rows.values("pk")))


def source(entity: Entity) -> Source | None:
    """The entity's own address, else that of the first record it links to which has one."""
    return next(_sources(entity), None)


def _sources(entity: Entity) -> Iterator[Source]:
    own = _address(entity)
    if own is not None:
        yield Source(own)
    known = {one.key for one in registry.every()}
    for link in entity.links():
        if link.custom or link.key in SYSTEM or link.entity not in known:
            continue
        found = _address(registry.get(link.entity))
        if found is not None and not found.custom:
            yield Source(found, link)


def _address(entity: Entity) -> Address | None:
    return next((one for one in entity.fields if isinstance(one, Address)), None)


# -- counting --------------------------------------------------------------------------------------------------------
def count(shown: Listing) -> Placed:
    """The records of a listing by place, in two statements. Raises BadFilter."""
    found, place = Placed(), source(shown.entity)
    assert place is not None
    total, code = money(shown.entity)
    rows = shown.rows().order_by()
    by = {"_country": place.part(shown.actor, "country"), "_code": code}
    grouped = _grouped(rows, {**by, "_why": place.why(shown.actor)}, total)
    for country, currency, why, number, amount in grouped:
        if country:
            found.countries[country].add(number, currency, amount)
        else:
            found.without[why] += number
    towns = _grouped(rows, {**by, "_city": place.part(shown.actor, "city")}, total)
    _towns(found, towns.order_by("-_n", "_country", "_city", "_code")[:MOST_GROUPS])
    return found


def _grouped(rows: Any, by: dict[str, Any], total: Any) -> Any:
    return rows.values(**by).annotate(_n=Count("*"), _total=Sum(total)).values_list(*by, "_n", "_total")


def _towns(found: Placed, groups: Any) -> None:
    spots: dict[Any, Spot] = {}
    for country, currency, city, number, amount in groups:
        if not country:
            continue
        if not city:
            found.townless.add(number, currency, amount)
            continue
        town = lookup.town(country, city)
        spot = spots.setdefault((country, town or city), Spot(country, town))
        spot.figures.add(number, currency, amount)
        if city not in spot.names:
            spot.names.append(city)
    found.spots = [one for one in spots.values() if one.town]
    found.unknown = [one for one in spots.values() if not one.town]


def money(entity: Entity) -> tuple[Any, Any]:
    """The SQL of what is summed and of its currency; nothing to sum is an entity without money on its board."""
    summed = entity.field(entity.board_sum) if entity.board_sum else None
    if not isinstance(summed, Money) or summed.custom:
        nothing = Value(None)
        return Cast(nothing, DecimalField(max_digits=20, decimal_places=2)), Cast(nothing, TextField())
    return F(summed.attribute), F(f"{summed.attribute}_currency")
