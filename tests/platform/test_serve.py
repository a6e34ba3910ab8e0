"""`clientela serve` whole: PostgreSQL, web and worker under one parent, whatever is killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from tests.platform.places import data_folder
from tests.platform.test_bridge import free_port, is_listening, wait_for

CLIENTELA = [sys.executable, "-m", "clientela"]
PASSWORD = "correct horse battery"
MOST_MEMORY = 600 * 2**20

pytestmark = pytest.mark.timeout(180)


def _command(process: psutil.Process) -> str:
    """What it runs; nothing once it has ended and only waits to be taken away."""
    try:
        return " ".join(process.cmdline())
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return ""


@dataclass(frozen=True)
class System:
    process: subprocess.Popen[str]
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, words: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if words in _command(child))

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False


def clientela(*arguments: object, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [*CLIENTELA, *map(str, arguments)]
    return subprocess.run(command, input=text or "", capture_output=True, text=True, timeout=100)


@contextmanager
def serving(folder: Path) -> Iterator[System]:
    port = free_port()
    command = [*CLIENTELA, "serve", "--port", str(port), "--data", str(folder)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert process.stderr is not None
        said: list[str] = []
        while "ready" not in (line := process.stderr.readline()):
            said.append(line)
            assert line, "".join(said)
        yield System(process, folder, port)
    finally:
        process.kill() if process.poll() is None else None
        process.wait()
        wait_for(lambda: not (folder / "postgres" / "postmaster.pid").exists(), seconds=30)


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    variables = ("DATABASE_URL", "CLIENTELA_DATA", "CLIENTELA_SECRET_KEY", "CLIENTELA_BASE_URL")
    with pytest.MonkeyPatch.context() as patch, data_folder("my company") as folder:
        for name in variables:
            patch.delenv(name, raising=False)
        with serving(folder) as running:
            yield running


def test_it_is_ready_and_light(system: System) -> None:
    assert httpx.get(f"{system.url}/healthz").text == "ok\n"
    assert httpx.get(f"{system.url}/readyz").json() == {"database": "ok", "migrations": "ok", "queue": "ok"}
    everything = [psutil.Process(system.process.pid), *system.descendants()]
    assert sum(process.memory_full_info().pss for process in everything) < MOST_MEMORY


def test_pages_carry_the_content_security_policy(system: System) -> None:
    policy = httpx.get(f"{system.url}/healthz").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy


def test_another_host_s_name_is_refused(system: System) -> None:
    assert httpx.get(f"{system.url}/", headers={"Host": "evil.example"}).status_code == 400


def test_a_second_one_says_where_the_first_is(system: System) -> None:
    second = clientela("serve", "--data", system.folder, "--port", free_port())
    assert second.returncode == 1
    assert f"http://localhost:{system.port}/" in second.stderr
    assert str(system.process.pid) in second.stderr


def test_a_port_in_use_is_named(system: System) -> None:
    with data_folder() as folder:
        refused = clientela("serve", "--data", folder, "--port", system.port)
    assert refused.returncode == 1
    assert f"Port {system.port}" in refused.stderr
    assert "--port" in refused.stderr


def test_commands_work_beside_it_and_a_backup_comes_back_elsewhere(system: System, tmp_path: Path) -> None:
    here = ("--data", system.folder)
    made = clientela("user", "create", "ann@example.com", "--role", "Administrator", "--password-stdin", *here,
                     text=PASSWORD)  # fmt: skip
    assert made.returncode == 0, made.stderr
    key = clientela("token", "create", "--user", "ann@example.com", *here)
    assert key.stdout.startswith("clt_")
    file = tmp_path / "company.backup"
    assert json.loads(clientela("backup", file, "--json", *here).stdout)["bytes"] > 10_000
    with data_folder("elsewhere") as other:
        assert clientela("restore", file, "--data", other).returncode == 0
        again = clientela("user", "create", "ann@example.com", "--role", "Administrator", "--data", other)
        assert again.returncode == 1
        assert "email" in again.stderr
        checkup = clientela("doctor", "--json", "--data", other)
        assert [finding["subject"] for finding in json.loads(checkup.stdout) if not finding["healthy"]] == []


@pytest.mark.faults
@pytest.mark.parametrize("victim", ["bin/postgres", "server.web", "jobs.worker"])
def test_what_is_killed_comes_back(system: System, victim: str) -> None:
    killed = system.child(victim)
    killed.send_signal(signal.SIGKILL)
    wait_for(lambda: not killed.is_running() or killed.status() == psutil.STATUS_ZOMBIE)
    wait_for(lambda: has(system, victim, other_than=killed.pid) and system.is_ready(), seconds=40)


@pytest.mark.faults
def test_a_web_process_killed_is_replaced_while_the_others_answer(system: System) -> None:
    workers = system.child("server.web").children()
    workers[0].kill()
    wait_for(lambda: len(system.child("server.web").children()) >= len(workers) and system.is_ready())


def test_ctrl_c_ends_everything(system: System) -> None:
    everything = system.descendants()
    os.killpg(system.process.pid, signal.SIGINT)
    assert system.process.wait(30) == 0
    assert not [process for process in everything if process.is_running()]
    assert not is_listening(system.port)
    # A clean end: the next start has nothing to recover.
    assert "database system is shut down" in (system.folder / "postgres.log").read_text().splitlines()[-1]


@pytest.mark.faults
def test_after_kill_9_everything_ends_and_the_next_start_works() -> None:
    with data_folder() as folder:
        with serving(folder) as system:
            everything = system.descendants()
            system.process.kill()
            system.process.wait()
            wait_for(lambda: not [process for process in everything if process.is_running()], seconds=30)
        with serving(folder) as system:
            assert system.is_ready()
            system.process.terminate()
            assert system.process.wait(30) == 0


def has(system: System, words: str, *, other_than: int) -> bool:
    try:
        return system.child(words).pid != other_than
    except (StopIteration, psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
