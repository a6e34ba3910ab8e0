"""The embedded PostgreSQL: where it may live, who may start it, what survives."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from clientela.config import data_folder as data_folders
from clientela.config.server import binaries, cluster
from clientela.config.server.places import Places
from clientela.config.server.postgres import NotStarted, Postgres
from tests.platform.places import data_folder
from tests.platform.test_bridge import wait_for

OWNER = """
import sys, time
from pathlib import Path
from clientela.config.server import binaries, cluster
with cluster.owned(Path(sys.argv[1]), purpose="serve", url="http://localhost:1"):
    with cluster.running(Path(sys.argv[1])):
        print("ready", flush=True)
        time.sleep(60)
"""


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(question).fetchone()
    return found and found[0]


@pytest.mark.parametrize("name", ["data", "my company's “data”, 2026", "long/" + "very-long-name-" * 9])
@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_any_path_will_do(name: str, closed: bool) -> None:
    with data_folder(name, closed=closed) as folder:
        data_folders.create(folder)
        with cluster.running(folder, throwaway=True) as server:
            assert ask(server.places.url, "SELECT lower('ŁÓDŹ')") == "łódź"
            assert (
                ask(server.places.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
            )
            assert ask(server.places.url, "SHOW listen_addresses") == ""
        assert folder.stat().st_mode & 0o007 == 0
        assert (folder / "postgres").exists()


def test_nobody_else_gets_in() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can pose as somebody else")
    with data_folder() as folder:
        data_folders.create(folder)
        with cluster.running(folder, throwaway=True) as server:
            psql = [str(binaries.folder() / "psql"), server.places.url, "-c", "SELECT 1"]
            done = subprocess.run(psql, user="nobody", cwd="/", capture_output=True, text=True)
    assert done.returncode == 2
    assert "Permission denied" in done.stderr


def test_a_second_owner_is_told_of_the_first_and_connects_instead() -> None:
    with data_folder() as folder, started(folder) as first:
        with pytest.raises(cluster.Occupied) as refusal, cluster.owned(folder, purpose="serve"):
            pass
        assert refusal.value.owner == {"pid": first.pid, "purpose": "serve", "url": "http://localhost:1"}
        with cluster.ensure(folder, purpose="import") as url:
            assert ask(url, "SELECT 1") == 1
        assert first.poll() is None


def test_after_kill_9_of_its_owner_the_server_ends_and_the_next_one_starts() -> None:
    with data_folder() as folder, started(folder) as first:
        url = Places.of(folder).url
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        first.kill()
        first.wait()
        data_folders.create(folder)
        with cluster.owned(folder, purpose="serve"), cluster.running(folder) as server:
            assert ask(server.places.url, "SELECT number FROM kept") == 7


def test_a_postmaster_killed_with_9_can_be_started_again() -> None:
    with data_folder() as folder:
        data_folders.create(folder)
        server = Postgres(Places.of(folder))
        server.start()
        assert server.process is not None
        os.kill(server.process.pid, signal.SIGKILL)
        wait_for(lambda: not server.is_alive())
        server.start()
        assert ask(server.places.url, "SELECT 1") == 1
        server.stop()


def test_a_cluster_of_another_major_version_is_refused_with_a_remedy() -> None:
    with data_folder() as folder:
        data_folders.create(folder)
        with cluster.running(folder, throwaway=True) as server:
            version = server.places.cluster / "PG_VERSION"
        version.write_text("16\n")
        with pytest.raises(NotStarted, match="clientela backup"), cluster.running(folder):
            pass


def test_a_broken_configuration_is_reported_with_the_server_s_own_words() -> None:
    with data_folder() as folder:
        data_folders.create(folder)
        with cluster.running(folder, throwaway=True) as server:
            local = server.places.cluster / "local.conf"
        local.write_text("work_mem = 'nonsense'\n")
        local.chmod(0o644)
        with pytest.raises(NotStarted, match="nonsense"), cluster.running(folder):
            pass


def test_the_secret_key_is_made_once_and_private() -> None:
    with data_folder() as folder:
        data_folders.create(folder)
        key = data_folders.secret_key(folder)
        data_folders.create(folder)
        assert len(key) > 50 and data_folders.secret_key(folder) == key
        assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600


@contextmanager
def started(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that owns a folder and runs its server."""
    process = subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        wait_for(lambda: not (folder / "postgres" / "postmaster.pid").exists())
