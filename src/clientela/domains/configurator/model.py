"""A configurable product as plain facts: groups of options, numbers, rules. What the solver and the page work on.

Pure: nothing here knows of tables. `to_json` and `from_json` are the form in which an edition is kept.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
COMPARISON = re.compile(r"\s*([^<>=\s]+)\s*(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True)
class Choosable:
    """An option. `percent` is of the product's own price; `amount` is in `currency`."""

    code: str
    name: str
    description: str = ""
    amount: Decimal = Decimal(0)
    currency: str = ""
    percent: Decimal = Decimal(0)
    extra_days: int = 0
    at_least_days: int = 0
    is_default: bool = False


@dataclass(frozen=True)
class Group:
    """A question with options of which `least` to `most` are chosen."""

    code: str
    name: str
    help: str = ""
    least: int = 1
    most: int = 1
    options: tuple[Choosable, ...] = ()


@dataclass(frozen=True)
class Quantity:
    """A question answered by a number; `amount` is the price of one unit of it."""

    code: str
    name: str
    help: str = ""
    unit: str = ""
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(0)
    step: Decimal | None = None
    start: Decimal | None = None
    required: bool = True
    amount: Decimal = Decimal(0)
    currency: str = ""


@dataclass(frozen=True)
class Rule:
    """`kind` is requires, forbids, exclusive or recommends; conditions are codes and comparisons."""

    name: str
    kind: str
    when: tuple[str, ...]
    then: tuple[str, ...] = ()
    when_any: bool = False
    then_all: bool = False


@dataclass(frozen=True)
class Model:
    """Everything that may be chosen for one product, and what goes together."""

    groups: tuple[Group, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    rules: tuple[Rule, ...] = ()
    order: tuple[str, ...] = ()

    @cached_property
    def options(self) -> Mapping[str, Choosable]:
        return {option.code: option for group in self.groups for option in group.options}

    @cached_property
    def group_of(self) -> Mapping[str, Group]:
        return {option.code: group for group in self.groups for option in group.options}

    @cached_property
    def numbers(self) -> Mapping[str, Quantity]:
        return {one.code: one for one in self.quantities}


@dataclass(frozen=True)
class Choices:
    """What has been chosen so far: codes of options, and numbers by the code of their question."""

    options: frozenset[str] = frozenset()
    numbers: Mapping[str, Decimal] = field(default_factory=dict)

    @classmethod
    def read(cls, written: Iterable[str]) -> Choices:
        """From the form in which they are kept: "cooling-water", "length=3200"."""
        options, numbers = set(), {}
        for text in written:
            code, equals, value = text.partition("=")
            if equals:
                numbers[code.strip()] = to_number(value)
            else:
                options.add(text.strip())
        return cls(frozenset(options), numbers)

    def written(self, model: Model) -> list[str]:
        """In the order of the model, so that equal choices are equal texts."""
        chosen = [code for code in model.options if code in self.options]
        return chosen + [
            f"{code}={plain(self.numbers[code])}" for code in model.numbers if code in self.numbers
        ]


def to_number(text: str) -> Decimal:
    """Raises ValueError for what is none."""
    try:
        value = Decimal(text.strip().replace(" ", "").replace(",", "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite() or abs(value) >= 10**12:
        raise ValueError(text)
    return value


def plain(value: Decimal) -> str:
    """1200, not 1.2E+3; no zeros at the end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Comparison:
    """`code` is a number's question, `sign` one of COMPARISONS."""

    code: str
    sign: str
    bound: Decimal

    def holds(self, value: Decimal | None) -> bool:
        return value is not None and COMPARISONS[self.sign](value, self.bound)


def comparison(text: str) -> Comparison | None:
    """What a condition compares; None when it names an option."""
    found = COMPARISON.fullmatch(text)
    return Comparison(found[1], found[2], Decimal(found[3])) if found else None


def holds(text: str, choices: Choices) -> bool:
    """Whether a condition is true of these choices."""
    compared = comparison(text)
    return compared.holds(choices.numbers.get(compared.code)) if compared else text in choices.options


def is_broken(rule: Rule, choices: Choices) -> bool:
    """Whether complete choices break a rule; a recommendation is never broken."""
    true = [holds(one, choices) for one in rule.when]
    if rule.kind == "exclusive":
        return sum(true) > 1
    if rule.kind == "recommends" or not rule.when or not (any(true) if rule.when_any else all(true)):
        return False
    then = [holds(one, choices) for one in rule.then]
    if rule.kind == "forbids":
        return any(then)
    return not (all(then) if rule.then_all else any(then))


# -- as it is kept ---------------------------------------------------------------------------------------------------
def to_json(model: Model) -> dict[str, Any]:
    """Decimals as text, so that an edition reads back exactly."""

    def tidy(value: Any) -> Any:
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, dict):
            return {key: tidy(one) for key, one in value.items()}
        return [tidy(one) for one in value] if isinstance(value, (list, tuple)) else value

    return {key: tidy(value) for key, value in asdict(model).items()}


def from_json(content: Mapping[str, Any]) -> Model:
    return Model(
        groups=tuple(
            Group(**{**group, "options": tuple(_read(Choosable, one) for one in group["options"])})
            for group in content["groups"]
        ),
        quantities=tuple(_read(Quantity, one) for one in content["quantities"]),
        rules=tuple(
            Rule(**{**rule, "when": tuple(rule["when"]), "then": tuple(rule["then"])})
            for rule in content["rules"]
        ),
        order=tuple(content["order"]),
    )


DECIMALS = frozenset({"amount", "percent", "lowest", "highest", "step", "start"})


def _read(kind: type[Any], values: Mapping[str, Any]) -> Any:
    return kind(
        **{
            key: Decimal(value) if key in DECIMALS and value is not None else value
            for key, value in values.items()
        }
    )
