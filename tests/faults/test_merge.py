"""Whatever is killed in the middle of a merge or of its undoing: all of it happened, or nothing did."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
import psutil
import psycopg
import pytest

from clientela.config.server.places import DATABASE, Places
from tests.platform.places import data_folder
from tests.platform.test_bridge import wait_for
from tests.platform.test_serve import PASSWORD, System, clientela, serving

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

PEOPLE = 300
TABLES = (
    "contacts_company",
    "contacts_person",
    "contacts_employment",
    "activities_activity",
    "records_merge",
)
WAITING = """
SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Company:
    """A running system with two companies that are one, and a caller who may merge them."""

    system: System
    caller: httpx.Client
    winner: str
    loser: str

    @property
    def places(self) -> Places:
        return Places.of(self.system.folder)

    def connect(self) -> psycopg.Connection[Any]:
        """As soon as it may: one killed backend takes all others with it, and recovery takes a moment."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return psycopg.connect(self.places.url_as("postgres", DATABASE), autocommit=True)
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def merge(self, key: str) -> httpx.Response:
        body = {"winner": self.winner, "losers": [self.loser]}
        return self.caller.post("/api/v1/companies/merges", json=body, headers={"Idempotency-Key": key})

    def unmerge(self, merge: str, key: str) -> httpx.Response:
        return self.caller.delete(f"/api/v1/merges/{merge}", headers={"Idempotency-Key": key})

    def everything(self) -> str:
        """All that a merge may touch, search documents and the number of its changes included."""
        with self.connect() as own:
            rows = [
                own.execute(
                    f"SELECT md5(string_agg(to_jsonb(t)::text, '' ORDER BY id)), count(*) FROM {table} t"  # named above
                ).fetchone()
                for table in TABLES
            ]
            rows.append(own.execute("SELECT count(*), '' FROM change").fetchone())
        return json.dumps(rows, default=str)

    def pointing_at(self, company: str) -> int:
        with self.connect() as own:
            found = own.execute(
                "SELECT (SELECT count(*) FROM contacts_person WHERE company_id = %(id)s)"
                " + (SELECT count(*) FROM activities_activity WHERE about_id = %(id)s)",
                {"id": company},
            ).fetchone()
        return int(found[0]) if found else -1


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    names = ("DATABASE_URL", "CLIENTELA_DATA", "CLIENTELA_SECRET_KEY", "CLIENTELA_BASE_URL")
    with pytest.MonkeyPatch.context() as patch, data_folder("merging") as folder:
        for name in names:
            patch.delenv(name, raising=False)
        with serving(folder) as system:
            assert system.process.stderr is not None
            # What dies is said at length; a full pipe would hold up whoever says it.
            threading.Thread(target=system.process.stderr.read, daemon=True).start()
            here = ("--data", system.folder)
            clientela("user", "create", "ann@example.com", "--role", "Administrator", "--password-stdin", *here,
                      text=PASSWORD)  # fmt: skip
            key = clientela("token", "create", "--user", "ann@example.com", *here).stdout.strip()
            bearer = {"Authorization": f"Bearer {key}"}
            with httpx.Client(base_url=system.url, headers=bearer, timeout=60) as caller:
                yield _filled(system, caller)


def _filled(system: System, caller: httpx.Client) -> Company:
    winner, loser = (
        caller.post("/api/v1/companies", json={"name": name}).json()["id"] for name in ("Łódź", "Lodz")
    )
    people = [
        {"op": "create", "values": {"name": f"Person {n}", "company": loser if n % 3 else winner}}
        for n in range(PEOPLE)
    ]
    notes = [
        {
            "op": "create",
            "values": {"kind": "note", "body": f"{n}", "about": {"entity": "company", "id": loser}},
        }
        for n in range(PEOPLE)
    ]
    for slug, operations in (("people", people), ("activities", notes)):
        answer = caller.post(f"/api/v1/{slug}/batch", json={"operations": operations})
        assert answer.status_code == 200, answer.text
    made = Company(system, caller, winner, loser)
    assert made.pointing_at(loser) == PEOPLE * 2 // 3 + PEOPLE
    return made


def _web(company: Company, _waiting: int) -> list[int]:
    """The process that works on the request, and the one that minds it."""
    parent = company.system.child("server.web")
    return [parent.pid, *(child.pid for child in parent.children(recursive=True))]


def _backend(_company: Company, waiting: int) -> list[int]:
    return [waiting]


def _postmaster(company: Company, _waiting: int = 0) -> list[int]:
    return [int((company.places.cluster / "postmaster.pid").read_text().splitlines()[0])]


Victim = Callable[[Company, int], list[int]]
VICTIMS = [_web, _backend, _postmaster]


@pytest.mark.parametrize("victim", VICTIMS, ids=lambda one: one.__name__.strip("_"))
def test_a_merge_killed_in_the_middle_has_not_begun_and_can_be_repeated(
    company: Company, victim: Victim
) -> None:
    before, key = company.everything(), uuid.uuid4().hex
    _killed_in_the_middle(company, victim, lambda: company.merge(key))
    assert company.everything() == before
    merged = company.merge(key)
    assert merged.status_code == 201, merged.text
    # Acknowledged: from here on it is there, also when everything dies at once.
    _kill(company, _postmaster(company))
    assert company.pointing_at(company.loser) == 0
    assert company.caller.get(f"/api/v1/companies/{company.loser}").status_code == 404
    assert company.merge(key).json()["id"] == merged.json()["id"], "repeated, it is the same merge"
    after, key = company.everything(), uuid.uuid4().hex
    _killed_in_the_middle(company, victim, lambda: company.unmerge(merged.json()["id"], key))
    assert company.everything() == after
    assert company.unmerge(merged.json()["id"], key).status_code == 200
    _kill(company, _postmaster(company))
    assert company.pointing_at(company.loser) == PEOPLE * 2 // 3 + PEOPLE
    assert company.caller.get(f"/api/v1/companies/{company.loser}").status_code == 200


def _killed_in_the_middle(company: Company, victim: Victim, work: Callable[[], httpx.Response]) -> None:
    """The people have moved, the notes have not: somebody holds one of them while the victim dies."""
    answers: list[int] = []
    thread = threading.Thread(target=lambda: answers.append(_status(work)))
    with company.connect() as own, suppress(psycopg.OperationalError), own.transaction():
        own.execute("SELECT id FROM activities_activity ORDER BY id LIMIT 1 FOR UPDATE")
        thread.start()
        pid = _waiting(own)
        _kill(company, victim(company, pid), is_ready=False)
    thread.join(60)
    wait_for(company.system.is_ready, seconds=60)
    assert answers and answers[0] not in (200, 201), "nothing was acknowledged"
    _until_quiet(company)


def _status(work: Callable[[], httpx.Response]) -> int:
    try:
        return work().status_code
    except httpx.TransportError:
        return 0


def _waiting(own: psycopg.Connection[Any]) -> int:
    found: list[int] = []

    def look() -> bool:
        row = own.execute(WAITING).fetchone()
        found[:] = [row[0]] if row else []
        return bool(found)

    wait_for(look, seconds=30)
    return found[0]


def _kill(company: Company, pids: list[int], *, is_ready: bool = True) -> None:
    # What PostgreSQL's parent leaves behind still answers for a moment, and whoever asks believes it alive.
    doomed = [process for pid in pids for process in _family(pid)]
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not any(map(_lives, doomed)), seconds=60)
    if is_ready:
        wait_for(company.system.is_ready, seconds=60)


def _family(pid: int) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    return []


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _until_quiet(company: Company) -> None:
    """A backend whose client died goes on until it next looks at the connection."""
    with company.connect() as own:
        wait_for(lambda: own.execute(WAITING).fetchone() is None, seconds=30)
