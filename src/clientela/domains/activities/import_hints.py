"""What exports of tasks, calls and meetings look like."""

from __future__ import annotations

import datetime as dt

from clientela.engine.imports.hints import Hints, Values, hint
from clientela.engine.imports.words import plain

DONE = frozenset(
    {
        "completed",
        "complete",
        "done",
        "closed",
        "held",
        "finished",
        "завершена",
        "выполнена",
        "zakończone",
        "已完成",
    }
)


def _status(values: Values, text: str) -> None:
    """A status that says a task is done gives it a time at which it was, as near as the file knows."""
    if plain(text) in DONE and not values.get("done_at"):
        when = values.get("happened_at") or values.get("due_at")
        values["done_at"] = when or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _seconds(values: Values, text: str) -> None:
    if text.strip().isdigit():
        values.setdefault("minutes", round(int(text) / 60))


hint(
    Hints(
        entity="activity",
        aliases={
            "status": "=status",
            "task status": "=status",
            "call duration in seconds": "=seconds",
            "call duration in minutes": "minutes",
            "start date time": "happened_at",
            "task owner": "owner",
            "call owner": "owner",
            "event owner": "owner",
        },
        by_file={
            "task": {"kind": "task"},
            "call": {"kind": "call"},
            "event": {"kind": "meeting"},
            "meeting": {"kind": "meeting"},
            "note": {"kind": "note"},
        },
        virtual={"status": _status, "seconds": _seconds},
    )
)
