"""Which choices are possible: a small solver over yes/no variables, with whole groups as one constraint.

Every option is a variable. A number falls into one of the regions between the bounds that rules compare it with, and a
region is a variable too, so a number is a group of which exactly one is chosen. Rules are clauses. The search is DPLL
(Davis, Logemann, Loveland 1962) with unit propagation; models of this size take a fraction of a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from clientela.domains.configurator.model import COMPARISONS, Choices, Model, Quantity, Rule, comparison

# A literal is a variable and whether it shall be true. A clause holds when one of its literals does.
Literal = tuple[str, bool]
Clause = tuple[Literal, ...]
# So many guesses are allowed for one question; beyond it the answer is "possible", and saving still checks every rule.
MOST_GUESSES = 20_000


@dataclass(frozen=True)
class Region:
    """The values of a number between two bounds, told by a value inside."""

    name: str
    sample: Decimal


@dataclass(frozen=True)
class Span:
    """A set of variables of which `least` to `most` are true, and what the set is called."""

    variables: tuple[str, ...]
    least: int
    most: int
    code: str


@dataclass
class Search:
    """What is decided so far."""

    values: dict[str, bool]
    guesses: int = 0


@dataclass(frozen=True)
class Problem:
    """A model in the solver's terms, under these of its rules (all of them, or some to find out which are to blame)."""

    model: Model
    rules: tuple[Rule, ...]

    @cached_property
    def regions(self) -> Mapping[str, Sequence[Region]]:
        return {one.code: _regions(one, self.model.rules) for one in self.model.quantities}

    @cached_property
    def all_spans(self) -> tuple[Span, ...]:
        groups = [
            Span(tuple(option.code for option in group.options), group.least, group.most, group.code)
            for group in self.model.groups
        ]
        numbers = [
            Span(
                tuple(one.name for one in self.regions[quantity.code]),
                int(quantity.required),
                1,
                quantity.code,
            )
            for quantity in self.model.quantities
        ]
        return (*groups, *numbers)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for rule in self.rules for clause in self._clauses_of(rule))

    def _clauses_of(self, rule: Rule) -> Iterable[Clause]:
        """A condition is a disjunction of variables (an option, or the regions that fulfil a comparison)."""
        when = [self.variables(one) for one in rule.when]
        if rule.kind == "exclusive":
            yield from _at_most_one(when)
            return
        then = [self.variables(one) for one in rule.then]
        wanted = _wanted(rule, then)
        for premise in _premises(when, rule.when_any):
            yield from (tuple((name, False) for name in premise) + goal for goal in wanted)

    def variables(self, condition: str) -> tuple[str, ...]:
        compared = comparison(condition)
        if compared is None:  # an option that is no longer offered is never chosen
            return (condition,) if condition in self.model.options else ()
        regions = self.regions.get(compared.code, ())
        return tuple(one.name for one in regions if COMPARISONS[compared.sign](one.sample, compared.bound))

    def assumptions(self, choices: Choices) -> dict[str, bool] | None:
        """The choices as variables that are true; None when a number is out of its limits or an option unknown."""
        true = dict.fromkeys(choices.options, True)
        if not choices.options <= set(self.model.options):
            return None
        for code, value in choices.numbers.items():
            region = self._region(code, value)
            if region is None:
                return None
            true[region] = True
        return true

    def _region(self, code: str, value: Decimal) -> str | None:
        quantity = self.model.numbers.get(code)
        if quantity is None or not fits(quantity, value):
            return None
        bounds = _bounds(quantity, self.model.rules)
        return next(one.name for one in self.regions[code] if _same(one.sample, value, bounds))


def fits(quantity: Quantity, value: Decimal) -> bool:
    """Within the limits, and a whole number of steps from the lowest."""
    if not quantity.lowest <= value <= quantity.highest:
        return False
    return not quantity.step or (value - quantity.lowest) % quantity.step == 0


def _bounds(quantity: Quantity, rules: Iterable[Rule]) -> list[Decimal]:
    found = (comparison(one) for rule in rules for one in (*rule.when, *rule.then))
    return sorted({one.bound for one in found if one is not None and one.code == quantity.code})


def _same(a: Decimal, b: Decimal, bounds: Sequence[Decimal]) -> bool:
    """Whether no bound tells the two values apart."""
    return all((a > bound) - (a < bound) == (b > bound) - (b < bound) for bound in bounds)


def _regions(quantity: Quantity, rules: Iterable[Rule]) -> list[Region]:
    """One region for each bound and for each stretch between two of them that holds an allowed value."""
    bounds = _bounds(quantity, rules)
    samples = [value for value in bounds if fits(quantity, value)]
    edges = [None, *bounds, None]
    for low, high in pairwise(edges):
        value = _between(quantity, low, high)
        if value is not None:
            samples.append(value)
    return [Region(f"{quantity.code}@{value}", value) for value in sorted(set(samples))]


def _between(quantity: Quantity, low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """An allowed value strictly between two bounds."""
    first = quantity.lowest if low is None or low < quantity.lowest else low
    if quantity.step:
        steps = (first - quantity.lowest) // quantity.step
        value = quantity.lowest + steps * quantity.step
        while (low is not None and value <= low) or value < quantity.lowest:
            value += quantity.step
    else:
        last = quantity.highest if high is None or high > quantity.highest else high
        is_open = low is not None and low >= quantity.lowest
        value = (first + last) / 2 if is_open or (high is not None and first >= high) else first
    inside = (low is None or value > low) and (high is None or value < high)
    return value if inside and fits(quantity, value) else None


def _at_most_one(when: Sequence[tuple[str, ...]]) -> Iterable[Clause]:
    for at, first in enumerate(when):
        for second in when[at + 1 :]:
            yield from (((a, False), (b, False)) for a in first for b in second)


def _premises(when: Sequence[tuple[str, ...]], any_of: bool) -> list[tuple[str, ...]]:
    """The sets of variables each of which makes the rule apply."""
    if not when:
        return []
    if any_of:
        return [(name,) for names in when for name in names]
    sets: list[tuple[str, ...]] = [()]
    for names in when:
        sets = [(*one, name) for one in sets for name in names]
    return sets


def _wanted(rule: Rule, then: Sequence[tuple[str, ...]]) -> list[Clause]:
    if rule.kind == "recommends":
        return []
    if rule.kind == "forbids":
        return [((name, False),) for names in then for name in names]
    if rule.then_all:
        return [tuple((name, True) for name in names) for names in then]
    return [tuple((name, True) for names in then for name in names)]


# -- the search ------------------------------------------------------------------------------------------------------
def solve(
    problem: Problem, true: Mapping[str, bool], preferred: Sequence[str] = ()
) -> dict[str, bool] | None:
    """A complete set of choices with these, the preferred ones where they go; None when there is none.

    Raises TimeoutError when so many guesses were not enough.
    """
    search = Search(dict(true))
    return _search(problem, search, {name: at for at, name in enumerate(preferred)})


def _search(problem: Problem, search: Search, preferred: Mapping[str, int]) -> dict[str, bool] | None:
    if not _propagate(problem, search.values):
        return None
    name = _undecided(problem, search.values, preferred)
    if name is None:
        return search.values
    search.guesses += 1
    if search.guesses > MOST_GUESSES:
        raise TimeoutError
    before = search.values
    first = name in preferred or _is_needed(problem, name, before)
    for value in (first, not first):
        search.values = {**before, name: value}
        found = _search(problem, search, preferred)
        if found is not None:
            return found
    return None


def _undecided(problem: Problem, values: Mapping[str, bool], preferred: Mapping[str, int]) -> str | None:
    for name in preferred:
        if name not in values:
            return name
    return next((n for span in problem.all_spans for n in span.variables if n not in values), None)


def _is_needed(problem: Problem, name: str, values: Mapping[str, bool]) -> bool:
    span = next(one for one in problem.all_spans if name in one.variables)
    return sum(values.get(one, False) for one in span.variables) < span.least


def _propagate(problem: Problem, values: dict[str, bool]) -> bool:
    """Draw every conclusion that needs no guess; False when they contradict each other."""
    changed = True
    while changed:
        before = len(values)
        for span in problem.all_spans:
            if not _settle(span, values):
                return False
        for clause in problem.clauses:
            if not _unit(clause, values):
                return False
        changed = len(values) > before
    return True


def _settle(span: Span, values: dict[str, bool]) -> bool:
    true = sum(values.get(name, False) for name in span.variables)
    free = [name for name in span.variables if name not in values]
    if true > span.most or true + len(free) < span.least:
        return False
    if free and true == span.most:
        values.update(dict.fromkeys(free, False))
    elif free and true + len(free) == span.least:
        values.update(dict.fromkeys(free, True))
    return True


def _unit(clause: Clause, values: dict[str, bool]) -> bool:
    open_ones = []
    for name, wanted in clause:
        if name not in values:
            open_ones.append((name, wanted))
        elif values[name] is wanted:
            return True
    if not open_ones:
        return False
    if len(open_ones) == 1:
        values[open_ones[0][0]] = open_ones[0][1]
    return True
