"""The score of leads: points of all rules whose filter holds, with the reasons beside it.

One query per rule for a set of leads, one statement writes what changed. The version of a lead does not rise with its
score: nobody worked on it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from clientela.domains.leads.models import Lead, ScoreRule
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.entities import registry
from clientela.engine.query import filters
from clientela.engine.query.filters import BadFilter
from clientela.engine.records.sets import among

AT_ONCE = 1_000
DAY = 86_400

WRITE = """
UPDATE leads_lead AS l SET score = v.score, score_reasons = v.reasons
FROM jsonb_to_recordset(%s::jsonb) AS v(id uuid, score numeric, reasons jsonb)
WHERE l.id = v.id AND (l.score <> v.score OR l.score_reasons <> v.reasons)
"""


def rescore(ids: Sequence[uuid.UUID]) -> int:
    """Bring the scores of these leads up to date; gives how many changed."""
    rules = list(ScoreRule.objects.filter(is_active=True))
    rows = gate.unrestricted(Lead, reason="a score follows from rules, whoever looks").filter(
        among("pk", ids)
    )
    ages = _ages(rows) if any(rule.half_life for rule in rules) else {}
    reasons: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for rule in rules:
        for lead in _matching(rows, rule.filter):
            points = _points(rule, ages.get(lead, 0.0))
            if points:
                reasons[lead].append({"rule": str(rule.pk), "name": rule.name, "points": points})
    return _write(ids, reasons)


def _ages(rows: Any) -> dict[uuid.UUID, float]:
    """Days since each arrived."""
    now = timezone.now()
    return {pk: max(0.0, (now - at).total_seconds() / DAY) for pk, at in rows.values_list("pk", "created_at")}


def _matching(rows: Any, document: Any) -> Iterator[uuid.UUID]:
    condition = condition_of(document)
    return iter(()) if condition is None else rows.filter(condition).values_list("pk", flat=True)


def condition_of(document: Any) -> Q | None:
    """What a stored filter means now; None when a field that it asks about is not there any more."""
    lead = registry.get("lead")
    try:
        return filters.to_q(SYSTEM, lead, filters.parse_json(document, lead))
    except BadFilter:
        return None


def _points(rule: ScoreRule, days: float) -> int:
    return round(rule.points * 0.5 ** (days / rule.half_life)) if rule.half_life else rule.points


def _write(ids: Sequence[uuid.UUID], reasons: dict[uuid.UUID, list[dict[str, Any]]]) -> int:
    rows = []
    for lead in sorted(ids):
        told = sorted(reasons.get(lead, ()), key=lambda one: -abs(one["points"]))
        rows.append({"id": str(lead), "score": sum(one["points"] for one in told), "reasons": told})
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [orjson.dumps(rows).decode()])
        return int(cursor.rowcount)


def chunks() -> Iterator[list[uuid.UUID]]:
    """Leads that are still worth something, so many at a time."""
    last: uuid.UUID | None = None
    rows = gate.unrestricted(Lead, reason="scores follow from rules").filter(deleted_at=None).order_by("pk")
    rows = rows.exclude(status__in=("converted", "disqualified"))
    while ids := list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:AT_ONCE]):
        yield ids
        last = ids[-1]
