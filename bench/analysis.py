"""The pages of figures over all deals of the seeded system and ten times as many steps of their lives.

The steps are made by SQL once (a deal's ten stage changes over two years), the tallies by the product's own statements.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.figures import Figure, Times
from bench.latency import Task, Web
from bench.people import Visitor, visitors
from bench.server import Served

MOST, TURNS = 200, 12
STEPS = """
INSERT INTO performance_step (id, at, deal_id, kind, owner_id, branch_id, pipeline_id, from_stage, stage_id, stage_at, days,
    before, amount, currency, is_open)
SELECT -(row_number() OVER ()) * 16, now() - make_interval(days => 730 - g * 70 - (hashtext(d.id::text) & 63)), d.id,
    CASE g % 3 WHEN 0 THEN 'raised' ELSE 'stage' END, d.owner_id, d.branch_id, d.pipeline_id, d.stage_id, d.stage_id,
    now(), CASE WHEN g % 3 > 0 THEN 7 END, coalesce(d.amount, 0), coalesce(d.amount, 0) + g, d.amount_currency, true
FROM deals_deal d CROSS JOIN generate_series(1, 10) g
"""


def measure(served: Served) -> Iterator[Figure]:
    seconds = _fill()
    if seconds:
        yield Figure("tallies made from all deals", "", f"{seconds:.0f} s")
    for who in visitors():
        for task in _tasks():
            yield _figure(task, who, _times(served, task, who))


def _fill() -> float:
    from django.db import connection, transaction
    from django.utils import timezone

    from clientela.domains.performance import cubes, keeping
    from clientela.domains.performance.models import Mark, Step
    from clientela.engine.changes import log

    if Step.objects.exists():
        return 0.0
    begun = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        Mark.objects.update_or_create(pk=1, defaults={"cursor": log.now(), "read_at": timezone.now()})
        cursor.execute(STEPS)
        cursor.execute(cubes.ADD_STEPS.format(which="true"))
        keeping.count_everything()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE performance_step, performance_fact, performance_tally")
    return time.monotonic() - begun


def _tasks() -> Iterator[Task]:
    from clientela.domains.performance import figures as _registered  # noqa: F401  # importing registers them
    from clientela.domains.performance.figures import base

    yield Task("pipeline analysis, page", "/pipeline/", MOST)
    yield Task("forecast, page", "/forecast/", MOST)
    for figure in base.on("pipeline"):
        yield Task(f"figure: {figure.key}", f"/pipeline/{figure.key}/?period=24m", MOST)


def _times(served: Served, task: Task, who: Visitor) -> Times:
    web = Web(served.port)
    web.ask(task, who)
    seconds = []
    for _turn in range(TURNS):
        begun = time.perf_counter()
        web.ask(task, who)
        seconds.append(time.perf_counter() - begun)
    return Times(seconds)


def _figure(task: Task, who: Visitor, times: Times) -> Figure:
    value = f"p50 {times.p50 * 1000:.0f} ms, p95 {times.p95 * 1000:.0f} ms"
    return Figure(task.name, who.name, value, times.p50 * 1000, most=MOST, unit=" ms")
