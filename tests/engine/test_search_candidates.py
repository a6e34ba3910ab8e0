"""Search looks at what matches before it asks what may be seen; nobody sees more by it, and nobody misses their own."""

from __future__ import annotations

import pytest

from clientela.engine.query import candidates, search
from clientela.engine.records import commands
from tests.world import World


@pytest.fixture
def crowd(world: World) -> World:
    """Many companies of one name that belong to another branch, and then two of Ann's."""
    names = [{"name": f"Zakopane {number}"} for number in range(12)]
    commands.create_many(world.actor("cat"), "company", names)
    commands.create_many(world.actor("ann"), "company", [{"name": "Zakopane A"}, {"name": "Zakopane B"}])
    return world


def found(world: World, who: str) -> set[str]:
    return {hit.title for hit in search.everywhere(world.actor(who), "zakop", 20)}


@pytest.mark.parametrize(("looked_at", "enough"), [(1_500, 40), (14, 2), (3, 2), (1, 1)])
def test_one_finds_all_of_ones_own_however_many_others_match(
    crowd: World, monkeypatch: pytest.MonkeyPatch, looked_at: int, enough: int
) -> None:
    monkeypatch.setattr(candidates, "LOOKED_AT", looked_at)
    monkeypatch.setattr(candidates, "ENOUGH", enough)
    assert found(crowd, "ann") == {"Zakopane A", "Zakopane B"}


def test_an_administrator_finds_all_and_a_stranger_none(crowd: World) -> None:
    assert len(found(crowd, "root")) == 14
    assert not {"Zakopane A", "Zakopane B"} & found(crowd, "cat")


def test_a_hit_is_found_once(crowd: World) -> None:
    hits = search.everywhere(crowd.actor("ann"), "zakop", 20)
    assert len(hits) == len({hit.record.pk for hit in hits}) == 2


def test_what_is_in_the_recycle_bin_is_not_found(crowd: World) -> None:
    ann = crowd.actor("ann")
    gone = next(hit for hit in search.everywhere(ann, "zakop", 20) if hit.title == "Zakopane A")
    commands.delete(ann, "company", gone.record.pk)
    assert found(crowd, "ann") == {"Zakopane B"}
