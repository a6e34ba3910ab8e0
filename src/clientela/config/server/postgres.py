"""The embedded PostgreSQL server: made on first use, owned by this process, ended with it."""

import os
import pwd
import signal
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from clientela.config.server import binaries, processes
from clientela.config.server.places import DATABASE, ROLE, SERVICE_USER, SHARED, Places, is_root

START_PATIENCE = 60.0
STOP_PATIENCE = 60.0
LONGEST_LOG = 20 * 2**20

TUNING = """\
# Written at every start. Put settings of your own into local.conf beside this file.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 512MB
effective_cache_size = 2GB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
# lz4 and zstd are not compiled into the wheel, and pglz took 31 % of the processor time of an import (docs/adr/0008).
wal_compression = off
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 1
autovacuum_max_workers = 2
idle_in_transaction_session_timeout = 60s
# The change log's readers wait for the oldest writing transaction: none may stay open for ever.
transaction_timeout = 30min
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
lc_messages = 'C'
"""
THROWAWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nshared_buffers = 128MB\n"


class NotStarted(Exception):
    """PostgreSQL could not be started; the message says why and what to do."""


class Postgres:
    """One server on one data folder. `throwaway` trades safety of the data for speed, for tests."""

    def __init__(self, places: Places, *, throwaway: bool = False) -> None:
        self.places = places
        self.throwaway = throwaway
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if not (self.places.cluster / "PG_VERSION").exists():
            self._create()
        self._check_version()
        self._configure()
        _private_folder(self.places.sockets, self._uid())
        self._await_predecessor()
        self._launch()
        self._await_ready()
        try:
            self._create_database()
        except psycopg.OperationalError as failure:  # killed again before anybody used it
            raise NotStarted(f"PostgreSQL ended while it started: {failure}") from failure

    def stop(self) -> None:
        if self.process is not None:
            # SIGINT is PostgreSQL's "fast" shutdown: sessions are ended, data is written out.
            processes.stop(self.process, politely=signal.SIGINT, patience=STOP_PATIENCE)
            self.process = None

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_answering(self) -> bool:
        """Whether a server, of this process or another, is ready on this cluster."""
        pid = self._recorded_pid()
        return bool(pid and processes.is_alive(pid) and self._recorded_status() == "ready")

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs as the owner of the cluster."""
        command = [str(binaries.folder() / program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, **self._identity())
        if done.returncode:
            raise NotStarted(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")

    def _create(self) -> None:
        if is_root():
            _ensure_service_user()
            self._make_home()
        draft = self.places.home / "postgres.new"
        if draft.exists():
            # Left by a first start that was interrupted; a finished cluster never has this name.
            subprocess.run(["rm", "-rf", "--", str(draft)], check=True)
        _private_folder(draft, self._uid())
        self.run("initdb", "-D", draft, "-U", "postgres", "--auth-local=peer", "--auth-host=reject",
                 "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                 "--no-instructions", *(["--no-sync", "--wal-segsize=1"] if self.throwaway else []))  # fmt: skip
        draft.rename(self.places.cluster)
        if self.places.home != self.places.data:
            (self.places.data / "postgres").symlink_to(self.places.cluster)

    def _make_home(self) -> None:
        home, data = self.places.home, self.places.data
        if home == data:
            # The service user must pass through the data folder; everybody else still may not.
            os.chown(data, 0, pwd.getpwnam(self.places.user).pw_gid)
            data.chmod(0o710)
            return
        SHARED.mkdir(mode=0o711, parents=True, exist_ok=True)
        if home.exists():
            # The data folder was deleted and made anew. What it had before is kept, out of the way.
            home.rename(home.with_name(f"{home.name}.old-{int(time.time())}"))
        home.mkdir(mode=0o711)
        (home / "belongs-to").write_text(f"{data}\n", encoding="utf-8")

    def _check_version(self) -> None:
        found, ours = (self.places.cluster / "PG_VERSION").read_text().strip(), binaries.major()
        if found != ours:
            raise NotStarted(
                f"The data folder was made by PostgreSQL {found}, but this Clientela brings PostgreSQL {ours}. "
                f"Run `clientela backup FILE` with the Clientela that made it, then `clientela restore FILE` "
                "with this one into an empty folder."
            )

    def _configure(self) -> None:
        cluster = self.places.cluster
        names = dict.fromkeys((self.places.user, pwd.getpwuid(os.geteuid()).pw_name, "root"))
        quoted = ['"' + name.replace('"', '""') + '"' for name in names]
        self._write(
            cluster / "pg_ident.conf",
            "".join(f"crm {name} {role}\n" for name in quoted for role in ("postgres", ROLE)),
        )
        self._write(
            cluster / "pg_hba.conf", "local all all peer map=crm\nlocal replication all peer map=crm\n"
        )
        self._write(cluster / "clientela.conf", TUNING + (THROWAWAY if self.throwaway else ""))
        main = cluster / "postgresql.conf"
        includes = "include_if_exists = 'clientela.conf'\ninclude_if_exists = 'local.conf'\n"
        if includes not in (text := main.read_text(encoding="utf-8")):
            self._write(main, f"{text}\n{includes}")

    def _write(self, file: Path, text: str) -> None:
        draft = file.with_name(f"{file.name}.new")
        draft.write_text(text, encoding="utf-8")
        draft.chmod(0o600)
        if is_root():
            os.chown(draft, self._uid(), pwd.getpwuid(self._uid()).pw_gid)
        draft.replace(file)

    def _await_predecessor(self) -> None:
        """After `kill -9` of its supervisor a server takes a second or two to write everything out."""
        deadline = time.monotonic() + START_PATIENCE
        while (pid := self._recorded_pid()) and processes.is_alive(pid) and _is_postgres(pid):
            if time.monotonic() > deadline:
                raise NotStarted(f"PostgreSQL (process {pid}) is still running on {self.places.cluster}.")
            time.sleep(0.05)

    def _launch(self) -> None:
        sockets = '"' + str(self.places.sockets).replace('"', '""') + '"'
        with self._log().open("ab") as log:
            self.process = processes.spawn(
                [binaries.folder() / "postgres", "-D", self.places.cluster, "-k", sockets],
                last_signal=signal.SIGINT,
                stdout=log,
                stderr=log,
                **self._identity(),
            )

    def _log(self) -> Path:
        log = self.places.data / "postgres.log"
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        return log

    def _await_ready(self) -> None:
        # The pid file is the only witness that cannot be another server answering on the same socket.
        assert self.process is not None
        deadline = time.monotonic() + START_PATIENCE
        while not (self._recorded_pid() == self.process.pid and self._recorded_status() == "ready"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise NotStarted(f"PostgreSQL did not start. Its last words:\n{self._last_words()}")
            time.sleep(0.02)

    def _create_database(self) -> None:
        with psycopg.connect(self.places.url_as("postgres", "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(ROLE)
                    )
                )

    def _recorded(self) -> list[str]:
        try:
            return (self.places.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _recorded_pid(self) -> int | None:
        lines = self._recorded()
        return int(lines[0]) if lines and lines[0].lstrip("-").isdigit() else None

    def _recorded_status(self) -> str:
        return "".join(self._recorded()[7:8]).strip()

    def _last_words(self) -> str:
        lines = (self.places.data / "postgres.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-8:])

    def _uid(self) -> int:
        return pwd.getpwnam(self.places.user).pw_uid

    def _identity(self) -> dict[str, Any]:
        """Options for subprocess: become the service user, in a folder that this user may be in."""
        if not is_root():
            return {"cwd": "/"}
        record = pwd.getpwnam(self.places.user)
        return {"cwd": "/", "user": record.pw_uid, "group": record.pw_gid, "extra_groups": []}


def _private_folder(folder: Path, uid: int) -> None:
    """Make a folder that only `uid` may use. Its name may be predictable: trust nothing found there."""
    try:
        folder.mkdir(mode=0o700)
        if is_root():
            os.chown(folder, uid, pwd.getpwuid(uid).pw_gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
            raise NotStarted(
                f"{folder} exists but is not a private folder of the right user. Remove it."
            ) from None


def _ensure_service_user() -> None:
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        try:
            subprocess.run(
                [*command, "--shell", "/usr/sbin/nologin", SERVICE_USER], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError) as failure:
            raise NotStarted(
                "PostgreSQL refuses to run as root, and the system user “clientela” for it could not be made. "
                "Create it (useradd --system clientela), or start Clientela as an ordinary user."
            ) from failure


def _is_postgres(pid: int) -> bool:
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
