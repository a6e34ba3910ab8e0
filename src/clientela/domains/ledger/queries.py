"""Who buys, who sells, who could meet; and how much of what a company buys it buys from us."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from clientela.domains.contacts.models import Company
from clientela.domains.ledger.models import Goods, Trade
from clientela.domains.orders.models import Order, OrderLine
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.query.search import matching
from clientela.engine.records.queryset import RecordQuerySet

MOST, YEAR = 50, dt.timedelta(365)
TIMES_A_YEAR = {"year": Decimal(1), "month": Decimal(12), "once": Decimal(1)}


@dataclass(frozen=True)
class Side:
    """A company on one side of a market; `ours` is whether it buys these goods from us."""

    company: Company
    trades: list[Trade]
    ours: bool


@dataclass(frozen=True)
class Market:
    """The goods that were asked for, and who sells and buys them, the biggest first."""

    goods: list[Goods]
    sellers: list[Side]
    buyers: list[Side]


@dataclass
class Share:
    """What a company buys of something in a year: from us, and from others."""

    goods: str
    currency: str
    ours: Decimal = Decimal(0)
    others: Decimal = Decimal(0)
    suppliers: list[Trade] = field(default_factory=list)

    @property
    def whole(self) -> Decimal:
        return self.ours + self.others

    @property
    def share(self) -> float | None:
        """Of the wallet, 0 to 1; unknown when nothing has a price."""
        return float(self.ours / self.whole) if self.whole else None


@dataclass(frozen=True)
class Match:
    """A company that buys what this one sells, or sells what it buys."""

    goods: Goods
    company: Company
    direction: str


def goods_called(actor: Actor, text: str) -> list[Goods]:
    """By any of their names, in any script."""
    rows = gate.visible(actor, Goods)
    return list((matching(rows, text) if text.strip() else rows).order_by("name", "pk")[:MOST])


def market(actor: Actor, goods: Sequence[Goods], *, not_from_us: bool = False) -> Market:
    """Sellers and buyers of these goods among the companies that the actor may see."""
    ids = [one.pk for one in goods]
    trades = list(
        _living(actor).filter(goods_id__in=ids).order_by(F("volume").desc(nulls_last=True), "pk")[: MOST * 4]
    )
    companies = _companies(actor, {trade.company_id for trade in trades})
    ours = {trade.company_id for trade in trades if trade.from_us} | customers(actor, goods)
    sides: dict[str, list[Side]] = {"buys": [], "sells": []}
    for direction, found in sides.items():
        by_company: dict[uuid.UUID, list[Trade]] = defaultdict(list)
        for trade in trades:
            if trade.direction == direction and trade.company_id in companies:
                by_company[trade.company_id].append(trade)
        found += [Side(companies[key], own, key in ours) for key, own in by_company.items()]
    buyers = [side for side in sides["buys"] if not (not_from_us and side.ours)]
    return Market(list(goods), sides["sells"][:MOST], buyers[:MOST])


def customers(actor: Actor, goods: Iterable[Goods]) -> set[uuid.UUID]:
    """Companies that ordered something of our product lines for these goods."""
    lines = {one.line_id for one in goods if one.line_id}
    orders = gate.visible(actor, Order).filter(cancelled_at=None)
    bought = gate.visible(actor, OrderLine).filter(order__in=orders, product__line_id__in=lines)
    found = bought.values_list("order__company_id", flat=True).distinct() if lines else []
    return {company for company in found if company}


def of_company(actor: Actor, company_id: uuid.UUID) -> list[Trade]:
    """What a company buys and sells, with the goods, the newest first."""
    rows = _living(actor).filter(company_id=company_id).select_related("goods")
    return list(rows.order_by("-updated_at", "pk"))


def shares(actor: Actor, company_id: uuid.UUID, trades: Sequence[Trade]) -> list[Share]:
    """The wallet: what the company buys in a year by goods and currency, ours from its orders of the last year."""
    found: dict[tuple[str, str], Share] = {}

    def share(goods: str, currency: str) -> Share:
        return found.setdefault((goods, currency), Share(goods, currency))

    for goods, currency, amount in _ordered(actor, company_id, timezone.localdate()):
        share(goods, currency).ours += amount
    for trade in trades:
        if trade.direction == "buys":
            own = share(trade.goods.name, trade.price_currency or "")
            own.suppliers.append(trade)
            if trade.from_us:
                own.ours += worth(trade)
            else:
                own.others += worth(trade)
    return sorted(found.values(), key=lambda one: (-one.whole, one.goods))


def worth(trade: Trade) -> Decimal:
    """In a year, in the currency of its price."""
    if trade.volume is None or trade.price is None:
        return Decimal(0)
    return round(trade.volume * trade.price * TIMES_A_YEAR[trade.per], 2)


def matches(actor: Actor, company_id: uuid.UUID, trades: Sequence[Trade]) -> list[Match]:
    """Those who buy what the company sells, and those who sell what it buys: whom to bring together."""
    if not trades:
        return []
    wanted = Q()
    for own in trades:
        wanted |= Q(goods_id=own.goods_id, direction="sells" if own.direction == "buys" else "buys")
    others = _living(actor).filter(wanted).exclude(company_id=company_id).select_related("goods")
    rows = list(others.order_by("-updated_at")[:MOST])
    companies = _companies(actor, {row.company_id for row in rows})
    found = {
        (row.goods_id, row.company_id, row.direction): row for row in rows if row.company_id in companies
    }
    return [Match(row.goods, companies[row.company_id], row.direction) for row in found.values()]


def _living(actor: Actor) -> RecordQuerySet[Trade]:
    today = timezone.localdate()
    return gate.visible(actor, Trade).filter(Q(until=None) | Q(until__gte=today))


def _companies(actor: Actor, ids: set[uuid.UUID]) -> dict[uuid.UUID, Company]:
    return {company.pk: company for company in gate.visible(actor, Company).filter(pk__in=ids)}


def _ordered(actor: Actor, company_id: uuid.UUID, day: dt.date) -> Iterator[tuple[str, str, Decimal]]:
    """What the company ordered from us in the year before a day: goods, currency, amount."""
    orders = gate.visible(actor, Order).filter(
        company_id=company_id, cancelled_at=None, ordered_on__gt=day - YEAR, ordered_on__lte=day
    )
    value = F("quantity") * F("price") * (100 - Coalesce(F("discount"), Decimal(0))) / 100
    lines = gate.visible(actor, OrderLine).filter(order__in=orders).exclude(price=None)
    sums = lines.order_by().values_list("product__line_id", "price_currency").annotate(amount=Sum(value))
    by_line = {line: (currency, amount) for line, currency, amount in sums if line and currency}
    if by_line:
        for goods in gate.visible(actor, Goods).filter(line_id__in=by_line).order_by("name"):
            currency, amount = by_line[goods.line_id]
            yield goods.name, currency, amount
