"""Where the shared data sets lie: beside the checkout or where CLIENTELA_SHARED says; tests skip when they are absent."""

import os
import tarfile
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared"


def shared_data(*parts: str) -> Path:
    """The path of a shared data set or file; skips the calling test when it is not there."""
    root = Path(os.environ.get("CLIENTELA_SHARED") or _BESIDE)
    path = root.joinpath("data", *parts)
    if not path.exists():
        pytest.skip(
            f"shared data not found: {'/'.join(parts)} (put it beside the checkout or set CLIENTELA_SHARED)"
        )
    return path


def shared_archive(*parts: str) -> dict[str, bytes]:
    """Name → content of the files in a shared tar archive; names without their folders' first part are kept whole."""
    with tarfile.open(shared_data(*parts)) as archive:
        members = [member for member in archive if member.isfile()]
        contents = ((member.name, archive.extractfile(member)) for member in members)
        return {name.removeprefix("./"): stream.read() for name, stream in contents if stream is not None}
