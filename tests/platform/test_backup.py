"""Backup and restore: everything comes back, on a machine whose transaction ids start anew."""

import tarfile
from pathlib import Path

import psycopg
import pytest

from clientela.config import data_folder as data_folders
from clientela.config.server import archive, cluster
from clientela.config.server.archive import Unusable
from clientela.config.server.restore import restore
from tests.platform.places import data_folder

SCHEMA = """
CREATE TABLE thing (id int PRIMARY KEY, name text);
CREATE TABLE change (
    seq bigint GENERATED ALWAYS AS IDENTITY, xid xid8 DEFAULT pg_current_xact_id(), at timestamptz DEFAULT now(), thing int
) PARTITION BY RANGE (at);
CREATE TABLE change_default PARTITION OF change DEFAULT;
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''append only''; END';
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON change FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TABLE django_session (session_key text);
CREATE TABLE cache (cache_key text);
"""


def quiet(_sentence: str) -> None:
    """Nobody watches."""


def fill(url: str, folder: Path) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SCHEMA)
        connection.execute("INSERT INTO django_session VALUES ('secret')")
        for number in range(300):  # far more transactions than a new cluster has seen
            with connection.transaction():
                connection.execute("INSERT INTO thing VALUES (%s, 'Łódź')", [number])
                connection.execute("INSERT INTO change (thing) VALUES (%s)", [number])
    (folder / "files" / "ab").mkdir()
    (folder / "files" / "ab" / "offer.pdf").write_bytes(b"%PDF")


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    file = tmp_path_factory.mktemp("backup") / "company.backup"
    with data_folder() as folder:
        data_folders.create(folder)
        with cluster.running(folder, throwaway=True) as server:
            fill(server.places.url, folder)
            size = archive.write(file, folder=folder, url=server.places.url, tell=quiet)
        assert size == file.stat().st_size
        return file, data_folders.secret_key(folder)


def test_everything_comes_back(backup: tuple[Path, str]) -> None:
    file, key = backup
    with data_folder("another place") as folder:
        restore(file, folder, tell=quiet)
        assert data_folders.secret_key(folder) == key
        assert (folder / "files/ab/offer.pdf").read_bytes() == b"%PDF"
        with cluster.running(folder) as server, psycopg.connect(server.places.url) as connection:
            assert connection.execute("SELECT count(*), min(name) FROM thing").fetchone() == (300, "Łódź")
            assert connection.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
            log = connection.execute(
                "SELECT thing FROM change WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, seq"
            ).fetchall()
            assert [row[0] for row in log] == list(range(300))
            with pytest.raises(psycopg.errors.RaiseException, match="append only"):
                connection.execute("DELETE FROM change")


def test_a_backup_is_private(backup: tuple[Path, str]) -> None:
    assert backup[0].stat().st_mode & 0o077 == 0
    assert list(backup[0].parent.iterdir()) == [backup[0]]


def test_a_folder_in_use_is_not_overwritten(backup: tuple[Path, str]) -> None:
    with data_folder() as folder:
        data_folders.create(folder)
        with pytest.raises(Unusable, match="not empty"):
            restore(backup[0], folder, tell=quiet)


@pytest.mark.parametrize("damage", ["cut", "text", "absent"])
def test_a_damaged_backup_changes_nothing(backup: tuple[Path, str], tmp_path: Path, damage: str) -> None:
    file = tmp_path / "damaged"
    content = backup[0].read_bytes()
    if damage != "absent":
        file.write_bytes(content[: len(content) // 2] if damage == "cut" else b"hello\n" * 1000)
    with data_folder() as folder:
        with pytest.raises(Unusable):
            restore(file, folder, tell=quiet)
        assert not folder.exists() or not list(folder.iterdir())


def test_an_archive_cannot_write_outside_the_folder(backup: tuple[Path, str], tmp_path: Path) -> None:
    evil, payload = tmp_path / "evil", tmp_path / "payload"
    payload.write_text("x")
    with tarfile.open(backup[0]) as source, tarfile.open(evil, "w") as target:
        for member in source.getmembers():
            target.addfile(member, source.extractfile(member))
        target.add(payload, "files/../../outside")
    with data_folder() as folder:
        with pytest.raises(Unusable):
            restore(evil, folder, tell=quiet)
        assert not (folder.parent / "outside").exists()


def test_a_backup_of_a_later_version_is_refused(
    backup: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "version", lambda _package: "0.0.1")
    with pytest.raises(Unusable, match="later one"), archive.opened(backup[0]):
        pass
