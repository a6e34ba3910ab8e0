"""Shares are fair whatever was before, and no more moves than must."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from clientela.domains.telesales import sharing

PEOPLE = [uuid.UUID(int=at) for at in range(1, 9)]


@given(
    entries=st.lists(st.sampled_from([None, *PEOPLE]), max_size=80),
    callers=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=6, unique=True),
)
def test_nobody_has_more_than_one_above_anybody_else_and_few_move(
    entries: list[uuid.UUID | None], callers: list[uuid.UUID]
) -> None:
    rows = [(uuid.UUID(int=100 + at), who) for at, who in enumerate(entries)]
    moved = sharing.moves(rows, callers, {})
    after = [moved.get(entry, who) for entry, who in rows]
    counts = [after.count(one) for one in callers]
    assert sum(counts) == len(rows)
    assert max(counts) - min(counts) <= 1
    # What is moved had to be: it was nobody's here, or its caller had more than their share.
    before = {one: entries.count(one) for one in callers}
    homeless = sum(who not in callers for who in entries)
    surplus = sum(max(0, before[one] - after.count(one)) for one in callers)
    assert len(moved) == homeless + surplus


@given(
    fixed=st.dictionaries(st.sampled_from(PEOPLE[:4]), st.integers(0, 20)),
    free=st.integers(0, 60),
)
def test_what_cannot_move_counts_but_stays(fixed: dict[uuid.UUID, int], free: int) -> None:
    callers = PEOPLE[:4]
    rows: list[tuple[uuid.UUID, uuid.UUID | None]] = [(uuid.UUID(int=100 + at), None) for at in range(free)]
    moved = sharing.moves(rows, callers, fixed)
    assert len(moved) == free
    total = {one: fixed.get(one, 0) + list(moved.values()).count(one) for one in callers}
    got = [one for one in callers if one in moved.values()]
    # Whoever got something has at most one more than the one who has least.
    assert all(total[one] <= min(total.values()) + 1 for one in got)


def test_nobody_to_share_among_moves_nothing() -> None:
    assert sharing.moves([(PEOPLE[0], None)], [], {}) == {}
