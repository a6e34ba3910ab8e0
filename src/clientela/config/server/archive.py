"""A backup: one tar file with the database's dump, the files beside it and the key that signs sessions.

manifest.json     format, versions, moment
database.dump     pg_dump's custom format, taken in one snapshot while everybody works
secret-key        so that sealed values (second factors, links in mails) stay valid
files/…           the data folder's files
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from clientela.config import data_folder
from clientela.config.server import binaries

FORMAT = 1
MANIFEST, DUMP, KEY, FILES = "manifest.json", "database.dump", "secret-key", "files"
# Everybody signs in anew after a restore; the cache only counts sign-in attempts.
FORGOTTEN = ("django_session", "cache")
# The least transaction id that PostgreSQL gives out: older than everything a new cluster will ever write.
FIRST_XID = 3
NEW_TIMEOUTS = 17_00_00

Tell = Callable[[str], None]


class Unusable(Exception):
    """The file or the target cannot be used; the message says why and what to do."""


def write(file: Path, *, folder: Path, url: str, tell: Tell) -> int:
    """Write a backup of the running system; returns its size in bytes. The file appears when it is complete."""
    file = file.absolute()
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as place:
        draft, dump = Path(place, "backup"), Path(place, DUMP)
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
                _add_bytes(archive, MANIFEST, json.dumps(_manifest(url), indent=1).encode())
                _add_bytes(archive, KEY, data_folder.secret_key(folder).encode("ascii"))
                # Before and after the dump: a file removed or added meanwhile is in, whichever side the
                # dump's snapshot saw it on.
                before = _add_files(archive, folder / FILES, skip=set())
                tell("Writing the database.")
                _run("pg_dump", url, "--format=custom", "--compress=1", "--no-owner", "--no-privileges",
                     *(f"--exclude-table-data={table}" for table in FORGOTTEN), f"--file={dump}")  # fmt: skip
                archive.add(dump, DUMP)
                tell("Writing the files.")
                _add_files(archive, folder / FILES, skip=before)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    return file.stat().st_size


@contextmanager
def opened(file: Path) -> Iterator[tarfile.TarFile]:
    """A backup that this version can restore."""
    try:
        with tarfile.open(file) as archive:
            _check(_read_manifest(archive))
            yield archive
    except (tarfile.TarError, KeyError, ValueError, EOFError) as failure:
        raise Unusable(f"{file} is not a whole backup of Clientela ({failure}).") from failure
    except OSError as failure:
        raise Unusable(f"{file} cannot be read: {failure.strerror}.") from failure


def unpack_files(archive: tarfile.TarFile, folder: Path) -> None:
    """The key and the files, into a data folder that has none yet. A changed archive cannot write elsewhere."""
    key = archive.extractfile(KEY)
    if key is None:
        raise Unusable("The backup holds no secret key.")
    descriptor = os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(key.read().strip() + b"\n")
    for member in archive.getmembers():
        if PurePosixPath(member.name).parts[0] == FILES:
            _unpack(archive, member, folder)


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One file or folder of ours. The standard library's own filter is younger than the oldest Python we run on."""
    place = (folder / member.name).resolve()
    stream = archive.extractfile(member) if member.isfile() else None
    if not place.is_relative_to(folder.resolve()) or not (stream or member.isdir()):
        raise ValueError(f"{member.name} is not a file of its own folder")
    if stream is None:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with stream, os.fdopen(descriptor, "wb") as copy:
        shutil.copyfileobj(stream, copy)


def unpack_database(archive: tarfile.TarFile, folder: Path, *, url: str, tell: Tell) -> None:
    """The database, into an empty one."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".restore.") as place:
        _unpack(archive, archive.getmember(DUMP), Path(place))
        tell("Reading the database.")
        _run("pg_restore", url, "--no-owner", "--no-privileges", "--exit-on-error", "--jobs=2",
             f"--dbname={_dbname(url)}", str(Path(place, DUMP)))  # fmt: skip
    tell("Adjusting the change log.")
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.info.server_version >= NEW_TIMEOUTS:
            connection.execute("SET transaction_timeout = 0")
        _reset_transaction_ids(connection)
        connection.execute("ANALYZE")


def is_empty(url: str) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone()
    return found is None


def _reset_transaction_ids(connection: psycopg.Connection[Any]) -> None:
    """Transaction ids mean nothing in another cluster, and larger ones than its own would hide changes.

    All stored ones become the least: what the log held keeps its order by `seq`, readers keep their place,
    and whatever is written from now on comes after both.
    """
    columns = connection.execute(
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE a.atttypid = 'xid8'::regtype AND n.nspname = 'public' AND NOT c.relispartition"
        " AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped"
    ).fetchall()
    for table, column in columns:
        names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
        with connection.transaction():
            # The log's own guard against being rewritten does not mean us.
            connection.execute(sql.SQL("ALTER TABLE {table} DISABLE TRIGGER USER").format(**names))
            connection.execute(
                sql.SQL("UPDATE {table} SET {column} = %s::text::xid8 WHERE {column} IS NOT NULL").format(
                    **names
                ),
                [str(FIRST_XID)],
            )
            connection.execute(sql.SQL("ALTER TABLE {table} ENABLE TRIGGER USER").format(**names))


def _manifest(url: str) -> dict[str, Any]:
    with psycopg.connect(url) as connection:
        server = connection.info.server_version
    return {
        "format": FORMAT,
        "clientela": version("clientela"),
        "postgresql": server // 10_000,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    member = archive.extractfile(MANIFEST)
    if member is None:
        raise ValueError("no manifest")
    return dict(json.load(member))


def _check(manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT or _numbers(manifest["clientela"]) > _numbers(version("clientela")):
        raise Unusable(
            f"The backup was made by Clientela {manifest['clientela']}, this is {version('clientela')}. "
            "Restore it with that version or a later one."
        )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, BytesIO(content))


def _add_files(archive: tarfile.TarFile, folder: Path, *, skip: set[Path]) -> set[Path]:
    added = set()
    for path in sorted(folder.rglob("*")):
        if path not in skip and path.is_file() and not path.is_symlink():
            try:
                archive.add(path, f"{FILES}/{path.relative_to(folder).as_posix()}", recursive=False)
            except FileNotFoundError:
                continue  # removed this moment
            added.add(path)
    return added


def _run(program: str, url: str, *arguments: str) -> None:
    """One of PostgreSQL's programs; the address travels in the environment, for it may hold a password."""
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    variables = {_VARIABLES[key]: value for key, value in parts.items() if key in _VARIABLES}
    command = [str(binaries.folder() / program), *arguments]
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True)
    if done.returncode:
        raise Unusable(f"{program} failed: {done.stderr.strip()}")


def _dbname(url: str) -> str:
    return str(conninfo_to_dict(url).get("dbname", ""))


_VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
}  # fmt: skip
