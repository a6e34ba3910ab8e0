"""What an import would do, shown before it begins: at once for the first rows, in the background for all of them."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.errors import Denied, Invalid, NotFound, Refused
from clientela.engine.imports import run
from clientela.engine.imports.drafts import Draft
from clientela.engine.imports.models import Import
from clientela.engine.imports.outcomes import RowOutcome
from clientela.engine.imports.problems import Report
from clientela.engine.imports.reading.problems import Unreadable
from clientela.engine.imports.run import FileResult, Tell

QUICK = 1_000
QUICK_IN_ALL = 3_000  # of many files each has its share, so that the page does not keep anybody waiting
LEAST = 100
SHOWN = 20


@dataclass
class FileTrial:
    """What would become of the rows of a file that were tried."""

    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    report: Report = field(default_factory=Report)
    first: list[RowOutcome] = field(default_factory=list)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> FileTrial:
        first = [
            RowOutcome(row, status, uuid.UUID(record) if record else None, text)
            for row, status, record, text in stored["first"]
        ]
        return cls(stored["rows"], Counter(stored["counts"]), Report(stored["report"]), first)


@dataclass
class Trial:
    """`whole`: all rows were tried, not only the first ones. `failed` says why nothing could be tried."""

    files: dict[str, FileTrial] = field(default_factory=dict)
    whole: bool = False
    failed: str = ""

    @property
    def counts(self) -> Counter[str]:
        return sum((file.counts for file in self.files.values()), Counter())

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files.values())

    def file(self, key: object) -> FileTrial:
        return self.files.get(str(key)) or FileTrial()


def known(draft: Draft) -> Trial | None:
    """What was tried before, if the plan is still the same."""
    stored = draft.job.trial
    if stored.get("signature") != draft.signature:
        return None
    return Trial(
        {key: FileTrial.of(file) for key, file in stored["files"].items()}, stored["whole"], stored["failed"]
    )


def quick(actor: Actor, draft: Draft) -> Trial:
    """Try the first rows of each file and remember what came of them."""
    share = QUICK_IN_ALL // max(1, len(draft.plan.files))
    _keep(draft, _tried(actor, draft, min(QUICK, max(LEAST, share))))
    found = known(draft)
    assert found is not None
    return found


def whole(actor: Actor, draft: Draft, tell: Tell) -> None:
    """Try all rows. What was found is forgotten when the plan has been changed meanwhile."""
    found = _tried(actor, draft, None, tell)
    Import.objects.filter(pk=draft.job.pk, state="planned", trial__signature=found["signature"]).update(
        trial=found
    )


def _keep(draft: Draft, found: dict[str, Any]) -> None:
    draft.job.trial = found
    Import.objects.filter(pk=draft.job.pk, state="planned").update(trial=found)


def _tried(actor: Actor, draft: Draft, limit: int | None, *tell: Tell) -> dict[str, Any]:
    found: dict[str, Any] = {"signature": draft.signature, "files": {}, "whole": True, "failed": ""}
    try:
        result = run.dry_run(
            actor, draft.plan, limit=limit, show=SHOWN, **({"tell": tell[0]} if tell else {})
        )
    except (Refused, Denied, NotFound, Invalid, Unreadable) as problem:
        return {**found, "failed": _sentence(problem)}
    planned = [file.stored for file in draft.files if file.plan is not None]
    found["files"] = {
        str(stored.pk): _stored(each) for stored, each in zip(planned, result.files, strict=True)
    }
    found["whole"] = limit is None or all(each.rows < limit for each in result.files)
    return found


def _stored(each: FileResult) -> dict[str, Any]:
    first = [[row.row, row.status, row.record.hex if row.record else "", row.message] for row in each.first]
    return {"rows": each.rows, "counts": dict(each.counts), "report": each.report.to_json(), "first": first}


def _sentence(problem: Exception) -> str:
    match problem:
        case Denied():
            return _("Your role does not let you do all that this import needs.")
        case Unreadable():
            return _(problem.message) % problem.params
        case Invalid():
            return " ".join(message for messages in problem.errors.values() for message in messages)
        case NotFound():
            return _("Something that this import needs is not there any more.")
    return str(problem)
