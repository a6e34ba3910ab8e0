"""What the page tells while somebody chooses: what is possible, what is missing, what is wrong, what would help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from clientela.domains.configurator import solver
from clientela.domains.configurator.model import (
    Choices,
    Group,
    Model,
    Quantity,
    Rule,
    comparison,
    holds,
    is_broken,
    plain,
)
from clientela.domains.configurator.solver import Problem
from clientela.engine.fields import formats

MOST_SUGGESTIONS = 4


@dataclass(frozen=True)
class Fault:
    """What keeps choices from being saved, in the rule's own words; `code` is the group it shows at."""

    words: str
    code: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class State:
    """How an option stands: `reason` says why it is not possible."""

    is_possible: bool = True
    is_recommended: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Suggestion:
    """One change that helps, and the choices that it leads to."""

    words: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Guide:
    """A model and choices made so far."""

    model: Model
    choices: Choices

    @cached_property
    def problem(self) -> Problem:
        return Problem(self.model, self.model.rules)

    # -- what is wrong -----------------------------------------------------------------------------------------------
    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that keeps these choices from being a whole, possible product; empty when they are one."""
        return (*self._unknown(), *self._counts(), *self._numbers(), *self._rules())

    def _unknown(self) -> Iterator[Fault]:
        strange = sorted(
            (self.choices.options - set(self.model.options))
            | (set(self.choices.numbers) - set(self.model.numbers))
        )
        for code in strange:
            yield Fault(_("“%s” is not an option of this product any more.") % code)

    def _counts(self) -> Iterator[Fault]:
        for group in self.model.groups:
            count = sum(option.code in self.choices.options for option in group.options)
            if count < group.least:
                yield Fault(_too_few(group), group.code, is_missing=True)
            elif count > group.most:
                yield Fault(
                    _("“%(group)s”: at most %(most)d may be chosen.")
                    % {"group": group.name, "most": group.most},
                    group.code,
                )

    def _numbers(self) -> Iterator[Fault]:
        for one in self.model.quantities:
            value = self.choices.numbers.get(one.code)
            if value is None:
                if one.required:
                    yield Fault(_("“%s”: give a number.") % one.name, one.code, is_missing=True)
            elif not solver.fits(one, value):
                yield Fault(_limits(one), one.code)

    def _rules(self) -> Iterator[Fault]:
        for rule in self.model.rules:
            if is_broken(rule, self.choices):
                yield Fault(rule.name, is_missing=rule.kind == "requires" and self.is_possible)

    @cached_property
    def is_possible(self) -> bool:
        """Whether these choices can still become a whole product."""
        return self._is_possible(self.choices)

    def _is_possible(self, choices: Choices, rules: Sequence[Rule] | None = None) -> bool:
        problem = self.problem if rules is None else Problem(self.model, tuple(rules))
        true = self.problem.assumptions(choices)
        if true is None:
            return False
        try:
            return solver.solve(problem, true) is not None
        except TimeoutError:
            return True

    def blame(self, choices: Choices) -> list[Rule]:
        """The fewest rules that together make these choices impossible: leave one out and they are possible."""
        direct = [rule for rule in self.model.rules if rule.kind != "requires" and is_broken(rule, choices)]
        if direct:
            return direct[:1]
        kept = list(self.model.rules)
        for rule in self.model.rules:
            fewer = [one for one in kept if one is not rule]
            if not self._is_possible(choices, fewer):
                kept = fewer
        return kept

    # -- options -----------------------------------------------------------------------------------------------------
    @cached_property
    def states(self) -> dict[str, State]:
        """The state of every option, given what is chosen in the other groups."""
        recommended = {
            code
            for rule in self.model.rules
            if rule.kind == "recommends" and _applies(rule, self.choices)
            for code in rule.then
        }
        return {
            option.code: self._state(group, option.code, option.code in recommended)
            for group in self.model.groups
            for option in group.options
        }

    def _state(self, group: Group, code: str, is_recommended: bool) -> State:
        if code in self.choices.options:
            return State(is_recommended=is_recommended)
        chosen = [one.code for one in group.options if one.code in self.choices.options]
        if group.most > 1 and len(chosen) >= group.most:
            return State(False, is_recommended, _("At most %d of these.") % group.most)
        # What is chosen already cannot go together: then only what is impossible by itself is.
        before = self.choices if self.is_possible else Choices()
        trial = replace(before, options=(before.options - self._siblings(group)) | {code})
        if self._is_possible(trial):
            return State(is_recommended=is_recommended)
        return State(False, is_recommended, " ".join(rule.name for rule in self.blame(trial)[:2]))

    @staticmethod
    def _siblings(group: Group) -> frozenset[str]:
        return frozenset(option.code for option in group.options) if group.most == 1 else frozenset()

    # -- help --------------------------------------------------------------------------------------------------------
    def suggestions(self) -> list[Suggestion]:
        """Single changes that make the choices possible again, those that solve everything first."""
        if self.is_possible:
            return []
        found = [
            (len(Guide(self.model, changed).faults), words, changed)
            for words, changed in self._changes()
            if self._is_possible(changed)
        ]
        found.sort(key=lambda one: one[:2])
        return [
            Suggestion(words, tuple(changed.written(self.model)))
            for _n, words, changed in found[:MOST_SUGGESTIONS]
        ]

    def _changes(self) -> Iterator[tuple[str, Choices]]:
        for group in self.model.groups:
            for option in group.options:
                if option.code in self.choices.options:
                    yield from self._instead(group, option.code, option.name)
        for quantity in self.model.quantities:
            yield from self._other_numbers(quantity)

    def _instead(self, group: Group, code: str, name: str) -> Iterator[tuple[str, Choices]]:
        rest = self.choices.options - {code}
        if group.most > 1 or group.least == 0:
            yield _("without “%s”") % name, replace(self.choices, options=rest)
        for other in group.options:
            if other.code not in self.choices.options:
                words = _("“%(new)s” instead of “%(old)s”") % {"new": other.name, "old": name}
                yield words, replace(self.choices, options=rest | {other.code})

    def _other_numbers(self, one: Quantity) -> Iterator[tuple[str, Choices]]:
        value = self.choices.numbers.get(one.code)
        if value is None:
            return
        candidates = {region.sample for region in self.problem.regions[one.code]} | {one.lowest, one.highest}
        near = sorted(candidates - {value}, key=lambda other: (abs(other - value), other))
        for other in near:
            changed = replace(self.choices, numbers={**self.choices.numbers, one.code: other})
            if solver.fits(one, other) and self._is_possible(changed):
                yield _("%(name)s %(value)s") % {"name": one.name, "value": _measured(one, other)}, changed
                return

    def making_room(self, code: str) -> Choices | None:
        """The option, as many of the choices as go with it, and the usual for the rest; None when it is never possible."""
        kept = Choices(frozenset({code}))
        if not self._is_possible(kept):
            return None
        own = self._siblings(self.model.group_of[code])
        for one in (one for one in self.model.options if one in self.choices.options - own):
            trial = replace(kept, options=kept.options | {one})
            kept = trial if self._is_possible(trial) else kept
        for number, value in self.choices.numbers.items():
            trial = replace(kept, numbers={**kept.numbers, number: value})
            kept = trial if self._is_possible(trial) else kept
        return Guide(self.model, kept).completed()

    def completed(self) -> Choices | None:
        """A whole product with these choices: recommended and standard options where they go. None when there is none."""
        true = self.problem.assumptions(self.choices)
        if true is None:
            return None
        try:
            found = solver.solve(self.problem, true, list(self._preferred()))
        except TimeoutError:
            return None
        return self._read(found) if found else None

    def _preferred(self) -> Iterator[str]:
        for rule in self.model.rules:
            if rule.kind == "recommends" and _applies(rule, self.choices):
                yield from (code for code in rule.then if code in self.model.options)
        for one in self.model.quantities:
            region = (
                self.problem.assumptions(Choices(numbers={one.code: one.start}))
                if one.start is not None
                else None
            )
            yield from region or ()
        yield from (code for code, option in self.model.options.items() if option.is_default)

    def _read(self, values: dict[str, bool]) -> Choices:
        options = frozenset(code for code in self.model.options if values.get(code))
        numbers = dict(self.choices.numbers)
        for one in self.model.quantities:
            region = next((r for r in self.problem.regions[one.code] if values.get(r.name)), None)
            if one.code not in numbers and region is not None:
                starts = (
                    self.problem.assumptions(Choices(numbers={one.code: one.start}))
                    if one.start is not None
                    else None
                )
                numbers[one.code] = (
                    one.start if one.start is not None and region.name in (starts or ()) else region.sample
                )
        return Choices(options, numbers)


def _applies(rule: Rule, choices: Choices) -> bool:
    true = [holds(one, choices) for one in rule.when]
    return bool(true) and (any(true) if rule.when_any else all(true))


def _too_few(group: Group) -> str:
    if group.least == 1:
        return _("“%s”: choose one.") % group.name
    return _("“%(group)s”: choose at least %(least)d.") % {"group": group.name, "least": group.least}


def _limits(one: Quantity) -> str:
    words = _("“%(name)s” is between %(low)s and %(high)s") % {
        "name": one.name,
        "low": formats.number(one.lowest),
        "high": _measured(one, one.highest),
    }
    return words + (_(", in steps of %s.") % plain(one.step) if one.step else ".")


def _measured(one: Quantity, value: Decimal) -> str:
    return f"{formats.number(value)} {one.unit}".strip()


# -- for who makes the rules -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Finding:
    """Something wrong with a model itself: nothing is possible, or an option never is, and the rules to blame."""

    words: str
    rules: tuple[str, ...] = ()


def findings(model: Model) -> list[Finding]:
    """Contradictions: no product at all is possible, or an option that is in none."""
    guide = Guide(model, Choices())
    if not guide.is_possible:
        return [
            Finding(
                _("No product is possible: these rules contradict each other."),
                _names(guide.blame(Choices())),
            )
        ]
    return [*_never_possible(guide), *_unknown_names(model)]


def _never_possible(guide: Guide) -> Iterator[Finding]:
    for code, option in guide.model.options.items():
        alone = Choices(frozenset({code}))
        if not Guide(guide.model, alone).is_possible:
            yield Finding(_("“%s” can never be chosen.") % option.name, _names(guide.blame(alone)))


def _unknown_names(model: Model) -> Iterator[Finding]:
    known = {*model.options, *model.numbers}
    for rule in model.rules:
        strange = [one for one in (*rule.when, *rule.then) if _code(one) not in known]
        if strange:
            yield Finding(_("A rule names “%s”, which is no option.") % ", ".join(strange), (rule.name,))


def _code(condition: str) -> str:
    compared = comparison(condition)
    return compared.code if compared else condition


def _names(rules: Iterable[Rule]) -> tuple[str, ...]:
    return tuple(rule.name for rule in rules)
