"""From one currency to another by the rates of our own table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from clientela.domains.pricing.models import ExchangeRate
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused

# An older rate says nothing about today; better no price than one that is a year off.
OLDEST = dt.timedelta(366)


@dataclass(frozen=True)
class Rates:
    """The latest rate of each pair on a day: (source, target) → units of target for one of source."""

    pairs: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)

    def rate(self, source: str, target: str) -> Decimal | None:
        """Direct, else inverse, else through the first third currency by name; None when there is no way."""
        if source == target:
            return Decimal(1)
        return self._near(source, target) or self._across(source, target)

    def _near(self, source: str, target: str) -> Decimal | None:
        if (source, target) in self.pairs:
            return self.pairs[source, target]
        inverse = self.pairs.get((target, source))
        return 1 / inverse if inverse else None

    def _across(self, source: str, target: str) -> Decimal | None:
        for middle in sorted({code for pair in self.pairs for code in pair} - {source, target}):
            first, second = self._near(source, middle), self._near(middle, target)
            if first and second:
                return first * second
        return None

    def convert(self, amount: Decimal, source: str, target: str) -> Decimal | None:
        """Not rounded; None when there is no way."""
        rate = self.rate(source, target)
        return None if rate is None else amount * rate


def rates(currencies: set[str], *, on: dt.date) -> Rates:
    """What is needed to convert among these currencies, in one query; none for a single currency."""
    if len(currencies) < 2:
        return Rates()
    rows = gate.unrestricted(ExchangeRate, reason="everybody reads exchange rates").filter(
        Q(source__in=currencies) | Q(target__in=currencies),
        deleted_at=None,
        day__lte=on,
        day__gt=on - OLDEST,
    )
    latest = rows.order_by("source", "target", "-day").distinct("source", "target")
    return Rates({(a, b): rate for a, b, rate in latest.values_list("source", "target", "rate")})


def convert(actor: Actor, amount: Decimal, source: str, target: str, *, on: dt.date) -> Decimal:
    """An amount in another currency, not rounded. Raises Refused when no rate of the last year is known."""
    gate.require(actor, ExchangeRate, to="view")
    found = rates({source, target}, on=on).convert(amount, source, target)
    if found is None:
        raise Refused(
            _("There is no exchange rate from %(source)s to %(target)s; add one in the settings.")
            % {"source": source, "target": target}
        )
    return found
