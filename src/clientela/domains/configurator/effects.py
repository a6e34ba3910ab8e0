"""What choices do to price and delivery. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from clientela.domains.configurator.model import Choices, Model


@dataclass(frozen=True)
class Effects:
    """`percent` is of the product's own price, `amounts` are by currency, days are working days."""

    percent: Decimal = Decimal(0)
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    extra_days: int = 0
    at_least_days: int = 0

    def lead_days(self, own: int) -> int:
        """The product's own days or the longest of the options that set a minimum, and what others add."""
        return max(own, self.at_least_days) + self.extra_days


def effects(model: Model, choices: Choices) -> Effects:
    chosen = [option for code, option in model.options.items() if code in choices.options]
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for option in chosen:
        if option.amount:
            amounts[option.currency] += option.amount
    for code, value in choices.numbers.items():
        quantity = model.numbers.get(code)
        if quantity is not None and quantity.amount:
            amounts[quantity.currency] += quantity.amount * value
    return Effects(
        percent=sum((option.percent for option in chosen), Decimal(0)),
        amounts=dict(amounts),
        extra_days=sum(option.extra_days for option in chosen),
        at_least_days=max((option.at_least_days for option in chosen), default=0),
    )


def delivery(start: dt.date, working_days: int) -> dt.date:
    """So many days from Monday to Friday after `start`; public holidays are not known here."""
    weeks, rest = divmod(working_days, 5)
    day = start + dt.timedelta(weeks=weeks)
    while rest or day.weekday() > 4:
        day += dt.timedelta(1)
        if day.weekday() < 5 and rest:
            rest -= 1
    return day
