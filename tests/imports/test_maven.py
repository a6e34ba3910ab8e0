"""A company's real sales data, dirt and all, imported as it is; the sums are those of the raw files."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection

from tests.imports import cli
from tests.shared_data import shared_data

FILES = ("accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv")

# The only repairs: the product's name as the product table writes it.
RAW = """
CREATE VIEW pipeline AS SELECT *, replace(product, 'GTXPro', 'GTX Pro') AS right_product
FROM read_csv('{folder}/sales_pipeline.csv');
CREATE VIEW teams AS SELECT * FROM read_csv('{folder}/sales_teams.csv');
"""
OURS = """
FROM deals_deal d
JOIN deals_stage s ON s.id = d.stage_id
JOIN catalog_product p ON p.id = d.product_id
JOIN access_user u ON u.id = d.owner_id
JOIN access_branch b ON b.id = d.branch_id
JOIN access_team t ON t.id = d.team_id
JOIN access_user m ON m.id = t.manager_id
LEFT JOIN contacts_company c ON c.id = d.company_id
"""
# What is summed by → (in the raw files, in our tables)
DIMENSIONS = {
    "stage": ("deal_stage", "s.name"),
    "region": ("regional_office", "b.name"),
    "manager": ("manager", "m.name"),
    "product": ("right_product", "p.name"),
    "agent": ("sales_agent", "u.name"),
    "account": ("account", "c.name"),
    "quarter": (
        "strftime(date_trunc('quarter', close_date), '%Y-%m-%d')",
        "to_char(date_trunc('quarter', d.closed_on), 'YYYY-MM-DD')",
    ),
    "engaged": ("strftime(engage_date, '%Y-%m-%d')", "to_char(d.opened_on, 'YYYY-MM-DD')"),
}


@pytest.fixture
def folder() -> Path:
    return shared_data("maven_crm_sales")


def _raw(folder: Path, by: str) -> dict[Any, tuple[int, Decimal]]:
    with duckdb.connect() as raw:
        raw.execute(RAW.format(folder=folder))
        rows = raw.execute(
            f"SELECT {by}, count(*), coalesce(sum(close_value), 0) FROM pipeline JOIN teams USING (sales_agent) GROUP BY 1"
        ).fetchall()
    return {key: (count, Decimal(total)) for key, count, total in rows}


def _ours(by: str) -> dict[Any, tuple[int, Decimal]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {by}, count(*), coalesce(sum(d.amount), 0) {OURS} WHERE d.deleted_at IS NULL GROUP BY 1"
        )
        return {key: (count, total) for key, count, total in cursor.fetchall()}


@pytest.fixture
def imported(db: None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    yield cli.run_json(monkeypatch, *(folder / name for name in FILES), "--currency", "USD")


def test_all_four_files_at_once_give_the_sums_of_the_raw_files(
    imported: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.counts(imported) == {
        "accounts.csv": {"created": 85},
        "products.csv": {"created": 7},
        "sales_teams.csv": {"created": 35},
        "sales_pipeline.csv": {"created": 8800},
    }
    for name, (raw, ours) in DIMENSIONS.items():
        assert _ours(ours) == _raw(folder, raw), name
    _dirt_is_reported(imported)
    _stages_and_people()

    again = cli.run_json(monkeypatch, *(folder / name for name in reversed(FILES)), "--currency", "USD")
    assert [each["name"] for each in again["files"]][-1] == "sales_pipeline.csv", (
        "links come after what they point at"
    )
    assert {status for counts in cli.counts(again).values() for status in counts} == {"unchanged"}


def _dirt_is_reported(imported: dict[str, Any]) -> None:
    assert cli.problems(imported, "sales_pipeline.csv", "near") == {"GTXPro": ("GTX Pro", 1480)}
    near = cli.problems(imported, "accounts.csv", "near")
    assert near == {"technolgy": ("Technology", 12), "Philipines": ("Philippines", 1)}
    assert set(cli.problems(imported, "sales_teams.csv", "created")) >= {
        "Central",
        "East",
        "West",
        "Melvin Marxen",
    }


def _stages_and_people() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, kind FROM deals_stage ORDER BY position")
        assert cursor.fetchall() == [
            ("Prospecting", "open"),
            ("Engaging", "open"),
            ("Won", "won"),
            ("Lost", "lost"),
        ]
        cursor.execute("SELECT count(*) FROM contacts_company WHERE parent_id IS NOT NULL")
        assert cursor.fetchone() == (15,)
        cursor.execute("SELECT count(*) FROM access_user WHERE password LIKE '!%' OR password = ''")
        assert cursor.fetchone() == (41,), "35 agents and 6 managers, none of whom can sign in"
        cursor.execute("SELECT DISTINCT amount_currency FROM deals_deal")
        assert [row[0] for row in cursor.fetchall() if row[0]] == ["USD"]
        cursor.execute("SELECT name FROM deals_deal WHERE code = '1C1I7A6R'")
        assert cursor.fetchone() == ("GTX Plus Basic – Cancity",)


def test_dates_in_the_american_order_are_read_so(
    db: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variant = shared_data("maven_crm_sales", "variants", "sales_pipeline_us_dates.csv")
    cli.run_json(monkeypatch, variant)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_char(closed_on, 'YYYY-MM-DD'), count(*) FROM deals_deal WHERE closed_on IS NOT NULL GROUP BY 1"
        )
        ours = dict(cursor.fetchall())
    with duckdb.connect() as raw:
        raw.execute(RAW.format(folder=folder))
        query = "SELECT strftime(close_date, '%Y-%m-%d'), count(*) FROM pipeline WHERE close_date IS NOT NULL GROUP BY 1"
        assert ours == dict(raw.execute(query).fetchall())


def test_a_dry_run_says_the_same_and_leaves_nothing(
    db: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = cli.run_json(monkeypatch, *(folder / name for name in FILES[:3]), "--dry-run")
    assert done["id"] is None
    assert cli.counts(done)["accounts.csv"] == {"created": 85}
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM contacts_company), (SELECT count(*) FROM access_user)")
        assert cursor.fetchone() == (0, 0)
