"""Prices beside a naive oracle that tries every line of every list, and rounding."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from clientela.domains.catalog.queries import GOOD
from clientela.domains.pricing.exchange import Rates
from clientela.domains.pricing.facts import Facts, Goods, Item, Listed
from clientela.domains.pricing.loading import ranked
from clientela.domains.pricing.offer import Ask
from clientela.domains.pricing.resolution import offer
from clientela.domains.pricing.rounding import coin, rounded, stepped

SPACE = UUID(int=7)
LINE, PARENT, PRODUCT, TEMPLATE = (uuid5(SPACE, name) for name in ("line", "parent", "product", "template"))
NAMES = (PRODUCT, TEMPLATE, LINE, PARENT)
money = st.decimals("0.01", "9999", places=2)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Facts, Decimal]:
    lists = [
        Listed(
            id=uuid5(SPACE, f"list{n}"),
            name=f"List {n}",
            currency=draw(st.sampled_from(["EUR", "PLN"])),
            weight=draw(st.integers(0, 3)),
            priority=Decimal(draw(st.integers(0, 2))),
            percent=draw(st.sampled_from([None, Decimal(-10), Decimal("3.5")])),
            base=draw(st.sampled_from([None, *(uuid5(SPACE, f"list{m}") for m in range(4) if m != n)])),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    items: dict[tuple[UUID, UUID], list[Item]] = {}
    for listed in lists:
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True)):
            items[listed.id, name] = [
                Item(
                    uuid5(SPACE, f"{listed.name}{name}{n}"),
                    Decimal(draw(st.sampled_from([1, 5, 10]))),
                    *draw(st.one_of(st.tuples(money, st.none()), st.tuples(st.none(), st.just(Decimal(-20)))))
                    if name in (PRODUCT, TEMPLATE)
                    else (None, Decimal(draw(st.sampled_from([-5, 15])))),
                )
                for n in range(draw(st.integers(1, 3)))
            ]
    own = draw(st.one_of(st.none(), money))
    goods = Goods(PRODUCT, "P", GOOD, own, "EUR" if own else None, template=TEMPLATE, lines=(LINE, PARENT))
    facts = Facts(
        currency="EUR",
        goods={PRODUCT: goods},
        visible=frozenset({PRODUCT}),
        lists=ranked(lists, "EUR"),
        all_lists={one.id: one for one in lists},
        items=items,
        rates=Rates({("EUR", "PLN"): Decimal(4)}),
    )
    return facts, Decimal(draw(st.sampled_from(["0.5", "1", "4", "5", "12"])))


def oracle(facts: Facts, quantity: Decimal) -> Decimal | None:
    """The rule in its own words: sort the lists, look for the closest name, the largest quantity reached, else the base."""
    lists = sorted(
        facts.all_lists.values(),
        key=lambda one: (one.currency != "EUR", -one.weight, -one.priority, str(one.id)),
    )
    for one in lists:
        found = oracle_in(facts, one, quantity, [])
        if found is not None:
            return found
    return facts.goods[PRODUCT].price


def oracle_in(facts: Facts, one: Listed, quantity: Decimal, seen: list[UUID]) -> Decimal | None:
    change = one.percent
    named = False
    for name in NAMES:
        reached = [item for item in facts.items.get((one.id, name), ()) if item.from_quantity <= quantity]
        if reached:
            top = max(item.from_quantity for item in reached)
            item = sorted((i for i in reached if i.from_quantity == top), key=lambda i: str(i.id))[-1]
            if item.price is not None:
                return item.price / 4 if one.currency == "PLN" else item.price
            change, named = item.percent, True
            break
    if not named and one.base is None and one.percent is None:
        return None
    under = facts.goods[PRODUCT].price
    if one.base is not None and one.base in facts.all_lists and one.base not in [*seen, one.id]:
        below = oracle_in(facts, facts.all_lists[one.base], quantity, [*seen, one.id])
        under = below if below is not None else under
    return None if under is None else under * (100 + (change or 0)) / 100


@given(cases(), st.randoms())
def test_a_price_is_the_oracles_whatever_the_order_of_what_was_read(
    case: tuple[Facts, Decimal], chance: random.Random
) -> None:
    facts, quantity = case
    expected = oracle(facts, quantity)
    found = offer(facts, Ask(PRODUCT, quantity))
    assert found.price == (None if expected is None else expected.quantize(Decimal("0.01"), ROUND_HALF_UP))
    shuffled = list(facts.all_lists.values())
    chance.shuffle(shuffled)
    items = {key: chance.sample(list(rows), len(rows)) for key, rows in facts.items.items()}
    again = Facts(**{**facts.__dict__, "lists": ranked(shuffled, "EUR"), "items": items})
    assert offer(again, Ask(PRODUCT, quantity)) == found


def test_halves_are_rounded_away_from_zero_to_the_coin_of_the_currency() -> None:
    table = [
        ("0.005", "EUR", "0.01"), ("-0.005", "EUR", "-0.01"), ("2.675", "PLN", "2.68"), ("0.5", "JPY", "1"),
        ("1.4999", "JPY", "1"), ("12.5", "TWD", "13"), ("1.2345", "KWD", "1.23"),
    ]  # fmt: skip
    for amount, currency, expected in table:
        assert rounded(Decimal(amount), currency) == Decimal(expected), (amount, currency)


@given(st.decimals("-99999", "99999", places=4), st.sampled_from(["0.01", "0.05", "0.5", "10"]))
def test_a_stepped_price_is_the_nearest_multiple(amount: Decimal, step: str) -> None:
    found = stepped(amount, Decimal(step))
    assert found % Decimal(step) == 0 and abs(found - amount) <= Decimal(step) / 2


@given(st.decimals("0.01", "99999", places=2), st.decimals("0.0001", "9999", places=4))
def test_there_and_back_is_where_it_began(amount: Decimal, rate: Decimal) -> None:
    rates = Rates({("EUR", "PLN"): rate})
    there = rates.convert(amount, "EUR", "PLN")
    assert there is not None
    back = rates.convert(there, "PLN", "EUR")
    assert back is not None and rounded(back, "EUR") == amount
    assert rates.convert(amount, "EUR", "USD") is None


def test_a_third_currency_carries_over() -> None:
    rates = Rates({("EUR", "PLN"): Decimal(4), ("EUR", "USD"): Decimal("1.25")})
    assert rates.convert(Decimal(100), "PLN", "USD") == Decimal("31.25")
    assert coin("EUR") == Decimal("0.01")
