"""How many rows: exactly while that is cheap, else what PostgreSQL's planner expects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from clientela.engine.records.queryset import RecordQuerySet

CHEAP = 2_000


@dataclass(frozen=True)
class Estimate:
    """A number of rows; shown with ≈ unless it is exact."""

    number: int
    is_exact: bool


def estimate(rows: RecordQuerySet[Any]) -> Estimate:
    """The planner's guess for many rows, an exact count for few."""
    expected = _planned(rows)
    if expected > CHEAP * 5:
        return Estimate(_rounded(expected), is_exact=False)
    counted = rows.order_by().values("pk")[: CHEAP + 1].count() if expected < CHEAP else CHEAP + 1
    if counted <= CHEAP:
        return Estimate(counted, is_exact=True)
    return Estimate(_rounded(max(expected, counted)), is_exact=False)


def count(rows: RecordQuerySet[Any]) -> Estimate:
    """The exact number, however long it takes: only when somebody asks."""
    return Estimate(rows.order_by().count(), is_exact=True)


def _planned(rows: RecordQuerySet[Any]) -> int:
    sql, params = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0]
    parsed = json.loads(plan) if isinstance(plan, str) else plan
    return int(parsed[0]["Plan"]["Plan Rows"])


def _rounded(number: int) -> int:
    """Two significant digits: more would feign knowledge."""
    digits = max(0, len(str(number)) - 2)
    return int(round(number, -digits))
