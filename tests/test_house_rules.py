"""How the code must be written (STYLE §2, §4), asked of every file; and that each rule would notice a sin."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from importlinter.cli import lint_imports

from clientela.engine.records.models import Tracked
from tests.rules import ROOT, asking, code, honest, markup

RULES = [*code.RULES, *asking.RULES, *markup.RULES, *honest.RULES]
TRIGGERS = {"log_i", "log_u", "log_d", "keep_id", "no_truncate"}

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@every_rule
def test_the_rule_is_kept(rule: Any) -> None:
    assert rule.broken() == []


@every_rule
def test_the_rule_finds_every_planted_sin(rule: Any) -> None:
    assert [path for path, text in rule.sins.items() if not list(rule.find(path, text))] == []


@every_rule
def test_no_exemption_outlives_its_reason(rule: Any) -> None:
    assert rule.idle_exemptions() == []


def test_imports_run_one_way() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_the_tools_are_as_strict_as_agreed() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    assert tools["mypy"]["strict"]
    assert {"C90", "T20", "S", "DTZ"} <= set(tools["ruff"]["lint"]["select"])
    assert tools["ruff"]["lint"]["mccabe"]["max-complexity"] <= 8
    assert tools["ruff"]["line-length"] <= 110


def _triggers(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'",
            [table],
        )
        return {name for (name,) in cursor.fetchall()}


def _lacking(table: str) -> set[str]:
    """Which of the five triggers the table does not have; pgtrigger names them pgtrigger_<name>_<digest>."""
    found = _triggers(table)
    return {name for name in TRIGGERS if not any(one.startswith(f"pgtrigger_{name}_") for one in found)}


@pytest.mark.django_db
def test_every_change_of_a_tracked_row_is_logged_by_the_database() -> None:
    tracked = [
        model for model in apps.get_models() if issubclass(model, Tracked) and not model._meta.abstract
    ]
    assert len(tracked) > 15
    assert {
        model.__name__: _lacking(model._meta.db_table) for model in tracked if _lacking(model._meta.db_table)
    } == {}
    # The planted sin: a table that is like the others, but for its triggers.
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE planted (LIKE contacts_company)")
    assert _lacking("planted") == TRIGGERS
