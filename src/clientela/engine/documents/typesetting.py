"""From a Typst source and values to PDF or pictures, in a process of its own with limits of time, memory and reach.

Templates are written by administrators, but pasted from anywhere: the process gets an empty folder as its whole file
system, no network (a proxy where nobody listens, which stops the download of packages), no environment, and no say
about time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.documents import fonts
from clientela.engine.errors import Refused

SECONDS, MEMORY, LARGEST = 15, 2 * 2**30, 40 * 2**20
LONGEST_SOURCE = 400_000
PRESS = Path(__file__).with_name("press.py")
LIBRARY = Path(__file__).with_name("clientela.typ")
NOWHERE = "http://127.0.0.1:9"


class BadTemplate(Refused):
    """A template that cannot be set; the message says where and why."""


def pdf(
    source: str,
    values: Mapping[str, Any],
    language: str,
    *,
    files: Mapping[str, bytes] | None = None,
    archival: bool = False,
) -> bytes:
    """The document as PDF, or as PDF/A-3b, which archives and electronic invoices ask for. Raises BadTemplate."""
    return _printed(source, values, language, files or {}, "pdf/a" if archival else "pdf")[0]


def pictures(
    source: str, values: Mapping[str, Any], language: str, *, files: Mapping[str, bytes] | None = None
) -> list[bytes]:
    """Its pages as SVG, for a preview. Raises BadTemplate."""
    return _printed(source, values, language, files or {}, "svg")


def _printed(
    source: str, values: Mapping[str, Any], language: str, files: Mapping[str, bytes], form: str
) -> list[bytes]:
    if len(source) > LONGEST_SOURCE:
        raise BadTemplate(_("This template is too long."))
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        _lay_out(Path(folder), source, values, language, files)
        return list(_pages(_run(Path(folder), form)))


def _lay_out(
    folder: Path, source: str, values: Mapping[str, Any], language: str, files: Mapping[str, bytes]
) -> None:
    code, _dash, region = language.partition("-")
    given = {
        **values,
        "language": code,
        "region": {"hant": "tw", "hans": "cn"}.get(region, region),
        "fonts": [family for family in fonts.FAMILIES if family in fonts.families()],
    }
    (folder / "main.typ").write_text(source, encoding="utf-8")
    (folder / "clientela.typ").write_bytes(LIBRARY.read_bytes())
    (folder / "values.json").write_text(json.dumps(given, ensure_ascii=False, default=str), encoding="utf-8")
    for name, data in files.items():
        (folder / Path(name).name).write_bytes(data)


def _run(folder: Path, form: str) -> bytes:
    job = {
        "fonts": fonts.folders(),
        "format": form.partition("/")[0],
        "standards": ["a-3b"] if form == "pdf/a" else [],
        "ppi": 110,
        "seconds": SECONDS,
        "memory": MEMORY,
        "timestamp": None,
    }
    nowhere = {f"{scheme}_proxy": NOWHERE for scheme in ("http", "https", "all")}
    env = {**nowhere, **{name.upper(): value for name, value in nowhere.items()}, "RAYON_NUM_THREADS": "2"}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps(job).encode() + b"\n",
            capture_output=True,
            cwd=folder,
            env=env,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadTemplate(_("Making the document took longer than %d seconds.") % SECONDS) from None
    if done.returncode != 0:
        raise BadTemplate(_mistake(done.returncode, done.stderr))
    if len(done.stdout) > LARGEST:
        raise BadTemplate(_("The document would be larger than %d MB.") % (LARGEST // 2**20))
    return done.stdout


def _mistake(status: int, said: bytes) -> str:
    try:
        told = json.loads(said)
    except ValueError:
        return _("The template asks for more time or memory than a document may take.")
    lines = [line for line in str(told["diagnostic"]).splitlines() if "main.typ:" in line]
    place = lines[0].rpartition("main.typ:")[2].strip() if lines else ""
    line, _colon, column = place.partition(":")
    message = str(told["message"])
    if "failed to download package" in message:
        message = _("templates cannot use packages from the network")
    if not line.isdigit():
        return _("The template cannot be set: %s.") % message
    return _("Line %(line)s, column %(column)s of the template: %(message)s.") % {
        "line": line,
        "column": column or "1",
        "message": message,
    }


def _pages(printed: bytes) -> Iterator[bytes]:
    """press.py writes each page as its length, a line end, and its bytes."""
    at = 0
    while at < len(printed):
        end = printed.index(b"\n", at)
        size = int(printed[at:end])
        yield printed[end + 1 : end + 1 + size]
        at = end + 1 + size
