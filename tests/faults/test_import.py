"""An import that is killed at any moment goes on and does every row once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.db import connection

from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import Refused
from clientela.engine.imports import analysis, results, run, undoing
from clientela.engine.imports.models import ImportFile

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
ROWS = 6_000
KILLS = 4


def _file(path: Path, place: str) -> Path:
    """Rows with and without a key, repeated ones, perhaps new companies throughout, and a few that cannot be saved."""
    lines = [f"Name,E-mail,{place},City"]
    for i in range(ROWS):
        mail = f"p{i}@example.org" if i % 3 else ""
        name = "" if i % 500 == 499 and not mail else f"Person {i % 1000}"
        lines.append(f"{name},{mail},Company {i % 700},Łódź")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _process(job: uuid.UUID) -> subprocess.Popen[bytes]:
    settings = connection.settings_dict
    url = f"postgresql:///{settings['NAME']}?host={settings['HOST']}&user={settings['USER']}&port={settings['PORT']}"
    environ = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "clientela.config.settings"}
    return subprocess.Popen([sys.executable, "-m", "tests.faults.importing", str(job)], env=environ)


def _rows(job: uuid.UUID) -> int:
    return ImportFile.objects.get(run=job).rows


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(("place", "companies"), [("Company", 700), ("Region", 0)])
def test_a_killed_import_loses_and_doubles_nothing(tmp_path: Path, place: str, companies: int) -> None:
    """Chunks with links are written one after the other, others side by side."""
    plan = analysis.analyse(SYSTEM, [_file(tmp_path / "people.csv", place)])
    job = run.create(SYSTEM, plan).pk
    chance = random.Random(20261123)
    for _kill in range(KILLS):
        before = _rows(job)
        process = _process(job)
        deadline = time.monotonic() + 60
        while _rows(job) <= before and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        _is_consistent(job)
    assert 0 < _rows(job) < ROWS
    _until_free(job)
    done = run.resume(SYSTEM, job)
    assert sum(done.counts.values()) == ROWS
    _is_consistent(job)
    fates = [fate.row for fate in results.fates(ImportFile.objects.get(run=job))]
    assert fates == list(range(2, ROWS + 2)), "every row has one fate, in the order of the file"
    assert _count("contacts_person") == done.counts["created"]
    assert _count("contacts_company") == companies
    undoing.undo(SYSTEM, job)
    assert _count("contacts_person") == _count("contacts_company") == _count("contacts_employment") == 0


def _until_free(job: uuid.UUID) -> None:
    """The server notices a moment later that the killed process is gone, and lets go of its lock."""
    for _attempt in range(100):
        try:
            with run.alone(job):
                return
        except Refused:
            time.sleep(0.05)


def _is_consistent(job: uuid.UUID) -> None:
    """Rows, outcomes, counts and place were committed together or not at all."""
    file = ImportFile.objects.get(run=job)
    fates = list(results.fates(file))
    assert len(fates) == file.rows == sum(file.counts.values())
    if fates:
        assert fates[-1].row == file.cursor
    assert _count("contacts_person") == file.counts.get("created", 0)
