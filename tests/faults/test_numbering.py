"""Sixteen writers at once, some killed with -9 wherever they are: the numbers that stand have no gap and no double."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from django.db import connection

from tests.cluster import ROOT
from tests.jobs.workers import address

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]

WRITERS = 16
KILLED = 6
EACH = 30


def _writer() -> subprocess.Popen[str]:
    variables = {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.numbering", str(EACH)],
        cwd=ROOT, env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture
def papers() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE papers (id serial PRIMARY KEY, note text, number text)")
        yield cursor
        cursor.execute("DROP TABLE papers")


def test_numbers_have_no_gap_and_no_double_whoever_is_killed(papers: Any) -> None:
    chance = random.Random(7)
    writers = [_writer() for _ in range(WRITERS)]
    _until_written(papers, WRITERS)
    for victim in writers[:KILLED]:
        time.sleep(chance.random() / 10)
        victim.send_signal(signal.SIGKILL)
    said = [number for writer in writers for number in writer.communicate(timeout=120)[0].split()]
    papers.execute("SELECT number FROM papers ORDER BY number")
    stored = [number for (number,) in papers.fetchall()]
    assert stored == [f"INV-2026-{n:05}" for n in range(1, len(stored) + 1)]
    assert set(said) <= set(stored) and len(said) == len(set(said)), "what was acknowledged stands"
    assert len(stored) >= (WRITERS - KILLED) * EACH
    assert any(writer.returncode == -signal.SIGKILL for writer in writers[:KILLED])


def _until_written(papers: Any, count: int) -> None:
    for _ in range(600):
        papers.execute("SELECT count(*) FROM papers")
        if papers.fetchone()[0] >= count:
            return
        time.sleep(0.1)
    raise AssertionError("nobody writes")
