"""Several files in one: a folder, or a ZIP archive of tables (an XLSX file is a ZIP, too, and is none of these)."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from clientela.engine.imports.reading.problems import Unreadable, gettext_noop

TABLES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".xlsx", ".xls", ".ods", ".vcf", ".json")
MOST = 200
PIECE = 1 << 20
# What the archives of office programs hold, and no archive of tables.
OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/manifest.xml"})


def is_pack(path: Path) -> bool:
    """Whether a file is an archive of other files."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not OFFICE & set(archive.namelist())
    except (zipfile.BadZipFile, ValueError):
        return False


def tables_of(folder: Path) -> list[Path]:
    """The tables that lie in a folder, by name; folders in it are not entered."""
    found = (path for path in folder.iterdir() if path.name.lower().endswith(TABLES))
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))


def unpack(archive: Path, folder: Path, *, limit: int, name: str = "") -> list[tuple[Path, str]]:
    """Write the tables of an archive into a folder, as (path, name); what is no table stays packed.

    Names in the archive are never used as paths. Raises Unreadable where it holds more than `limit` bytes, is damaged or locked.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = name or archive.name
    try:
        with zipfile.ZipFile(archive) as packed:
            found = [one for one in packed.infolist() if _is_table(one.filename)]
            if not found or len(found) > MOST:
                raise Unreadable(
                    gettext_noop("“%(file)s” holds %(count)s tables; it must hold 1 to %(most)s."),
                    file=name, count=len(found), most=MOST,
                )  # fmt: skip
            left, written = limit, []
            for number, one in enumerate(found):
                title = Path(one.filename).name[:200]
                path = folder / f"{number}{''.join(Path(title).suffixes[-2:])[:20]}"
                left -= _write(packed, one, path, left, name)
                written.append((path, title))
            return written
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Unreadable(
            gettext_noop("“%(file)s” is a damaged or locked ZIP archive. Pack it again without a password."),
            file=name,
        ) from error


def _is_table(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.lower().endswith(TABLES) and not last.startswith(".") and not name.startswith("__MACOSX/")


def _write(packed: zipfile.ZipFile, one: zipfile.ZipInfo, path: Path, left: int, name: str) -> int:
    """How many bytes it unpacked to; what the archive says of its sizes is not believed."""
    size = 0
    with packed.open(one) as source, path.open("wb") as out:
        path.chmod(0o600)
        while piece := source.read(PIECE):
            size += len(piece)
            if size > left:
                raise Unreadable(
                    gettext_noop("“%(file)s” unpacks to more than is taken at once. Split it, or import its files one by one."),
                    file=name,
                )  # fmt: skip
            out.write(piece)
    return size
