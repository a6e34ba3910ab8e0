"""Two chunks of a file at a time: what comes of it is what one after the other would have made."""

from __future__ import annotations

import random
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from clientela.domains.contacts.models import Person
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.imports import analysis, chunks, results, run, turns, undoing
from clientela.engine.imports.models import ImportFile

ROWS, CHUNK = 900, 40


def _file(path: Path) -> list[tuple[str, str, str]]:
    """Rows of which many name the same person again, by either of two keys, near and far in the file."""
    chance = random.Random(8)
    rows = [
        (f"Person {n % 7}", f"p{chance.randrange(ROWS // 3)}@x.example", f"City {chance.randrange(5)}")
        for n in range(ROWS)
    ]
    path.write_text("Name,E-mail,City\n" + "\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    return rows


@pytest.mark.django_db(transaction=True)
def test_rows_that_meet_in_neighbouring_chunks_are_one_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", CHUNK)
    threads: set[str] = set()
    write = chunks.Writer.write

    def counting(self: chunks.Writer, rows: Any) -> Any:
        threads.add(threading.current_thread().name)
        return write(self, rows)

    monkeypatch.setattr(
        chunks.Writer,
        "write",
        counting,
    )
    rows = _file(tmp_path / "people.csv")
    plan = analysis.analyse(SYSTEM, [tmp_path / "people.csv"], match=("email",))
    done = run.run(SYSTEM, run.create(SYSTEM, plan).pk)
    assert threads == {"import-lane"}, "nothing was written side by side"
    last = {mail: city for _name, mail, city in rows}
    people = gate.unrestricted(Person, reason="a test looks")
    assert {person.email: (person.address or {}).get("city") for person in people} == last
    assert (done.counts["created"], sum(done.counts.values())) == (len(last), ROWS)
    file = ImportFile.objects.get(run=done.id)
    fates = list(results.fates(file))
    assert [fate.row for fate in fates] == list(range(2, ROWS + 2))
    seen: set[str] = set()
    for fate, (_name, mail, _city) in zip(fates, rows, strict=True):
        assert (fate.status == "created") == (mail not in seen)
        seen.add(mail)
    assert done.id is not None
    undoing.undo(SYSTEM, done.id)
    assert not people.all().exists()


@pytest.mark.django_db(transaction=True)
def test_chunks_that_lock_each_other_out_go_on_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule may lock what no row names; then the later chunk may hold what the earlier one waits for."""
    monkeypatch.setattr(run, "CHUNK", CHUNK)
    monkeypatch.setattr(run, "PATIENCE", 1)
    second_holds = threading.Event()
    write = chunks.Writer.write

    def locking(self: chunks.Writer, rows: Any) -> Any:
        first = rows[0].row == 2
        if first and self.turn is not turns.ALONE:
            second_holds.wait(30)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(77)")
        second_holds.set()
        return write(self, rows)

    monkeypatch.setattr(chunks.Writer, "write", locking)
    _file(tmp_path / "people.csv")
    plan = analysis.analyse(SYSTEM, [tmp_path / "people.csv"], match=("email",))
    done = run.run(SYSTEM, run.create(SYSTEM, plan).pk)
    assert second_holds.is_set()
    assert sum(done.counts.values()) == ROWS


@pytest.mark.django_db(transaction=True)
def test_a_chunk_that_fails_stops_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK", CHUNK)
    write = chunks.Writer.write

    def failing(self: chunks.Writer, rows: Any) -> Any:
        if rows[0].row > 5 * CHUNK:
            raise ZeroDivisionError
        return write(self, rows)

    _file(tmp_path / "people.csv")
    job = run.create(SYSTEM, analysis.analyse(SYSTEM, [tmp_path / "people.csv"], match=("email",))).pk
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(chunks.Writer, "write", failing)
        run.run(SYSTEM, job)
    assert ImportFile.objects.get(run=job).rows == 5 * CHUNK
    assert sum(run.resume(SYSTEM, job).counts.values()) == ROWS
