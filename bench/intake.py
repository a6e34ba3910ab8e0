"""Importing a CSV of people: rows a second end to end, with what COPY of the same rows takes as the limit."""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg

from bench.figures import Figure
from bench.names import NAMES, slug
from bench.server import Served

ROWS, KNOWN = 20_000, 0.25
LEAST = 10_000
COLUMNS = ("Name", "E-mail", "Phone", "Position", "City", "Notes")


def measure(served: Served) -> Iterator[Figure]:
    from clientela.engine.access.actor import SYSTEM
    from clientela.engine.imports import run
    from clientela.engine.imports.analysis import analyse

    with tempfile.TemporaryDirectory() as place, psycopg.connect(served.database) as connection:
        file = Path(place, "people.csv")
        _write(file, connection)
        limit = _copied(file, connection)
        actor = SYSTEM.through("import")
        begun = time.perf_counter()
        plan = analyse(actor, [file], entity="person", match=["email"])
        planned = time.perf_counter() - begun
        done = run.run(actor, run.create(actor, plan).pk)
        seconds = time.perf_counter() - begun
    counts = dict(done.counts)
    yield Figure(
        "import, a quarter known by e-mail", "administrator", f"{ROWS / seconds:,.0f} rows/s", ROWS / seconds,
        least=LEAST, unit=" rows/s",
        detail={"seconds": seconds, "analysis": planned, "copy_rows_per_second": limit, "counts": counts},
    )  # fmt: skip
    said = ", ".join(f"{number:,} {status}" for status, number in sorted(counts.items()))
    yield Figure("its limit: parse and COPY the same rows", "", f"{limit:,.0f} rows/s ({said})")


def _write(file: Path, connection: psycopg.Connection[tuple[object, ...]]) -> None:
    chance, mark = random.Random(7), uuid4().hex[:8]
    known = connection.execute(
        "SELECT email FROM contacts_person WHERE email IS NOT NULL AND deleted_at IS NULL LIMIT %s",
        [int(ROWS * KNOWN)],
    ).fetchall()
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        for number in range(ROWS):
            names = chance.choice(NAMES)
            given, family = names.person(chance)
            mail = str(known[number][0]) if number < len(known) else f"{slug(given)}.{number}@{mark}.example"
            phone = f"+4842{chance.randint(1_000_000, 9_999_999)}"
            place = chance.choice(names.country.places)[0]
            rows.writerow(
                (
                    f"{given} {family}",
                    mail,
                    phone,
                    chance.choice(names.country.jobs),
                    place,
                    "Met at the fair",
                )
            )


def _copied(file: Path, connection: psycopg.Connection[tuple[object, ...]]) -> float:
    columns = ", ".join(f"c{n} text" for n in range(len(COLUMNS)))
    begun = time.perf_counter()
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE given ({columns}) ON COMMIT DROP")
        with file.open(encoding="utf-8", newline="") as source, cursor.copy("COPY given FROM STDIN") as copy:
            rows = csv.reader(source)
            next(rows)
            for row in rows:
                copy.write_row(row)
    return ROWS / (time.perf_counter() - begun)
