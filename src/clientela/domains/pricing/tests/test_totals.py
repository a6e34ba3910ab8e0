"""Totals against cases worked out by hand, and what must hold for every document."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from clientela.domains.pricing.totals import PER_GROUP, PER_LINE, Line, Totals, add_up
from clientela.engine.errors import Refused
from clientela.engine.fields.currencies import minor_units, smallest

D = Decimal


def line(quantity, price, rate="0", discount="0", tax="S", counts=True):
    return Line(
        quantity=D(quantity), price=D(price), rate=D(rate), discount=D(discount), tax=tax, counts=counts
    )


def figures(totals: Totals) -> tuple[str, ...]:
    return tuple(
        str(value) for value in (totals.lines, totals.discount, totals.net, totals.tax, totals.total)
    )


HAND: dict[str, tuple[list[Line], str, dict[str, Any], tuple[str, ...]]] = {
    # 3 × 33.33 = 99.99; 7 × 1.005 = 7.035 → 7.04 (half away from zero); 19 % of 107.03 = 20.3357 → 20.34
    "EUR exclusive": (
        [line(3, "33.33", "19"), line(7, "1.005", "19")], "EUR", {},
        ("107.03", "0.00", "107.03", "20.34", "127.37"),
    ),
    # 7 %: 20 − 10 % = 18.00 → 1.26; 19 %: 100 → 19.00; 5 % of 118 = 5.90, shared 0.90 and 5.00:
    # 17.10 × 7 % = 1.197 → 1.20; 95.00 × 19 % = 18.05
    "EUR two rates and discounts": (
        [line(2, "10", "7", "10"), line(1, "100", "19")], "EUR", {"discount": D(5)},
        ("118.00", "5.90", "112.10", "19.25", "131.35"),
    ),
    # 119 + 10.70 contain 19.00 and 0.70
    "EUR inclusive": (
        [line(1, "119", "19"), line(1, "10.70", "7")], "EUR", {"inclusive": True},
        ("129.70", "0.00", "110.00", "19.70", "129.70"),
    ),
    # 3 × 0.99 = 2.97 contains 2.97 × 19/119 = 0.474… → 0.47; 10 % off: 0.30 → 2.67 contains 0.426… → 0.43
    "EUR inclusive, discount": (
        [line(3, "0.99", "19")], "EUR", {"inclusive": True, "discount": D(10)},
        ("2.97", "0.30", "2.24", "0.43", "2.67"),
    ),
    # 33.3 % of 999 = 332.667, so 666.333 → 666; + 1 × 1,235 = 1,901; 10 % = 190.1 → 190
    "JPY exclusive": (
        [line(1, "999", "10", "33.3"), line(1, "1234.5", "10")], "JPY", {},
        ("1901", "0", "1901", "190", "2091"),
    ),
    # 1,980 contains 180; 540 at 8 % contains 40
    "JPY inclusive": (
        [line(1, "1980", "10"), line(1, "540", "8", tax="R")], "JPY", {"inclusive": True},
        ("2520", "0", "2300", "220", "2520"),
    ),
    # 3 × 0.3335 = 1.0005 → 1.001; 5 % of 1.001 = 0.05005 → 0.050
    "KWD exclusive": ([line(3, "0.3335", "5")], "KWD", {}, ("1.001", "0.000", "1.001", "0.050", "1.051")),
    # 10.500 contains exactly 0.500
    "KWD inclusive": (
        [line(1, "10.5", "5")], "KWD", {"inclusive": True}, ("10.500", "0.000", "10.000", "0.500", "10.500"),
    ),
    # each line: 0.19 × 3 = 0.0361… one by one 0.19 × 19 % = 0.0361 → 0.04, three times 0.12; together 0.57 × 19 % = 0.11
    "tax rounded on each line": (
        [line(1, "0.19", "19")] * 3, "EUR", {"rounding": PER_LINE}, ("0.57", "0.00", "0.57", "0.12", "0.69"),
    ),
    "tax rounded for each rate": (
        [line(1, "0.19", "19")] * 3, "EUR", {"rounding": PER_GROUP}, ("0.57", "0.00", "0.57", "0.11", "0.68"),
    ),
    # what is offered beside the rest does not count
    "optional lines": (
        [line(1, "10", "20"), line(5, "99", "20", counts=False)], "GBP", {}, ("10.00", "0.00", "10.00", "2.00", "12.00"),
    ),
    "nothing": ([], "PLN", {}, ("0", "0.00", "0", "0", "0")),
    "amount off": (
        [line(1, "60", "20"), line(1, "40", "0", tax="Z")], "EUR", {"discount_amount": D("10")},
        ("100.00", "10.00", "90.00", "10.80", "100.80"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HAND)
def test_what_was_worked_out_by_hand(case):
    lines, currency, rules, expected = HAND[case]
    found = figures(add_up(lines, currency, **rules))
    assert [D(value) for value in found] == [D(value) for value in expected]


def test_cash_is_rounded_to_the_smallest_coin():
    totals = add_up([line(1, "12.37", "8.1")], "CHF", cash=True)
    assert (totals.total, totals.rounding, totals.payable) == (D("13.37"), D("-0.02"), D("13.35"))
    assert add_up([line(1, "12.37", "8.1")], "CHF").payable == D("13.37")


def test_currencies_have_their_own_digits():
    assert [minor_units(code) for code in ("EUR", "JPY", "TWD", "KWD", "CHF")] == [2, 0, 0, 3, 2]


@pytest.mark.parametrize(
    "lines, rules, words",
    [
        ([line(1, 1), line(-1, "5")], {}, "Line 2: the quantity may not be negative"),
        ([line(1, 1, discount="101")], {}, "Line 1: the discount"),
        ([line(1, 1, rate="-1")], {}, "Line 1: the tax rate"),
        ([line("NaN", 1)], {}, "Line 1: a figure"),
        ([line("99999999", "99999999")], {}, "Line 1: quantity times price"),
        ([line(1, "99999999999999")] * 2, {}, "add up to more"),
        ([line(1, 1)], {"discount": D(101)}, "The document's discount"),
        ([line(1, 1)], {"discount_amount": D(2)}, "The document's discount"),
    ],
)
def test_figures_that_make_no_document_are_refused(lines, rules, words):
    with pytest.raises(Refused, match=words):
        add_up(lines, "EUR", **rules)


RATES = [("S", "19"), ("S", "7"), ("Z", "0"), ("S", "21"), ("S", "5.5"), ("AE", "0"), ("S", "8.1")]


def _random_document(seed: int) -> tuple[list[Line], str, dict[str, Any]]:
    chance = random.Random(seed)
    lines = []
    for _ in range(chance.randint(0, 25)):
        tax, rate = chance.choice(RATES)
        lines.append(
            Line(
                quantity=D(chance.randint(0, 10**6)).scaleb(-chance.randint(0, 4)),
                price=D(chance.randint(-(10**4), 10**7)).scaleb(-chance.randint(0, 6)),
                discount=D(chance.choice(["0", "0", "5", "12.5", "33.33", "100"])),
                rate=D(rate),
                tax=tax,
                counts=chance.random() < 0.85,
            )
        )
    rules = {
        "inclusive": chance.random() < 0.5,
        "rounding": chance.choice([PER_GROUP, PER_LINE]),
        "discount": D(chance.choice(["0", "0", "3", "7.77", "100"])),
        "cash": chance.random() < 0.2,
    }
    return lines, chance.choice(["EUR", "JPY", "KWD", "CHF", "TWD", "PLN"]), rules


def _whole(value: D, unit: D) -> bool:
    return value % unit == 0


@pytest.mark.parametrize("seed", range(1000))
def test_a_document_always_adds_up(seed):
    lines, currency, rules = _random_document(seed)
    found = add_up(lines, currency, **rules)
    unit = smallest(currency)
    counted = [each for each in found.each if each.counts]
    assert sum(each.total for each in counted) == found.lines
    assert all(each.full - each.discount == each.total for each in found.each)
    assert sum(group.lines for group in found.taxes) == sum(each.net for each in counted)  # BR-CO-10
    assert all(group.lines - group.discount == group.base for group in found.taxes)
    assert sum(group.base for group in found.taxes) == found.net  # BR-CO-13
    assert sum(group.tax for group in found.taxes) == found.tax  # BR-CO-14
    assert found.net + found.tax == found.total  # BR-CO-15
    assert found.total + found.rounding == found.payable  # BR-CO-16
    assert found.total == found.lines - found.discount + (0 if rules["inclusive"] else found.tax)
    for amount in (found.net, found.tax, found.payable, *(group.tax for group in found.taxes)):
        assert _whole(amount, unit)
    _near_the_exact_tax(found, lines, rules, unit)


def _near_the_exact_tax(found: Totals, lines: list[Line], rules: dict[str, Any], unit: D) -> None:
    """BR-CO-17 within what rounding on each line may add up to."""
    for group in found.taxes:
        members = sum(1 for one in lines if one.counts and one.group == (group.key, group.rate))
        allowed = unit * (members if rules["rounding"] == PER_LINE else 1)
        assert abs(group.base * group.rate / 100 - group.tax) <= allowed
        if rules["rounding"] == PER_GROUP and not rules["inclusive"]:
            assert abs(group.base * group.rate / 100 - group.tax) <= unit / 2


@pytest.mark.parametrize("seed", range(200))
def test_the_order_of_lines_does_not_matter(seed):
    lines, currency, rules = _random_document(seed)
    first = add_up(lines, currency, **rules)
    mixed = random.Random(-seed).sample(lines, len(lines))
    second = add_up(mixed, currency, **rules)
    assert (first.net, first.tax, first.payable, first.taxes) == (
        second.net, second.tax, second.payable, second.taxes,
    )  # fmt: skip
    assert Counter(first.each) == Counter(second.each)
