"""What a document adds up to: lines, discount, tax per rate, total, amount to pay. Exact; no database.

Every line is rounded once to the currency's smallest unit and everything else is a sum of rounded parts, so that what is
printed adds up as printed. Figures keep the calculation rules of EN 16931-1:2017 §6.4 (BR-CO-10 … BR-CO-17); the
codes BT-… in the comments are its terms. Half a unit is rounded away from zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.errors import Refused
from clientela.engine.fields.currencies import smallest, smallest_in_cash
from clientela.engine.fields.numbers import LARGEST

ZERO = Decimal(0)
HUNDRED = Decimal(100)
# Enough for the largest quantity × price × rate that the columns hold, without a rounding on the way.
DIGITS = 80

PER_GROUP = "group"
PER_LINE = "line"

TaxGroup = tuple[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line to be added up. `discount` and `rate` in percent; `tax` names the tax (its key, such as "S" or "DE19").

    `counts` is false for optional and alternative lines: they have a total of their own and change no other.
    """

    quantity: Decimal
    price: Decimal
    discount: Decimal = ZERO
    rate: Decimal = ZERO
    tax: str = ""
    counts: bool = True

    @property
    def group(self) -> TaxGroup:
        return self.tax, self.rate.normalize()


@dataclass(frozen=True)
class LineTotal:
    """`full` before and `total` after the line's discount, as prices are given; `net` without tax (BT-131)."""

    full: Decimal
    discount: Decimal
    total: Decimal
    net: Decimal
    counts: bool


@dataclass(frozen=True)
class TaxTotal:
    """One tax at one rate: what its lines come to without tax, their share of the document's discount, and the tax.

    `base` = `lines` − `discount` is BT-116, `tax` BT-117; both without tax, whichever way prices are given.
    """

    key: str
    rate: Decimal
    lines: Decimal
    discount: Decimal
    base: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Totals:
    """All amounts in `currency`. `lines` and `discount` are as prices are given (with tax if `inclusive`).

    `net` (BT-109) + `tax` (BT-110) = `total` (BT-112); `total` + `rounding` (BT-114) = `payable` (BT-115).
    """

    currency: str
    inclusive: bool
    each: tuple[LineTotal, ...]
    taxes: tuple[TaxTotal, ...]
    lines: Decimal
    discount: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    rounding: Decimal
    payable: Decimal


def add_up(
    lines: Sequence[Line],
    currency: str,
    *,
    inclusive: bool = False,
    discount: Decimal = ZERO,
    discount_amount: Decimal | None = None,
    rounding: str = PER_GROUP,
    cash: bool = False,
) -> Totals:
    """The totals of a document; the order of its lines changes nothing but the order of `each`.

    inclusive: whether prices contain the tax. discount: on the whole document, percent; or discount_amount in the
    currency, in prices as given. rounding: tax is rounded once for each tax and rate ("group"), or on each "line".
    cash: round what is to be paid to the smallest coin. Raises Refused for figures that make no document.
    """
    with localcontext() as context:
        context.prec = DIGITS
        _refuse_nonsense(lines, discount, discount_amount)
        unit = smallest(currency)
        full = [_rounded(line.quantity * line.price, unit) for line in lines]
        own = [
            _rounded(line.quantity * line.price * (HUNDRED - line.discount) / HUNDRED, unit) for line in lines
        ]
        counted = [i for i, line in enumerate(lines) if line.counts]
        given = sum((own[i] for i in counted), ZERO)
        taken = _document_discount(given, discount, discount_amount, unit)
        shares = _shares(lines, own, counted, taken, unit)
        groups = _groups(lines, own, counted, shares, inclusive, rounding, unit)
        nets = list(own)
        if inclusive:
            nets = [own[i] - _tax([own[i]], line.rate, True, PER_LINE, unit) for i, line in enumerate(lines)]
            if rounding == PER_GROUP:
                nets = _line_nets(lines, own, nets, groups, unit)
        each = tuple(
            LineTotal(full[i], full[i] - own[i], own[i], nets[i], line.counts) for i, line in enumerate(lines)
        )
        return _summed(currency, inclusive, each, groups, given, taken, cash)


def _refuse_nonsense(lines: Sequence[Line], discount: Decimal, amount: Decimal | None) -> None:
    for number, line in enumerate(lines, start=1):
        _refuse_line(number, line)
    if not (discount.is_finite() and 0 <= discount <= HUNDRED):
        raise Refused(_("The document's discount must be between 0 and 100 percent."))
    if amount is not None and not amount.is_finite():
        raise Refused(_("The document's discount is not a number."))


def _refuse_line(number: int, line: Line) -> None:
    if not all(figure.is_finite() for figure in (line.quantity, line.price, line.discount, line.rate)):
        raise Refused(_("Line %d: a figure is missing or is not a number.") % number)
    if line.quantity < 0:
        raise Refused(
            _("Line %d: the quantity may not be negative; use a credit note to take something back.") % number
        )
    if not 0 <= line.discount <= HUNDRED:
        raise Refused(_("Line %d: the discount must be between 0 and 100 percent.") % number)
    if not 0 <= line.rate < 1000:
        raise Refused(_("Line %d: the tax rate must be a percentage from 0 upwards.") % number)
    if abs(line.quantity * line.price) >= LARGEST:
        raise Refused(_("Line %d: quantity times price is more than an amount can hold.") % number)


def _rounded(value: Decimal, unit: Decimal) -> Decimal:
    return (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def _document_discount(given: Decimal, percent: Decimal, amount: Decimal | None, unit: Decimal) -> Decimal:
    if amount is None:
        return _rounded(given * percent / HUNDRED, unit)
    taken = _rounded(amount, unit)
    if taken < 0 or taken > max(given, ZERO):
        raise Refused(_("The document's discount must be between nothing and the sum of its lines."))
    return taken


def _spread(total: Decimal, exact: Mapping[Any, Decimal], unit: Decimal) -> dict[Any, Decimal]:
    """Parts near the exact ones, in whole units, that sum to `total` (largest remainder; ties by the keys' order)."""
    parts = {key: (value / unit).to_integral_value(ROUND_FLOOR) * unit for key, value in exact.items()}
    left = int((total - sum(parts.values(), ZERO)) / unit)
    by_remainder = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for i in range(left):
        parts[by_remainder[i % len(by_remainder)]] += unit
    return parts


def _shares(
    lines: Sequence[Line], own: Sequence[Decimal], counted: Sequence[int], taken: Decimal, unit: Decimal
) -> dict[int, Decimal]:
    """Each counted line's share of the document's discount."""
    given = sum((own[i] for i in counted), ZERO)
    if not taken or not given:
        return dict.fromkeys(counted, ZERO)
    # Lines that are alike may change places: the key holds what a line is before its number.
    exact = {(*_likeness(lines[i], own[i]), i): taken * own[i] / given for i in counted}
    return {key[-1]: part for key, part in _spread(taken, exact, unit).items()}


def _likeness(line: Line, own: Decimal) -> tuple[str, Decimal, Decimal, Decimal, Decimal]:
    return line.tax, line.rate, own, line.quantity, line.price


def _groups(
    lines: Sequence[Line],
    own: Sequence[Decimal],
    counted: Sequence[int],
    shares: Mapping[int, Decimal],
    inclusive: bool,
    rounding: str,
    unit: Decimal,
) -> tuple[TaxTotal, ...]:
    members: dict[TaxGroup, list[int]] = defaultdict(list)
    for i in counted:
        members[lines[i].group].append(i)
    return tuple(
        _group(group, [(own[i], own[i] - shares[i]) for i in members[group]], inclusive, rounding, unit)
        for group in sorted(members)
    )


def _group(
    group: TaxGroup,
    amounts: Sequence[tuple[Decimal, Decimal]],
    inclusive: bool,
    rounding: str,
    unit: Decimal,
) -> TaxTotal:
    """`amounts`: per line before and after its share of the document's discount."""
    key, rate = group
    before = sum((amount for amount, _rest in amounts), ZERO)
    after = sum((rest for _amount, rest in amounts), ZERO)
    tax = _tax([rest for _amount, rest in amounts], rate, inclusive, rounding, unit)
    if not inclusive:
        return TaxTotal(key, rate, before, before - after, after, tax)
    base = after - tax
    undiscounted = before - _tax([amount for amount, _rest in amounts], rate, inclusive, rounding, unit)
    return TaxTotal(key, rate, undiscounted, undiscounted - base, base, tax)


def _tax(amounts: Iterable[Decimal], rate: Decimal, inclusive: bool, rounding: str, unit: Decimal) -> Decimal:
    divisor = HUNDRED + rate if inclusive else HUNDRED
    taxed = list(amounts) if rounding == PER_LINE else [sum(amounts, ZERO)]
    return sum((_rounded(amount * rate / divisor, unit) for amount in taxed), ZERO)


def _line_nets(
    lines: Sequence[Line],
    own: Sequence[Decimal],
    alone: Sequence[Decimal],
    groups: Sequence[TaxTotal],
    unit: Decimal,
) -> list[Decimal]:
    """Each line without the tax its price contains; those of one group sum to what the group says."""
    nets = list(alone)
    for group in groups:
        inside = {
            (*_likeness(line, own[i]), i): own[i] * HUNDRED / (HUNDRED + line.rate)
            for i, line in enumerate(lines)
            if line.counts and line.group == (group.key, group.rate)
        }
        for key, net in _spread(group.lines, inside, unit).items():
            nets[key[-1]] = net
    return nets


def _summed(
    currency: str,
    inclusive: bool,
    each: tuple[LineTotal, ...],
    groups: tuple[TaxTotal, ...],
    given: Decimal,
    taken: Decimal,
    cash: bool,
) -> Totals:
    net = sum((group.base for group in groups), ZERO)
    tax = sum((group.tax for group in groups), ZERO)
    total = net + tax
    if abs(total) >= LARGEST or abs(given) >= LARGEST:
        raise Refused(_("The lines add up to more than an amount can hold."))
    payable = _rounded(total, smallest_in_cash(currency)) if cash else total
    return Totals(currency, inclusive, each, groups, given, taken, net, tax, total, payable - total, payable)
