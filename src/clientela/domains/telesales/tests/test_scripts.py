"""A script is sound before it is spoken: no step without a way to it, none without a way to an end."""

from __future__ import annotations

from typing import Any

import pytest

from clientela.domains.telesales import scripts
from clientela.engine.errors import Denied, Invalid
from clientela.engine.records import commands
from tests.world import World

Answers = list[tuple[str, str | None]]


def step(key: str, *answers: tuple[str, str | None], text: str = "Words.") -> dict[str, Any]:
    return {
        "key": key,
        "title": key.title(),
        "text": text,
        "answers": [{"label": a, "next": b} for a, b in answers],
    }


GOOD = [step("hello", ("yes", "offer"), ("no", None)), step("offer", ("again", "hello"), ("bye", None))]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "at least one step"),
        ([step("a", ("on", "nowhere"))], "leads to “nowhere”"),
        ([step("a"), step("b")], "No answer leads to “B”"),
        ([step("a", ("on", "b")), step("b", ("back", "a"))], "never ends"),
        ([step("a", text="")], "has no text"),
        ([step("a", text="Dear {nmae}")], "cannot be filled in"),
        ([step("a", ("", None))], "has no words"),
        ([step("a", ("on", "a"), ("end", None)), step("a")], "Two steps"),
    ],
)
def test_what_is_wrong_is_said(steps: list[dict[str, Any]], said: str) -> None:
    assert any(said in one for one in scripts.problems(steps))


def test_a_loop_with_a_way_out_is_sound(world: World) -> None:
    script = commands.create(world.actor("ann"), "callscript", {"name": "Fair"})
    written: Any = scripts.write(world.actor("ann"), script.pk, GOOD)
    assert [one["key"] for one in written.steps] == ["hello", "offer"]
    assert written.version == 2


def test_a_bad_script_changes_nothing_and_a_reader_writes_none(world: World) -> None:
    script: Any = commands.create(world.actor("ann"), "callscript", {"name": "Fair"})
    with pytest.raises(Invalid):
        scripts.write(world.actor("ann"), script.pk, [step("a", ("on", "b"))])
    with pytest.raises(Denied):
        scripts.write(world.actor("dan"), script.pk, GOOD)
    script.refresh_from_db()
    assert script.steps == []


def test_a_copy_is_changed_without_the_other(world: World) -> None:
    ann = world.actor("ann")
    script = commands.create(ann, "callscript", {"name": "Fair"})
    scripts.write(ann, script.pk, GOOD)
    other: Any = scripts.copy(ann, script.pk)
    assert (other.name, other.steps) == ("Fair (copy)", GOOD)


def test_only_what_is_known_is_filled_in() -> None:
    assert (
        scripts.filled("Dear { name }, {other} {0}", {"name": "{company}"}) == "Dear {company}, {other} {0}"
    )
