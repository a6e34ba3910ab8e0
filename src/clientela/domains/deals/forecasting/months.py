"""The forecast: open deals in columns by the month in which they should close, with what they are worth at best and weighted.

Weighted is the contract value times the probability; best is as if all were won. Values in different currencies are not
added up. What was won in a month stands beside, because it belongs to the month's result.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.deals.models import Deal, Stage
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import NotFound
from clientela.engine.fields import formats
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.numbers import Amount
from clientela.engine.query import paging
from clientela.engine.query.paging import Page
from clientela.engine.records import commands as records
from clientela.engine.records.command import command
from clientela.engine.screens.listing import Listing

MONTHS = 6
CARDS = 12
OVERDUE, LATER, UNDATED = "overdue", "later", "none"


@dataclass(frozen=True)
class Column:
    """A month (its key is 2026-05), or what lies before, behind and outside the months; `takes` cards when dropped."""

    key: str
    label: str
    takes: bool
    count: int = 0
    best: tuple[Amount, ...] = ()
    weighted: tuple[Amount, ...] = ()
    won: tuple[Amount, ...] = ()
    page: Page[Any] = field(default_factory=lambda: Page([], None))


@dataclass(frozen=True)
class Window:
    """The months that are shown, from the first day of `first` on; `now` is the month that runs."""

    first: dt.date
    now: dt.date

    @property
    def months(self) -> list[dt.date]:
        return [self.first + relativedelta(months=at) for at in range(MONTHS)]

    @property
    def end(self) -> dt.date:
        return self.first + relativedelta(months=MONTHS)


def window(shown: Listing) -> Window:
    now = timezone.localdate().replace(day=1)
    return Window(month_of(shown.asked("from")) if shown.asked("from") else now, now)


def month_of(text: str) -> dt.date:
    """The first day of a month such as 2026-05. Raises BadValue."""
    try:
        found = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadValue(_("“%s” is not a month such as 2026-05.") % text[:40]) from None
    if not 1900 <= found.year <= 9000:
        raise BadValue(_("“%s” lies outside the calendar.") % text[:40])
    return found


def columns(window: Window) -> list[Column]:
    months = [Column(f"{month:%Y-%m}", formats.month(month), True) for month in window.months]
    before = Column(OVERDUE, _("Earlier") if window.first != window.now else _("Overdue"), False)
    return [before, *months, Column(LATER, _("Later"), False), Column(UNDATED, _("No date"), True)]


# -- reading ---------------------------------------------------------------------------------------------------------
def filled(shown: Listing, window: Window, limit: int = CARDS) -> list[Column]:
    """The columns with sums and first cards."""
    found = summed(shown, window, columns(window))
    return [replace(one, page=cards(shown, window, one.key, None, limit)) for one in found]


def cards(shown: Listing, window: Window, key: str, after: str | None, limit: int = CARDS) -> Page[Any]:
    rows = shown.rows().filter(_inside(window, key), closed_on=None)
    sort = "expected_close" if key != UNDATED else "-updated_at"
    return paging.page(rows, shown.entity, sort, after, limit, actor=shown.actor)


def _inside(window: Window, key: str) -> Q:
    if key == OVERDUE:
        return Q(expected_close__lt=window.first)
    if key == LATER:
        return Q(expected_close__gte=window.end)
    if key == UNDATED:
        return Q(expected_close=None)
    month = month_of(key)
    return Q(expected_close__gte=month, expected_close__lt=month + relativedelta(months=1))


def one(window: Window, key: str) -> Column:
    """A single column. Raises NotFound."""
    found = next((column for column in columns(window) if column.key == key), None)
    if found is None:
        raise NotFound(f"forecast {key[:40]}")
    return found


def summed(shown: Listing, window: Window, found: Sequence[Column]) -> list[Column]:
    """Two statements for all columns: what is open, and what was won in the months."""
    opened = _open_sums(shown, window)
    won = _won_sums(shown, window)
    return [
        replace(
            column,
            count=sum(row[1] for row in opened[column.key]),
            best=_amounts((row[0], row[2]) for row in opened[column.key]),
            weighted=_amounts((row[0], row[3]) for row in opened[column.key]),
            won=_amounts(won[column.key]),
        )
        for column in found
    ]


def _open_sums(shown: Listing, window: Window) -> dict[str, list[tuple[str | None, int, Any, Any]]]:
    key = Case(
        When(expected_close=None, then=Value(UNDATED)),
        When(expected_close__lt=window.first, then=Value(OVERDUE)),
        When(expected_close__gte=window.end, then=Value(LATER)),
        *(
            When(expected_close__gte=month, expected_close__lt=month + relativedelta(months=1), then=Value(f"{month:%Y-%m}"))
            for month in window.months
        ),
        output_field=CharField(),
    )  # fmt: skip
    chance = Coalesce(F("probability"), Value(Decimal(0))) / 100
    rows = (
        shown.rows()
        .filter(closed_on=None)
        .order_by()
        .annotate(_key=key)
        .values("_key", "contract_value_currency")
    )
    found: dict[str, list[tuple[str | None, int, Any, Any]]] = defaultdict(list)
    figures = rows.annotate(
        n=Count("pk"), best=Sum("contract_value"), weighted=Sum(F("contract_value") * chance)
    )
    for row in figures.values_list("_key", "contract_value_currency", "n", "best", "weighted"):
        found[row[0]].append(row[1:])
    return found


def _won_sums(shown: Listing, window: Window) -> dict[str, list[tuple[str | None, Any]]]:
    won = gate.visible(shown.actor, Stage).filter(kind="won").values("pk")
    rows = (
        shown.rows().filter(stage__in=won, closed_on__gte=window.first, closed_on__lt=window.end).order_by()
    )
    sums = rows.annotate(_month=TruncMonth("closed_on")).values("_month", "contract_value_currency")
    found: dict[str, list[tuple[str | None, Any]]] = defaultdict(list)
    for row in sums.annotate(total=Sum("contract_value")).values_list(
        "_month", "contract_value_currency", "total"
    ):
        found[f"{row[0]:%Y-%m}"].append((row[1], row[2]))
    return found


def _amounts(pairs: Iterable[tuple[str | None, Any]]) -> tuple[Amount, ...]:
    return tuple(Amount(round(total, 2), code) for code, total in sorted(pairs, key=_size) if code and total)


def _size(pair: tuple[str | None, Any]) -> tuple[Any, str]:
    return (-(pair[1] or 0), pair[0] or "")


def totals(found: Sequence[Column], name: str) -> list[Amount]:
    """One figure over all columns, per currency."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for amount in _every(found, name):
        sums[amount.currency] += amount.amount
    return list(_amounts(sums.items()))


def _every(found: Sequence[Column], name: str) -> Iterator[Amount]:
    for column in found:
        yield from getattr(column, name)


# -- moving ----------------------------------------------------------------------------------------------------------
@command("deal.expect")
def expect(actor: Actor, deal_id: uuid.UUID, month: dt.date | None) -> Deal:
    """Expect a deal to close in another month, on the same day of it as far as it has one; None takes the date away."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    records.update(actor, "deal", deal_id, {"expected_close": _same_day(deal.expected_close, month)})
    return gate.get(actor, Deal, deal_id)


def _same_day(before: dt.date | None, month: dt.date | None) -> dt.date | None:
    if month is None:
        return None
    return month + relativedelta(day=before.day if before else 31)
