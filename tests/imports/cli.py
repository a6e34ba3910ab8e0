"""`clientela import` as a function, on the test's own database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from clientela.config.cli import imports


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path, status: int | None = 0) -> str:
    """What the command prints."""
    monkeypatch.setattr(imports, "connected", lambda *_args, **_kwargs: nullcontext())
    done = CliRunner().invoke(imports.commands, [str(each) for each in arguments], catch_exceptions=False)
    assert status is None or done.exit_code == status, _failures(done.output)
    return done.stdout


def _failures(output: str) -> str:
    """The part of an output that says why a row or file failed."""
    try:
        files = json.loads(output)["files"]
    except ValueError:
        return output
    bad = ("invalid", "ambiguous", "missing", "bad")
    return "\n".join(
        f"{f['name']}: {f['counts']} {[p for p in f['problems'] if p['kind'] in bad][:20]}" for f in files
    )


def run_json(
    monkeypatch: pytest.MonkeyPatch, *arguments: str | Path, status: int | None = 0
) -> dict[str, Any]:
    return dict(json.loads(run(monkeypatch, *arguments, "--json", status=status)))


def counts(done: dict[str, Any]) -> dict[str, dict[str, int]]:
    """File name → outcome → rows; every row of every file has exactly one outcome."""
    for each in done["files"]:
        assert sum(each["counts"].values()) == each["rows"]
    return {each["name"]: each["counts"] for each in done["files"]}


def problems(done: dict[str, Any], name: str, kind: str) -> dict[str, tuple[str, int]]:
    """Text → (fix, rows) of the problems of one kind in one file."""
    found: Sequence[dict[str, Any]] = next(each for each in done["files"] if each["name"] == name)["problems"]
    return {each["text"]: (each["fix"], each["count"]) for each in found if each["kind"] == kind}
