"""`clientela export`, and the way back: what is exported can be imported and changes nothing."""

from __future__ import annotations

import csv
import itertools
from contextlib import nullcontext
from pathlib import Path

import pytest
from openpyxl.reader.excel import load_workbook
from typer.testing import CliRunner

from clientela.config.cli import exports
from clientela.engine.records import commands
from tests import world as cast
from tests.imports import cli

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def _export(monkeypatch: pytest.MonkeyPatch, *arguments: object, status: int = 0) -> str:
    monkeypatch.setattr(exports, "connected", lambda *_args, **_kwargs: nullcontext())
    done = CliRunner().invoke(exports.commands, [str(each) for each in arguments], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return done.output


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))


def test_a_filtered_csv_and_a_spreadsheet(
    world: cast.World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.create(world.actor("ann"), "company", {"name": "=cmd()", "state": "lead"})
    _export(monkeypatch, "companies", "--filter", "state=customer", "-o", tmp_path / "c.csv")
    assert [row["Name"] for row in _rows(tmp_path / "c.csv")] == ["Zakłady Łódź"]
    _export(monkeypatch, "company", "-o", tmp_path / "all.xlsx", "--columns", "shown")
    sheet = load_workbook(tmp_path / "all.xlsx").active
    assert sheet is not None and sheet.max_row == 3
    assert not list(tmp_path.glob(".*"))


def test_only_what_the_person_may_see(
    world: cast.World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _export(monkeypatch, "people", "-o", tmp_path / "p.csv", "--by", "cat@example.org")
    assert _rows(tmp_path / "p.csv") == []
    _export(monkeypatch, "people", "-o", tmp_path / "p.csv", "--by", "dan@example.org", status=1)
    _export(monkeypatch, "people", "-o", tmp_path / "p.txt", status=2)
    _export(monkeypatch, "people", "--filter", "nonsense__gte=1", "-o", tmp_path / "p.csv", status=2)


def test_an_export_imported_again_changes_nothing(
    world: cast.World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for columns, name in itertools.product(("all", "shown"), ("companies", "people", "deals")):
        file = tmp_path / f"{name}.csv"
        _export(monkeypatch, name, "-o", file, "--columns", columns)
        done = cli.run_json(monkeypatch, file)
        assert cli.counts(done)[file.name] == {"unchanged": 1}, done
