"""A data folder with N people, 0.3 N companies, N deals and 10 N activities, written by COPY.

`python -m bench.seed FOLDER SCALE`. A folder that was seeded by the same code at the same scale is used again.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from clientela.config.server.places import DATABASE, Places

SELLERS, TEAM = 60, 3  # a team of three of sixty equal sellers owns five in a hundred records
ADMIN, SELLER = "admin@bench.example", "seller@bench.example"
NOTE = "bench.json"
# From here on nine of ten records are copies: making the words of a million people by hand takes half an hour.
MANY = 1_000_000
# Raised when other rows are made: what was seeded before is then made anew.
VERSION = 1


def signature(scale: int) -> str:
    return f"{scale} v{VERSION}"


def is_seeded(folder: Path, scale: int) -> bool:
    try:
        return bool(json.loads((folder / NOTE).read_text())["signature"] == signature(scale))
    except (OSError, ValueError, KeyError):
        return False


def main(folder: Path, scale: int) -> None:
    os.environ["CLIENTELA_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientela.config.settings")
    from clientela.config import data_folder
    from clientela.config.server import cluster

    with cluster.owned(folder, purpose="bench seed"), cluster.running(folder) as server:
        os.environ["DATABASE_URL"] = server.places.url
        os.environ["CLIENTELA_SECRET_KEY"] = data_folder.secret_key(folder)
        import django

        django.setup()
        from clientela.config.server import prepare

        prepare.migrate()
        seconds = _fill(server.places, scale)
        _let_go()
    (folder / NOTE).write_text(json.dumps({"signature": signature(scale), "seconds": seconds}))


def _fill(places: Places, scale: int) -> float:
    from bench import grow, rows

    begun = time.monotonic()
    times = 10 if scale >= MANY else 1
    world = rows.World(random.Random(2026), rows.this_moment(), *_company(), scale // times)
    firms: list[rows.Firm] = []
    contacts: list[rows.Contact] = []
    sales: list[rows.Sale] = []
    # The superuser may switch triggers off: the seeded past was never logged, and keys are right by construction.
    with psycopg.connect(places.url_as("postgres", DATABASE), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET transaction_timeout = 0")
        connection.execute("SET maintenance_work_mem = '512MB'")
        _copy(connection, "contacts", "Company", rows.COMPANY, rows.companies(world, firms))
        _copy(connection, "contacts", "Person", rows.PERSON, rows.people(world, firms, contacts))
        _copy(connection, "deals", "Deal", rows.DEAL, rows.deals(world, contacts, sales))
        _copy(connection, "activities", "Activity", rows.ACTIVITY, rows.activities(world, sales))
        grow.multiply(connection, times)
        connection.execute("VACUUM (ANALYZE, FREEZE)")
        connection.execute("CHECKPOINT")
    return time.monotonic() - begun


def _company() -> tuple[Sequence[Any], Sequence[Any], Sequence[str]]:
    """Colleagues, stages and products, made by the product's own commands."""
    from bench.rows import Seller, Stage
    from clientela.config.demo.goods import LINES, PIPELINES
    from clientela.engine.access import commands as access
    from clientela.engine.access.actor import SYSTEM
    from clientela.engine.records import commands

    roles = access.create_preset_roles(SYSTEM)
    branch = commands.create(SYSTEM, "branch", {"name": "Head office"}).pk
    access.create_user(
        SYSTEM, name="Ada Administrator", email=ADMIN, password="bench-clientela",
        roles=[roles["Administrator"].pk], branch=branch,
    )  # fmt: skip
    teams = [commands.create(SYSTEM, "team", {"name": f"Team {n}"}).pk for n in range(SELLERS // TEAM)]
    sellers = [
        access.create_user(
            SYSTEM, name=f"Seller {n}", email=f"seller{n}@bench.example" if n else SELLER, password=None,
            roles=[roles["Salesperson"].pk], branch=branch, team=teams[n // TEAM],
        )
        for n in range(SELLERS)
    ]  # fmt: skip
    stages = []
    for at, (name, steps) in enumerate(PIPELINES.items()):
        pipeline = commands.create(SYSTEM, "pipeline", {"name": name, "position": at}).pk
        for place, (step, probability, kind, rot) in enumerate(steps):
            values = {
                "pipeline": pipeline, "name": step, "position": place, "probability": probability, "kind": kind, "rot_days": rot,
            }  # fmt: skip
            stages.append(Stage(str(commands.create(SYSTEM, "stage", values).pk), str(pipeline), kind))
    goods = [(code, name, price) for line in LINES.values() for code, name, price in line]
    products = [
        str(commands.create(SYSTEM, "product", {"name": name, "code": code, "price": f"{price} EUR"}).pk)
        for code, name, price in goods
    ]
    return [Seller(str(one.pk), str(branch)) for one in sellers], stages, products


def _copy(
    connection: psycopg.Connection[Any], app: str, name: str, columns: Sequence[str], lines: Iterable[str]
) -> None:
    """Rows into a bare table, its indexes afterwards: many times faster for the search index."""
    from django.apps import apps

    model: Any = apps.get_model(app, name)
    begun = time.monotonic()
    fixed = {
        f.column: _text(f.get_default())
        for f in model._meta.concrete_fields
        if f.column not in columns and not f.null and not f.has_db_default()
    }
    tail = "".join("\t" + value for value in fixed.values()) + "\n"
    table = model._meta.db_table
    with bare(connection, table), connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({', '.join([*columns, *fixed])}) FROM STDIN") as copy:
            number = _write(copy.write, lines, tail)
        copied = time.monotonic()
    say(f"{number:>10,} {table}: COPY {copied - begun:.0f} s, indexes {time.monotonic() - copied:.0f} s")


def _write(write: Callable[[str], None], lines: Iterable[str], tail: str) -> int:
    batch: list[str] = []
    number = 0
    for number, row in enumerate(lines, 1):  # noqa: B007  # the last number is the answer
        batch.append(row[:-1] + tail)
        if len(batch) == 500:
            write("".join(batch))
            batch.clear()
    write("".join(batch))
    return number


def _text(value: Any) -> str:
    return {True: "t", False: "f"}[value] if isinstance(value, bool) else "{}" if value == {} else str(value)


@contextmanager
def bare(connection: psycopg.Connection[Any], table: str) -> Iterator[None]:
    found = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND NOT EXISTS ("
        " SELECT FROM pg_constraint c WHERE c.conname = indexname)",
        [table],
    ).fetchall()
    for name, _definition in found:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _name, definition in found:
        connection.execute(definition)


def _let_go() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's own, not in the stubs


def say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
