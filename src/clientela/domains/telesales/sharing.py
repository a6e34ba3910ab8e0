"""Fair shares: how many each caller has, so that nobody has more than one above anybody else, and as few as can be move."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Who = uuid.UUID


@dataclass(frozen=True)
class Share:
    """What a caller has, and would have."""

    user: Who
    held: int
    gets: int

    @property
    def change(self) -> int:
        return self.gets - self.held


def quotas(held: Mapping[Who, int], callers: Sequence[Who], total: int) -> dict[Who, int]:
    """How many of `total` each caller gets; the odd ones stay with those who hold the most."""
    if not callers:
        return {}
    least, odd = divmod(total, len(callers))
    ranked = sorted(callers, key=lambda one: (-held.get(one, 0), str(one)))
    return {one: least + (at < odd) for at, one in enumerate(ranked)}


def moves(
    entries: Sequence[tuple[uuid.UUID, Who | None]], callers: Sequence[Who], fixed: Mapping[Who, int]
) -> dict[uuid.UUID, Who]:
    """Entry → its new caller, for those that change hands. `entries` are (id, who has it) and may move; `fixed` is how
    many each has beside them, which count but stay. Those who have too many already by what is fixed get nothing."""
    held = {one: fixed.get(one, 0) for one in callers}
    for _entry, who in entries:
        if who in held:
            held[who] += 1
    wanted = _levelled(held, fixed, callers, len(entries))
    kept: dict[Who, int] = dict.fromkeys(callers, 0)
    loose: list[uuid.UUID] = []
    for entry, who in entries:
        if who is not None and who in kept and kept[who] < wanted[who]:
            kept[who] += 1
        else:
            loose.append(entry)
    open_places = [one for one in callers for _place in range(wanted[one] - kept[one])]
    return dict(zip(loose, open_places, strict=False))


def _levelled(
    held: Mapping[Who, int], fixed: Mapping[Who, int], callers: Sequence[Who], free: int
) -> dict[Who, int]:
    """How many of the free ones each gets: as level as what is fixed allows."""
    inside = list(callers)
    while inside:
        share = quotas(held, inside, free + sum(fixed.get(one, 0) for one in inside))
        over = [one for one in inside if fixed.get(one, 0) > share[one]]
        if not over:
            return {one: share[one] - fixed.get(one, 0) if one in share else 0 for one in callers}
        inside = [one for one in inside if one not in over]
    return dict.fromkeys(callers, 0)
