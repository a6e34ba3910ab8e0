"""Whatever the bytes: every row has one outcome, or the file is refused with a reason, and the database stays whole."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientela.engine.access.actor import SYSTEM
from clientela.engine.imports import analysis, results, run
from clientela.engine.imports.models import ImportFile
from clientela.engine.imports.plan import Plan
from clientela.engine.imports.reading.tables import open_table

HEADERS = (
    "Name",
    "E-mail",
    "Phone",
    "Company",
    "City",
    "Country",
    "Birthday",
    "Tags",
    "Source",
    "Notes",
    "Weird, header",
)
NASTY = (
    "", " ", "\0", "'", "\"", "\\", "''=1+1", "=cmd|'/C calc'!A0", "%s", "{}", "<script>alert(1)</script>", "\u202e", "\ufeff", "😀",
    "a" * 600, "x" * 70_000, "NaN", "1e999", "-0", "31.02.2020", "0000-00-00", "9999-12-31", "+", "+999999999999999999999", "@",
    "a@b", "a@" + "b" * 300 + ".com", "null", "DROP TABLE", "' OR 1=1 --", "\u0130", "ß", "\ud7ff", "\uffff", "٣٤٥", "｜", "tab\there", "line\nbreak",
)  # fmt: skip
cell = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=20), st.integers().map(str), st.dates().map(str), st.emails()
)
numbers = itertools.count()


def _import(content: bytes, *, entity: str) -> tuple[Plan, run.Result | None]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{next(numbers)}.csv"
        path.write_bytes(content)
        plan = analysis.analyse(SYSTEM, [path], entity=entity)
        if not plan.files:
            assert plan.unplaced[0][1]
            return plan, None
        expected = sum(1 for _row in open_table(path, **plan.files[0].reading).rows())
        done = run.run(SYSTEM, run.create(SYSTEM, plan).pk)
        assert sum(done.counts.values()) == expected
        fates = list(results.fates(ImportFile.objects.get(run=done.id)))
        assert len(fates) == expected
        assert all(fate.message for fate in fates if fate.status in ("invalid", "ambiguous", "skipped"))
        assert all(fate.record for fate in fates if fate.status in ("created", "updated", "unchanged"))
        return plan, done


slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
@pytest.mark.parametrize("entity", ["person", "deal", "activity"])
@slow
@given(rows=st.lists(st.lists(cell, min_size=1, max_size=13), max_size=8), delimiter=st.sampled_from(",;\t"))
def test_hostile_cells(entity: str, rows: list[list[str]], delimiter: str) -> None:
    quoted = [
        delimiter.join('"' + text.replace('"', '""') + '"' for text in row) for row in [list(HEADERS), *rows]
    ]
    plan, done = _import("\r\n".join(quoted).encode("utf-8", "surrogatepass"), entity=entity)
    assert (done is None) == bool(plan.unplaced)


@pytest.mark.django_db
@slow
@given(content=st.binary(max_size=400))
def test_hostile_bytes(content: bytes) -> None:
    plan, done = _import(content, entity="person")
    assert (done is None) == bool(plan.unplaced)


@pytest.mark.django_db
@slow
@given(
    head=st.lists(st.text(max_size=15), min_size=1, max_size=6),
    body=st.lists(st.text(max_size=15), max_size=12),
)
def test_hostile_headers(head: list[str], body: list[str]) -> None:
    lines = [";".join(head), *(";".join(body[i : i + len(head)]) for i in range(0, len(body), len(head)))]
    plan, done = _import("\n".join(lines).encode("utf-8", "replace"), entity="")
    assert (done is None) == bool(plan.unplaced)
