"""From the change log to the steps of a deal's life."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from clientela.domains.performance.models import Step
from clientela.engine.changes.log import Change

DAY = Decimal(86400)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class State:
    """A deal at one moment; `stage_at` is when it came into its stage."""

    stage_at: dt.datetime
    owner_id: uuid.UUID | None = None
    branch_id: uuid.UUID | None = None
    pipeline_id: uuid.UUID | None = None
    stage_id: uuid.UUID | None = None
    amount: Decimal = NOTHING
    currency: str | None = None
    expected_close: dt.date | None = None

    @classmethod
    def after(cls, step: Step) -> State:
        return cls(**{name: getattr(step, name) for name in cls.__dataclass_fields__})


def steps(
    changes: Iterable[Change], known: Mapping[uuid.UUID, State], kinds: Mapping[uuid.UUID | None, str]
) -> Iterator[Step]:
    """What the changes of deals mean, in their order. `known` are the deals as they were, `kinds` the stages' kinds."""
    states = dict(known)
    for change in changes:
        before = states.get(change.record, State(stage_at=change.at))
        now = _applied(before, change)
        states[change.record] = now
        events = list(_events(change, before, now, kinds))
        if not events and now != before:
            events = [("changed", None)]  # so that the deal's last step always says how it was
        for part, (kind, days) in enumerate(events):
            yield Step(
                id=change.seq * 16 + part,
                at=change.at,
                deal_id=change.record,
                kind=kind,
                from_stage=before.stage_id,
                days=days,
                before=before.amount,
                is_open=kinds.get(now.stage_id) == "open",
                **vars(now),
            )


def _applied(before: State, change: Change) -> State:
    new = {column: values[1] for column, values in change.diff.items()}
    found: dict[str, Any] = {
        name: uuid.UUID(new[name]) if new[name] else None
        for name in ("owner_id", "branch_id", "pipeline_id", "stage_id")
        if name in new
    }
    if "amount" in new:
        found["amount"] = new["amount"] or NOTHING
    if "amount_currency" in new:
        found["currency"] = new["amount_currency"]
    if "expected_close" in new:
        found["expected_close"] = (
            dt.date.fromisoformat(new["expected_close"]) if new["expected_close"] else None
        )
    if found.get("stage_id", before.stage_id) != before.stage_id:
        found["stage_at"] = change.at
    return replace(before, **found)


def _events(
    change: Change, before: State, now: State, kinds: Mapping[uuid.UUID | None, str]
) -> Iterator[tuple[str, Decimal | None]]:
    if change.operation == "i":
        yield "created", None
        return
    if "deleted_at" in change.diff:
        yield ("removed" if change.diff["deleted_at"][1] else "restored"), None
    if now.amount != before.amount:
        yield ("raised" if now.amount > before.amount else "lowered"), None
    if now.expected_close and before.expected_close and now.expected_close != before.expected_close:
        yield ("pushed" if now.expected_close > before.expected_close else "pulled"), None
    if now.owner_id != before.owner_id:
        yield "reassigned", None
    if now.stage_id != before.stage_id:
        spent = Decimal((change.at - before.stage_at).total_seconds()) / DAY
        yield _move(kinds.get(before.stage_id), kinds.get(now.stage_id)), round(spent, 2)


def _move(left: str | None, entered: str | None) -> str:
    if entered in ("won", "lost"):
        return str(entered)
    return "reopened" if left in ("won", "lost") else "stage"
