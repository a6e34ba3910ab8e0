"""What the page lets somebody choose and save, beside trying out everything (brute force)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientela.domains.configurator.guidance import Guide, findings
from clientela.domains.configurator.model import (
    Choices,
    Choosable,
    Group,
    Model,
    Quantity,
    Rule,
    from_json,
    holds,
    to_json,
)
from clientela.domains.configurator.solver import fits

D = Decimal


def group(code: str, size: int, least: int = 1, most: int = 1) -> Group:
    options = tuple(Choosable(f"{code}{n}", f"Option {code}{n}") for n in range(size))
    return Group(code, code.upper(), least=least, most=most, options=options)


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Small enough to try out everything: three groups, one number, up to six rules."""
    groups = []
    for code in "abc"[: draw(st.integers(1, 3))]:
        size = draw(st.integers(1, 3))
        least = draw(st.integers(0, 1))
        groups.append(group(code, size, least, draw(st.integers(max(1, least), size))))
    step = draw(st.sampled_from([None, D(1), D(2)]))
    number = Quantity("n", "N", lowest=D(0), highest=D(6), step=step, required=draw(st.booleans()))
    names = [option.code for one in groups for option in one.options]
    comparisons = st.builds(
        lambda sign, bound: f"n {sign} {bound}",
        st.sampled_from(["<", "<=", "=", ">=", ">"]),
        st.integers(-1, 7),
    )
    some = st.lists(st.one_of(st.sampled_from(names), comparisons), min_size=1, max_size=3, unique=True).map(
        tuple
    )
    rules = st.builds(
        Rule,
        name=st.uuids().map(str),
        kind=st.sampled_from(["requires", "forbids", "exclusive", "recommends"]),
        when=some,
        then=some,
        when_any=st.booleans(),
        then_all=st.booleans(),
    )  # fmt: skip
    found = draw(st.lists(rules, max_size=6))
    return Model(tuple(groups), (number,), tuple(found), (*(one.code for one in groups), "n"))


def everything(model: Model) -> Iterator[Choices]:
    """Every set of options with every number there is in half steps, whatever the rules say."""
    names = list(model.options)
    numbers = [None, *(D(n) / 2 for n in range(-2, 15))]
    for size in range(len(names) + 1):
        for chosen in itertools.combinations(names, size):
            for number in numbers:
                yield Choices(frozenset(chosen), {} if number is None else {"n": number})


def is_right(model: Model, choices: Choices) -> bool:
    """The rules as a person reads them, written down independently of the engine's own check."""
    for one in model.groups:
        if not one.least <= len({o.code for o in one.options} & choices.options) <= one.most:
            return False
    for quantity in model.quantities:
        value = choices.numbers.get(quantity.code)
        if value is None and quantity.required:
            return False
        if value is not None and not fits(quantity, value):
            return False
    return all(_kept(rule, choices) for rule in model.rules)


def _kept(rule: Rule, choices: Choices) -> bool:
    when = [one for one in rule.when if holds(one, choices)]
    then = [one for one in rule.then if holds(one, choices)]
    applies = bool(when) if rule.when_any else len(when) == len(rule.when)
    match rule.kind:
        case "exclusive":
            return len(when) < 2
        case "forbids":
            return not (applies and then)
        case "requires":
            return not applies or (len(then) == len(rule.then) if rule.then_all else bool(then))
    return True


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(models())
def test_what_may_be_saved_is_exactly_what_the_rules_allow(model: Model) -> None:
    for choices in everything(model):
        assert (not Guide(model, choices).faults) == is_right(model, choices)


@SLOW
@given(models(), st.data())
def test_an_option_is_shown_as_possible_exactly_when_it_leads_somewhere(
    model: Model, data: st.DataObject
) -> None:
    right = [choices for choices in everything(model) if is_right(model, choices)]
    chosen = data.draw(st.sets(st.sampled_from(sorted(model.options)), max_size=2))
    guide = Guide(model, Choices(frozenset(chosen)))
    assert guide.is_possible == any(chosen <= one.options for one in right)
    if not guide.is_possible:
        return
    for one in model.groups:
        own = {option.code for option in one.options}
        for code in own - chosen:
            rest = chosen - own if one.most == 1 else chosen
            expected = any(rest | {code} <= choices.options for choices in right)
            assert guide.states[code].is_possible == expected


@SLOW
@given(models(), st.data())
def test_completing_gives_something_that_may_be_saved(model: Model, data: st.DataObject) -> None:
    right = [choices for choices in everything(model) if is_right(model, choices)]
    chosen = data.draw(st.sets(st.sampled_from(sorted(model.options)), max_size=2))
    found = Guide(model, Choices(frozenset(chosen))).completed()
    assert (found is not None) == any(chosen <= one.options for one in right)
    if found is not None:
        assert chosen <= found.options and is_right(model, found)


@SLOW
@given(models())
def test_the_check_of_rules_finds_contradictions_and_options_in_nothing(model: Model) -> None:
    right = [choices for choices in everything(model) if is_right(model, choices)]
    if not right:
        assert "No product is possible" in findings(model)[0].words
        return
    used = {code for one in right for code in one.options}
    dead = {o.name for code, o in model.options.items() if code not in used}
    said = {one.words for one in findings(model) if "never" in one.words}
    assert said == {f"“{name}” can never be chosen." for name in dead}


@SLOW
@given(models(), st.data())
def test_every_suggestion_helps(model: Model, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(sorted(model.options)), max_size=3))
    for one in Guide(model, Choices(frozenset(chosen))).suggestions():
        assert Guide(model, Choices.read(one.choices)).is_possible


@SLOW
@given(models())
def test_a_kept_edition_reads_back_as_it_was(model: Model) -> None:
    assert from_json(to_json(model)) == model


@SLOW
@given(models(), st.data())
def test_room_is_made_for_an_option_wherever_it_is_possible_at_all(model: Model, data: st.DataObject) -> None:
    right = [choices for choices in everything(model) if is_right(model, choices)]
    chosen = data.draw(st.sets(st.sampled_from(sorted(model.options)), max_size=2))
    code = data.draw(st.sampled_from(sorted(model.options)))
    found = Guide(model, Choices(frozenset(chosen))).making_room(code)
    assert (found is not None) == any(code in one.options for one in right)
    if found is not None:
        assert code in found.options and is_right(model, found)


PUMP = Rule("Water cooling needs a pump", "requires", ("a0",), ("b0", "b1"))
LONG = Rule("Above 3 m only steel", "forbids", ("n > 3",), ("a1",))


def test_the_rule_that_forbids_is_named_and_a_way_out_given() -> None:
    number = Quantity("n", "Length", unit="m", lowest=D(1), highest=D(9))
    model = Model((group("a", 2), group("b", 3)), (number,), (PUMP, LONG), ("a", "b", "n"))
    guide = Guide(model, Choices(frozenset({"a1"}), {"n": D(4)}))
    assert [fault.words for fault in guide.faults if not fault.is_missing] == ["Above 3 m only steel"]
    assert [one.words for one in guide.suggestions()] == ["Length 3 m", "“Option a0” instead of “Option a1”"]
    blocked = Guide(model, Choices(frozenset({"a0", "b0"}))).states
    assert (blocked["b2"].is_possible, blocked["b2"].reason) == (False, "Water cooling needs a pump")


def test_three_rules_that_contradict_each_other_are_all_named() -> None:
    rules = (
        Rule("A0 needs B0", "requires", ("a0",), ("b0",)),
        Rule("B0 forbids C0", "forbids", ("b0",), ("c0",)),
        Rule("A0 needs C0", "requires", ("a0",), ("c0",)),
        Rule("B1 is fine", "recommends", ("b1",), ("c0",)),
    )
    model = Model((group("a", 1), group("b", 2), group("c", 2)), (), rules, ("a", "b", "c"))
    (finding,) = findings(model)
    assert finding.rules == ("A0 needs B0", "B0 forbids C0", "A0 needs C0")
