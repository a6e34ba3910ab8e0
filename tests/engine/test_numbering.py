"""Numbers of documents: none twice, none left out, none given by a range that is used up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import Denied, Invalid, Refused
from clientela.engine.numbering import ranges
from clientela.engine.records import commands as records
from tests.world import World

NEW_YEAR = dt.date(2026, 1, 1)
LATE = dt.date(2025, 12, 31)


def _range(**values: Any) -> Any:
    given = {"name": "Invoices", "kind": "invoice", "pattern": "{yy}{month}/{n:03}", "yearly": True}
    return records.create(SYSTEM, "numberrange", {**given, **values})


def _take(count: int = 1, on: dt.date = NEW_YEAR, **more: Any) -> list[str]:
    with transaction.atomic():
        return [ranges.take("invoice", on=on, **more) for _ in range(count)]


def test_the_first_document_of_a_kind_begins_its_range(world: World) -> None:
    assert _take(2) == ["INV-2026-00001", "INV-2026-00002"]


def test_every_year_counts_for_itself_also_when_dated_back(world: World) -> None:
    _range()
    assert _take(2, LATE) + _take(1) + _take(2, LATE) + _take(1) == [
        "2512/001", "2512/002", "2601/001", "2512/003", "2512/004", "2601/002",
    ]  # fmt: skip


def test_a_range_that_is_not_yearly_goes_on(world: World) -> None:
    _range(pattern="R{n}", yearly=False, next=98)
    assert _take(1, LATE) + _take(1) + _take(1, LATE) == ["R98", "R99", "R100"]


def test_a_branch_may_have_its_own(world: World) -> None:
    taipei = world.branches["Taipei"].pk
    _range(pattern="ALL-{n}", yearly=False)
    _range(pattern="TPE-{n}", yearly=False, for_branch=taipei)
    assert _take(branch=taipei) + _take() + _take(branch=world.branches["Warszawa"].pk) == [
        "TPE-1", "ALL-1", "ALL-2",
    ]  # fmt: skip


def test_what_does_not_commit_gives_its_number_back(world: World) -> None:
    def fail() -> None:
        with transaction.atomic():
            ranges.take("invoice", on=NEW_YEAR)
            raise LookupError

    _take()
    with pytest.raises(LookupError):
        fail()
    assert _take() == ["INV-2026-00002"]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_given(world: World) -> None:
    with pytest.raises(RuntimeError):
        ranges.take("invoice", on=NEW_YEAR)


def test_a_range_used_up_refuses_and_says_the_remedy(world: World) -> None:
    found = _range(pattern="R{n}", yearly=False, last=2)
    _take(2)
    for _ in range(2):
        with pytest.raises(Refused, match=r"2 was its last number.*Settings"):
            _take()
    records.update(world.actor("root"), "numberrange", found.pk, {"last": 3})
    assert _take() == ["R3"]


@pytest.mark.parametrize(
    "values, field",
    [
        ({"next": 2}, "next"),
        ({"last": 1}, "last"),
        ({"kind": "creditnote"}, "kind"),
        ({"yearly": False}, "yearly"),
        ({"pattern": "INV-{n}"}, "pattern"),
    ],
)
def test_a_used_range_is_not_moved_back(world: World, values: dict[str, Any], field: str) -> None:
    found = _range()
    _take(3)
    with pytest.raises(Invalid) as refused:
        records.update(world.actor("root"), "numberrange", found.pk, values)
    assert set(refused.value.errors) == {field}
    records.update(world.actor("root"), "numberrange", found.pk, {"next": 10})
    assert _take() == ["2601/010"]


def test_a_used_range_stays_and_an_unused_one_goes(world: World) -> None:
    found = _range()
    records.delete(SYSTEM, "numberrange", found.pk)
    records.restore(SYSTEM, "numberrange", found.pk)
    _take()
    with pytest.raises(Refused, match="stays"):
        records.delete(SYSTEM, "numberrange", found.pk)


def test_two_ranges_for_the_same_documents_are_refused(world: World) -> None:
    _range()
    with pytest.raises(Invalid, match="There is a range"):
        _range(name="Another")


@pytest.mark.parametrize(
    "bad", ["INV", "{n}{n}", "{n", "{x}{n}", "{n:05", "{n:99}", "{0}{n}", "{n!r}", "x" * 41 + "{n}"]
)
def test_patterns_that_make_no_numbers_are_refused(world: World, bad: str) -> None:
    with pytest.raises(Invalid) as refused:
        _range(pattern=bad, yearly=False)
    assert set(refused.value.errors) == {"pattern"}


@pytest.mark.parametrize("who", ["ann", "ben", "cat", "dan"])
def test_only_administrators_say_how_documents_are_numbered(world: World, who: str) -> None:
    found = _range()
    with pytest.raises(Denied):
        records.update(world.actor(who), "numberrange", found.pk, {"next": 10})
