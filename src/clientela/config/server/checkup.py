"""What `clientela doctor` looks at. Every finding that is not healthy says what to do."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from clientela.config import data_folder, database
from clientela.config.server import binaries, cluster
from clientela.config.server.places import SHARED, Places
from clientela.config.server.postgres import NotStarted
from clientela.engine.documents import fonts

Connection = psycopg.Connection[tuple[Any, ...]]
LEAST_FREE = 2 * 2**30
LEAST_POSTGRES = 15


@dataclass(frozen=True)
class Finding:
    subject: str
    state: str
    healthy: bool = True
    remedy: str = ""


def findings(folder: Path) -> list[Finding]:
    found = [_python(), _front_end(), _fonts()]
    if not folder.exists():
        return [
            *found,
            Finding("data folder", f"{folder} does not exist yet", remedy="It is made by: clientela serve"),
        ]
    found += [_folder(folder), _secret_key(folder), _space(folder)]
    if database.is_embedded():
        found += [_programs(), *_orphans()]
    return [*found, *_in_database(folder)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "Python",
        version,
        sys.version_info >= (3, 11),
        "Install Python 3.11 or newer." * (sys.version_info < (3, 11)),
    )


def _front_end() -> Finding:
    built = Path(__file__).resolve().parents[2] / "ui" / "static" / "manifest.json"
    if built.exists():
        return Finding("front-end", "built")
    return Finding(
        "front-end",
        "missing",
        healthy=False,
        remedy="In a clone run ./clientela; else reinstall the package.",
    )


def _fonts() -> Finding:
    """Whether documents can be set in every language we speak."""
    lacking = fonts.missing()
    if not lacking:
        return Finding("fonts", "Latin, Cyrillic and Chinese are there")
    packages = " ".join(fonts.PACKAGES.values())
    remedy = f"pip install {packages}, or on Debian: apt install fonts-noto-cjk"
    return Finding("fonts", f"missing: {', '.join(lacking)}", healthy=False, remedy=remedy)


def _folder(folder: Path) -> Finding:
    status = folder.stat()
    if stat.S_IMODE(status.st_mode) & 0o027:
        return Finding(
            "data folder", f"{folder} is open to others", healthy=False, remedy=f"chmod 700 '{folder}'"
        )
    if not os.access(folder, os.W_OK):
        return Finding("data folder", f"{folder} cannot be written", healthy=False,
                       remedy="Start Clientela as the user who owns the folder.")  # fmt: skip
    return Finding("data folder", str(folder))


def _secret_key(folder: Path) -> Finding:
    if data_folder.secret_key(folder):
        return Finding("secret key", "present")
    return Finding("secret key", "not made yet", remedy="It is made by: clientela serve")


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(Places.of(folder).home if Places.of(folder).home.exists() else folder).free
    if free < LEAST_FREE:
        return Finding(
            "free space", f"{free / 2**30:.1f} GB", healthy=False, remedy="Free at least 2 GB on this disk."
        )
    return Finding("free space", f"{free / 2**30:.0f} GB")


def _programs() -> Finding:
    try:
        return Finding("PostgreSQL", f"version {binaries.major()} in {binaries.folder()}")
    except (OSError, SystemExit) as failure:
        return Finding(
            "PostgreSQL",
            str(failure),
            healthy=False,
            remedy="Reinstall Clientela, or set PGBIN or DATABASE_URL.",
        )


def _orphans() -> Iterator[Finding]:
    """Databases under /var/lib whose data folder was deleted."""
    for mark in SHARED.glob("*/belongs-to") if SHARED.exists() and os.access(SHARED, os.R_OK) else ():
        owner = Path(mark.read_text(encoding="utf-8").strip())
        if not (owner / "postgres").is_symlink() or (owner / "postgres").readlink().parent != mark.parent:
            yield Finding("left over", f"{mark.parent} belonged to {owner}, which no longer uses it",
                          remedy=f"If you do not need it: rm -r '{mark.parent}'")  # fmt: skip


def _in_database(folder: Path) -> Iterator[Finding]:
    try:
        with (
            cluster.ensure(folder, purpose="doctor") as url,
            psycopg.connect(url, autocommit=True) as connection,
        ):
            for check in CHECKS:
                yield check(connection)
    except (cluster.Occupied, NotStarted) as failure:
        yield Finding("database", str(failure), healthy=False, remedy="See postgres.log in the data folder.")
    except psycopg.Error as failure:
        yield Finding("database", str(failure).strip(), healthy=False,
                      remedy="Is the server of DATABASE_URL running, and are name and password right?")  # fmt: skip


def _server(connection: Connection) -> Finding:
    version = connection.info.server_version // 10_000
    if version < LEAST_POSTGRES:
        return Finding(
            "database",
            f"PostgreSQL {version}",
            healthy=False,
            remedy=f"Use PostgreSQL {LEAST_POSTGRES} or newer.",
        )
    return Finding("database", f"answers (PostgreSQL {version})")


def _encoding(connection: Connection) -> Finding:
    encoding = connection.execute("SHOW server_encoding").fetchone()
    if encoding != ("UTF8",):
        return Finding(
            "encoding", str(encoding), healthy=False, remedy="Create the database with ENCODING 'UTF8'."
        )
    return Finding("encoding", "UTF-8")


def _migrations(connection: Connection) -> Finding:
    row = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    if row == (None,):
        return Finding("tables", "not made yet", remedy="They are made by: clientela serve")
    row = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    return Finding("tables", f"{row[0] if row else 0} migrations applied")


def _frontier(connection: Connection) -> Finding:
    """A transaction that stays open keeps every reader of the change log waiting."""
    row = connection.execute(
        "SELECT pid::text, extract(epoch FROM now() - xact_start)::int FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_xid IS NOT NULL AND now() - xact_start > interval '5 min'"
        " ORDER BY xact_start LIMIT 1"
    ).fetchone()
    if row is None:
        return Finding("change log", "no transaction holds it up")
    return Finding("change log", f"held up for {row[1]} s by database process {row[0]}", healthy=False,
                   remedy=f"End it: SELECT pg_terminate_backend({row[0]})")  # fmt: skip


def _queue(connection: Connection) -> Finding:
    if connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() == (None,):
        return Finding("background work", "not set up yet", remedy="It is set up by: clientela serve")
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() - interval '10 min'),"
        " count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
    ).fetchone()
    late, failed = row if row else (0, 0)
    if late:
        return Finding("background work", f"{late} jobs wait for more than ten minutes", healthy=False,
                       remedy="Is `clientela serve` running? Its messages say why its worker does not.")  # fmt: skip
    return Finding("background work", f"none late, {failed} failed")


Check = Callable[[Connection], Finding]
CHECKS: tuple[Check, ...] = (_server, _encoding, _migrations, _frontier, _queue)
