"""What configurations cost and when they are ready, through the prices of the product itself."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.catalog.models import Product
from clientela.domains.configurator import editions
from clientela.domains.configurator.effects import delivery, effects
from clientela.domains.configurator.model import Choices, Model, plain
from clientela.domains.configurator.models import Configuration
from clientela.domains.pricing import configured, exchange
from clientela.domains.pricing.configured import Step, Surcharge
from clientela.domains.pricing.queries import Ask, Offer, offers
from clientela.domains.pricing.rounding import rounded
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields import formats


@dataclass(frozen=True)
class Wish:
    """Choices for a product, for whom, and in which currency."""

    product: UUID
    model: Model
    choices: Choices
    company: UUID | None
    currency: str


@dataclass(frozen=True)
class Priced:
    """`price` is for one, without tax, rounded; `reason` says why that or why none; `steps` what adds how much to it."""

    name: str
    price: Decimal | None
    base: Decimal | None
    currency: str
    lead_days: Decimal
    ready: dt.date
    description: str
    reason: str
    steps: tuple[tuple[str, Decimal], ...] = ()


def priced(actor: Actor, wishes: Sequence[Wish]) -> list[Priced]:
    """Price and delivery of each wish; one set of offers for each customer and currency among them."""
    if not wishes:
        return []
    today = timezone.localdate()
    groups: dict[tuple[UUID | None, str], list[Wish]] = defaultdict(list)
    for wish in wishes:
        groups[wish.company, wish.currency].append(wish)
    found: dict[int, Offer] = {}
    for (company, currency), some in groups.items():
        asks = [Ask(wish.product, Decimal(1)) for wish in some]
        answers = offers(actor, asks, company_id=company, currency=currency, on=today)
        found.update(zip(map(id, some), answers, strict=True))
    products = _products({wish.product for wish in wishes})
    rates = exchange.rates(_currencies(wishes), on=today)
    return [_one(wish, found[id(wish)], products[wish.product], rates, today) for wish in wishes]


def _products(ids: Collection[UUID]) -> dict[UUID, tuple[str, int]]:
    rows = gate.unrestricted(Product, reason="its offer says whether it may be seen").filter(pk__in=ids)
    return {pk: (name, int(days or 0)) for pk, name, days in rows.values_list("pk", "name", "lead_days")}


def _currencies(wishes: Sequence[Wish]) -> set[str]:
    own = {wish.currency for wish in wishes}
    return own | {code for wish in wishes for code in effects(wish.model, wish.choices).amounts}


def _one(wish: Wish, offer: Offer, product: tuple[str, int], rates: exchange.Rates, today: dt.date) -> Priced:
    name, own_days = product
    felt = effects(wish.model, wish.choices)
    days = felt.lead_days(own_days)
    price, steps, reason = _price(wish, offer, rates)
    return Priced(
        name=name,
        price=price,
        base=offer.price,
        currency=wish.currency,
        lead_days=Decimal(days),
        ready=delivery(today, days),
        description=described(wish.model, wish.choices),
        reason=reason,
        steps=steps,
    )


def _price(
    wish: Wish, offer: Offer, rates: exchange.Rates
) -> tuple[Decimal | None, tuple[tuple[str, Decimal], ...], str]:
    """The sum of the rounded steps, so that what is shown adds up."""
    if offer.price is None:
        return None, (), offer.refusal or offer.reason
    steps: list[tuple[str, Decimal]] = []
    for name, amount, currency, percent in _effects(wish.model, wish.choices):
        converted = rates.convert(amount, currency, wish.currency) if amount else Decimal(0)
        if converted is None:
            return None, (), _("“%s” has a price that cannot be converted; add an exchange rate.") % name
        step = rounded(converted + offer.price * percent / 100, wish.currency)
        if step:
            steps.append((name, step))
    return offer.price + sum((step for _name, step in steps), Decimal(0)), tuple(steps), offer.reason


def _effects(model: Model, choices: Choices) -> list[tuple[str, Decimal, str, Decimal]]:
    """(name, amount, its currency, percent) of everything chosen, in the order of the model."""
    found = [
        (option.name, option.amount, option.currency, option.percent)
        for code, option in model.options.items()
        if code in choices.options
    ]
    for code, one in model.numbers.items():
        value = choices.numbers.get(code)
        if value is not None and one.amount:
            found.append((one.name, one.amount * value, one.currency, Decimal(0)))
    return found


def described(model: Model, choices: Choices) -> str:
    """The choices in words, a line for each group, in the order of the page."""
    lines = {
        group.code: f"{group.name}: {', '.join(names)}"
        for group in model.groups
        if (names := [option.name for option in group.options if option.code in choices.options])
    }
    for one in model.quantities:
        if one.code in choices.numbers:
            value = formats.number(Decimal(plain(choices.numbers[one.code])))
            lines[one.code] = f"{one.name}: {value} {one.unit}".rstrip()
    return "\n".join(lines[code] for code in model.order if code in lines)


@configured.read_with
def surcharges(wanted: Collection[UUID]) -> Mapping[UUID, Surcharge]:
    """What saved configurations add to a price, by the edition they were made under: two queries for any number."""
    rows = list(
        gate.unrestricted(Configuration, reason="a line that names it is priced, whoever looks").filter(
            pk__in=wanted, deleted_at=None
        )
    )
    models = editions.past({(row.product_id, int(row.edition or 0)) for row in rows})
    found = {}
    for row in rows:
        model = models.get((row.product_id, int(row.edition or 0)))
        if model is not None:
            steps = _effects(model, Choices.read(row.choices or ()))
            found[row.pk] = Surcharge(row.product_id, row.name, tuple(Step(*step[1:]) for step in steps))
    return found
