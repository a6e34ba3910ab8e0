"""How a price is found. Pure: the same facts give the same offer, whoever asks and however often.

The lists for the customer come first, the closest first (see `loading.ranked`); within a list the product itself,
then the product it is a variant of, then its product lines from the nearest up, then the list's base. What no list
knows has its catalogue price; a bundle without one costs what its parts cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from clientela.domains.pricing import taxes
from clientela.domains.pricing.facts import Facts, Goods, Item, Limit, Listed
from clientela.domains.pricing.offer import Ask, Offer
from clientela.domains.pricing.rounding import rounded, stepped
from clientela.engine.fields import formats

ONE = Decimal(1)
DEEPEST = 8


@dataclass(frozen=True)
class Found:
    """An amount without tax in the currency that was asked for, not rounded yet, and the words for it."""

    amount: Decimal
    words: str
    list_name: str | None = None


def offer(facts: Facts, ask: Ask, *, includes_tax: bool = False) -> Offer:
    goods = facts.goods.get(ask.product_id)
    if goods is None or ask.product_id not in facts.visible:
        return _nothing(facts, _("There is no such product, or you may not see it."))
    blank = _about(facts, goods)
    if not goods.standing.is_sold:
        return replace(blank, refusal=goods.standing.words, reason=goods.standing.words)
    if ask.quantity <= 0:
        words = _("The quantity must be more than zero.")
        return replace(blank, refusal=words, reason=words)
    return _priced(facts, ask, goods, blank, includes_tax)


def _nothing(facts: Facts, words: str) -> Offer:
    return Offer(None, None, facts.currency, None, words, None, None, Decimal(0), "", refusal=words)


def _about(facts: Facts, goods: Goods) -> Offer:
    """The offer without its price: tax, limits, warning."""
    tax = taxes.tax(facts.tax_rules, goods.tax_group, facts.place)
    limit = _limit(facts.limits, goods)
    return Offer(
        price=None,
        list_price=None,
        currency=facts.currency,
        price_list=None,
        reason="",
        discount_limit=limit.alone if limit else None,
        approval_limit=limit.approved if limit else None,
        tax_id=tax.id,
        tax_rate=tax.rate,
        tax_name=tax.name,
        tax_category=tax.category,
        warning=goods.standing.words,
    )


def _priced(facts: Facts, ask: Ask, goods: Goods, blank: Offer, includes_tax: bool) -> Offer:
    found = price(facts, goods, ask.quantity, facts.lists)
    if found is None:
        return replace(blank, reason=_("There is no price for “%s”; give one.") % goods.name)
    general = price(facts, goods, ONE, [one for one in facts.lists if not one.weight])
    if ask.configuration_id:
        surcharge = facts.surcharges.get(ask.configuration_id)
        if surcharge is None or surcharge.product != goods.id:
            words = _("This configuration is not one of “%s”, or was deleted.") % goods.name
            return replace(blank, refusal=words, reason=words)
        found = _configured(facts, found, ask.configuration_id)
        general = _configured(facts, general, ask.configuration_id) if general else None
        if found is None:
            return replace(blank, reason=_("An option's price cannot be converted; add an exchange rate."))

    def shown(one: Found) -> Decimal:
        factor = 1 + blank.tax_rate / 100 if includes_tax else ONE
        return rounded(one.amount * factor, facts.currency)

    return replace(
        blank,
        price=shown(found),
        list_price=shown(general) if general else None,
        price_list=found.list_name,
        reason=found.words,
    )


# -- one price -------------------------------------------------------------------------------------------------------
def price(facts: Facts, goods: Goods, quantity: Decimal, lists: Sequence[Listed]) -> Found | None:
    """The unit price by the first of these lists that knows one, else by the catalogue, else by a bundle's parts."""
    for listed in lists:
        found = _in_list(facts, listed, goods, quantity, frozenset())
        if found is not None:
            return replace(found, list_name=listed.name)
    return _catalogue(facts, goods) or _of_parts(facts, goods, quantity, lists)


def _in_list(
    facts: Facts, listed: Listed, goods: Goods, quantity: Decimal, seen: frozenset[UUID]
) -> Found | None:
    item = _item(facts, listed, goods, quantity)
    if item is not None and item.price is not None:
        return _stated(facts, listed, goods, item)
    change = item.percent if item is not None else listed.percent
    if item is None and listed.base is None and listed.percent is None:
        return None
    under = _under(facts, listed, goods, quantity, seen | {listed.id})
    if under is None:
        return None
    amount = _stepped(facts, listed, goods, under.amount * (100 + (change or 0)) / 100)
    return None if amount is None else Found(amount, _derived_words(listed, change, under, item))


def _item(facts: Facts, listed: Listed, goods: Goods, quantity: Decimal) -> Item | None:
    """By the closest name that the list has for these goods; of several, the highest quantity reached, then the latest."""
    for key in goods.keys:
        reached = [one for one in facts.items.get((listed.id, key), ()) if one.from_quantity <= quantity]
        if reached:
            return max(reached, key=lambda one: (one.from_quantity, one.since, str(one.id)))
    return None


def _stated(facts: Facts, listed: Listed, goods: Goods, item: Item) -> Found | None:
    assert item.price is not None
    amount = facts.rates.convert(_net(facts, listed, goods, item.price), listed.currency, facts.currency)
    if amount is None:
        return None
    words = _("Price list “%s”") % listed.name
    if item.from_quantity > ONE:
        words = _("%(list)s, from %(quantity)s") % {
            "list": words,
            "quantity": formats.number(item.from_quantity.normalize()),
        }
    return Found(amount, words + _exchanged(listed.currency, facts.currency))


def _under(
    facts: Facts, listed: Listed, goods: Goods, quantity: Decimal, seen: frozenset[UUID]
) -> Found | None:
    """What a change in percent is of: the base list's price, where there is one, else the catalogue's."""
    base = facts.all_lists.get(listed.base) if listed.base else None
    if base is not None and base.id not in seen:
        found = _in_list(facts, base, goods, quantity, seen)
        if found is not None:
            return found
    return _catalogue(facts, goods) or _of_parts(facts, goods, quantity, ())


def _derived_words(listed: Listed, change: Decimal | None, under: Found, item: Item | None) -> str:
    if not change:
        return _("Price list “%(list)s” → %(base)s") % {"list": listed.name, "base": under.words}
    sign = "+" if change > 0 else "−"
    words = _("Price list “%(list)s”: %(change)s on: %(base)s") % {
        "list": listed.name,
        "change": sign + formats.percent(abs(change).normalize()),
        "base": under.words,
    }
    if item is not None and item.from_quantity > ONE:
        words += " " + _("(from %s)") % formats.number(item.from_quantity.normalize())
    return words


def _stepped(facts: Facts, listed: Listed, goods: Goods, net: Decimal) -> Decimal | None:
    """A list that rounds, rounds as it is written: in its own currency, with its own tax or without."""
    if not listed.rounding:
        return net
    own = facts.rates.convert(net, facts.currency, listed.currency)
    if own is None:
        return None
    factor = _inside(facts, listed, goods)
    return facts.rates.convert(
        stepped(own * factor, listed.rounding) / factor, listed.currency, facts.currency
    )


def _net(facts: Facts, listed: Listed, goods: Goods, amount: Decimal) -> Decimal:
    return amount / _inside(facts, listed, goods)


def _inside(facts: Facts, listed: Listed, goods: Goods) -> Decimal:
    """1.23 where 23 % tax is in the list's prices: what a private buyer in the list's country pays."""
    if not listed.includes_tax:
        return ONE
    place = replace(facts.place, country=listed.country or facts.place.country, buyer=taxes.PRIVATE)
    return 1 + taxes.tax(facts.tax_rules, goods.tax_group, place).rate / 100


def _catalogue(facts: Facts, goods: Goods) -> Found | None:
    if goods.price is None or goods.currency is None:
        return None
    amount = facts.rates.convert(goods.price, goods.currency, facts.currency)
    if amount is None:
        return None
    return Found(amount, _("Catalogue price") + _exchanged(goods.currency, facts.currency))


def _exchanged(source: str, target: str) -> str:
    return "" if source == target else " " + _("(converted from %s)") % source


def _of_parts(
    facts: Facts, goods: Goods, quantity: Decimal, lists: Sequence[Listed], depth: int = 0
) -> Found | None:
    """A bundle costs the sum of its parts; one part without a price leaves it without one."""
    parts = facts.parts.get(goods.id, ())
    if not goods.is_bundle or not parts or depth > DEEPEST:
        return None
    total = Decimal(0)
    for part, count in parts:
        held = facts.goods.get(part)
        found = _part(facts, held, quantity * count, lists, depth) if held else None
        if found is None:
            return None
        total += found.amount * count
    return Found(total, _("Sum of %d parts") % len(parts))


def _part(facts: Facts, held: Goods, quantity: Decimal, lists: Sequence[Listed], depth: int) -> Found | None:
    for listed in lists:
        found = _in_list(facts, listed, held, quantity, frozenset())
        if found is not None:
            return found
    return _catalogue(facts, held) or _of_parts(facts, held, quantity, lists, depth + 1)


def _configured(facts: Facts, base: Found, configuration: UUID) -> Found | None:
    surcharge = facts.surcharges[configuration]
    own = total = rounded(base.amount, facts.currency)
    for step in surcharge.steps:
        more = facts.rates.convert(step.amount, step.currency, facts.currency) if step.amount else Decimal(0)
        if more is None:
            return None
        total += rounded(more + own * step.percent / 100, facts.currency)
    return replace(base, amount=total, words=f"{base.words} + {surcharge.name}")


# -- limits ----------------------------------------------------------------------------------------------------------
def _limit(limits: Sequence[Limit], goods: Goods) -> Limit | None:
    """What is said of the person beats team, role and all; then the nearest product line; then the most generous."""
    fitting = [one for one in limits if one.line is None or one.line in goods.lines]
    if not fitting:
        return None
    return max(
        fitting, key=lambda one: (one.who, -_distance(one, goods), one.alone, one.approved or Decimal(-1))
    )


def _distance(limit: Limit, goods: Goods) -> int:
    return len(goods.lines) if limit.line is None else goods.lines.index(limit.line)
