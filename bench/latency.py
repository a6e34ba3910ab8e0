"""One user at a time: how long each page and operation takes, as a multiple of the yardstick.

The yardstick is a direct psycopg SELECT of the first 50 people, with their columns, on a connection of its own, taken in
turn with what is measured. Beside the times stands the work: the processor time of the web processes and PostgreSQL for one
request, as a multiple of the yardstick's own. On a machine with nothing else to do the two ratios agree.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote
from uuid import uuid4

import orjson
import psycopg

from bench import processor
from bench.figures import Figure, Times
from bench.people import Visitor
from bench.server import Served

WARM, LEAST, MOST, BUDGET = 5, 20, 120, 2.0


@dataclass(frozen=True)
class Task:
    """A request to repeat; `body` makes a fresh one for each writing request."""

    name: str
    path: str
    most: float
    is_api: bool = False
    body: Callable[[], bytes] | None = None


class Web:
    """One kept-alive connection, as a browser or a program has."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.connect()

    def ask(self, task: Task, who: Visitor) -> bytes:
        headers = who.api_headers if task.is_api else who.headers
        body = task.body() if task.body else None
        if body is not None:
            headers = {**headers, "Content-Type": "application/json"}
        self.connection.request("POST" if body is not None else "GET", task.path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status not in (200, 201):
            raise SystemExit(f"{task.path} answered {response.status} to the {who.name}: {content[:500]!r}")
        return content


def yardstick_sql() -> str:
    from clientela.domains.contacts.models import Person

    columns = ", ".join(f.column for f in Person._meta.concrete_fields if f.column and f.column != "search")
    return f"SELECT {columns} FROM contacts_person WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC LIMIT 50"


def tasks(database: str, who: Visitor) -> Iterator[Task]:
    """The pages and operations of DESIGN §1 with their targets."""
    person, company, deep, rare = _examples(database, who)
    yield Task("API list", "/api/v1/people", 15, is_api=True)
    yield Task(
        "API list, filtered and sorted", "/api/v1/people?address.country=PL&sort=name", 15, is_api=True
    )
    yield Task("API list, deep page", deep, 15, is_api=True)
    yield Task("list page", "/people/", 45)
    yield Task("list page, filtered and sorted", "/people/?address.country=PL&sort=name", 45)
    yield Task("record page: person", f"/people/{person}/", 60)
    yield Task("record page: company", f"/companies/{company}/", 60)
    yield Task("board with sums", "/deals/?layout=board", 80)
    yield Task("search, rare word", f"/search/?q={quote(rare)}", 40)
    yield Task("search, common word", "/search/?q=anna", 40)
    yield Task("search, two letters", "/search/?q=ma", 40)
    yield Task("API create", "/api/v1/people", 60, is_api=True, body=_new_person)


def _new_person() -> bytes:
    mark = uuid4().hex[:12]
    values = {
        "given_name": "Zenobia", "family_name": f"Bench{mark}", "email": f"{mark}@bench.example",
        "phone": "+48421234567", "job_title": "Buyer",
    }  # fmt: skip
    return orjson.dumps(values)


def _examples(database: str, who: Visitor) -> tuple[str, str, str, str]:
    """A person, a company with people, deals and calls, the address of a page half way down, a rare word."""
    from bench.deep import halfway

    own = "" if who.name == "administrator" else f"AND owner_id = '{who.user}'"
    with psycopg.connect(database) as connection:
        row = connection.execute(
            f"SELECT person_id, company_id FROM deals_deal WHERE deleted_at IS NULL {own} ORDER BY id LIMIT 1"
        ).fetchone()
        assert row is not None
        mail = connection.execute("SELECT email FROM contacts_person WHERE id = %s", [row[0]]).fetchone()
        assert mail is not None
        return str(row[0]), str(row[1]), halfway(connection, own), str(mail[0]).split("@")[0]


def measure(served: Served, who: Visitor) -> Iterator[Figure]:
    web = Web(served.port)
    sql = yardstick_sql()
    with psycopg.connect(served.database, autocommit=True) as connection:
        meter = Meter(served, connection.info.backend_pid)
        for task in tasks(served.database, who):
            yield _figure(task, who, web, meter, lambda: connection.execute(sql, prepare=True).fetchall())


@dataclass
class Meter:
    """Processor time of both sides: the server's for us; this thread's and its backend's for the direct query."""

    served: Served
    backend: int
    server: float = 0.0
    direct: float = 0.0

    def start(self) -> None:
        self.server = -processor.of_server(self.served, without=self.backend)
        self.direct = -processor.of_process(self.backend)

    def stop(self) -> None:
        self.server += processor.of_server(self.served, without=self.backend)
        self.direct += processor.of_process(self.backend)


def _figure(task: Task, who: Visitor, web: Web, meter: Meter, direct: Callable[[], object]) -> Figure:
    size = len(web.ask(task, who))
    times, yardstick = _in_turn(lambda: web.ask(task, who), direct, meter)
    runs = len(times.seconds)
    return Figure(
        task.name, who.name, str(times), times.p50 / yardstick.p50, most=task.most, work=meter.server / meter.direct,
        detail={
            "p50_ms": times.p50 * 1000, "p95_ms": times.p95 * 1000, "yardstick_ms": yardstick.p50 * 1000,
            "cpu_ms": meter.server / runs * 1000, "yardstick_cpu_ms": meter.direct / runs * 1000,
            "bytes": size, "runs": runs, "tail": times.p95 / times.p50,
        },
    )  # fmt: skip


def _in_turn(ours: Callable[[], object], direct: Callable[[], object], meter: Meter) -> tuple[Times, Times]:
    """Both, one after the other, so that whatever else the machine does meets both alike."""
    for _warming in range(WARM):
        ours()
        direct()
    here: list[float] = []
    there: list[float] = []
    meter.start()
    end = time.perf_counter() + BUDGET
    while len(here) < LEAST or (len(here) < MOST and time.perf_counter() < end):
        begun = time.perf_counter()
        ours()
        here.append(time.perf_counter() - begun)
        begun, worked = time.perf_counter(), time.thread_time()
        direct()
        there.append(time.perf_counter() - begun)
        meter.direct += time.thread_time() - worked
    meter.stop()
    return Times(here), Times(there)
