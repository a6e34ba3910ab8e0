"""Whole exports of other systems, as they come: every row has an outcome, links are found by the other system's ids."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from clientela.engine.imports import presets
from tests.imports import cli
from tests.shared_data import shared_archive, shared_data

SAVED = {"created", "updated", "unchanged"}


def _one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def test_salesforce_accounts_and_opportunities(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shared_data("crm_export_salesforce", "salesforce")
    files = [folder / "opportunityData.csv", folder / "accountData.csv"]
    done = cli.run_json(monkeypatch, *files)
    assert cli.counts(done) == {"accountData.csv": {"created": 423}, "opportunityData.csv": {"created": 38}}
    linked, total, won = _one(
        "SELECT count(d.company_id), sum(d.amount), count(*) FILTER (WHERE s.kind = 'won') "
        "FROM deals_deal d JOIN deals_stage s ON s.id = d.stage_id"
    )
    rows = list(csv.DictReader((folder / "opportunityData.csv").open(encoding="cp1252", newline="")))
    accounts = {
        row["ID"] for row in csv.DictReader((folder / "accountData.csv").open(encoding="cp1252", newline=""))
    }
    assert linked == sum(row["ACCOUNTID"] in accounts for row in rows)
    assert total == sum(float(row["AMOUNT"] or 0) for row in rows)
    assert won == sum(row["ISWON"] == "true" for row in rows)
    assert (
        _one(
            "SELECT count(*) FROM contacts_company WHERE address->>'street' LIKE '%\n%' OR address->>'street' LIKE '%, %'"
        )[0]
        > 0
    )
    again = cli.counts(cli.run_json(monkeypatch, *files))
    assert again == {"accountData.csv": {"unchanged": 423}, "opportunityData.csv": {"unchanged": 38}}


@pytest.mark.parametrize("preset", presets.every(), ids=lambda preset: f"{preset.system}-{preset.name}")
def test_every_preset_names_targets_that_exist_and_knows_its_own_files(preset: presets.Preset) -> None:
    wrong = {
        column: target for column, target in preset.columns.items() if not presets.is_usable(preset, target)
    }
    assert wrong == {}
    found = presets.detect(list(preset.columns), f"{preset.files[0]}.csv", preset.kind)
    assert found is not None and found[0] is preset


def test_every_address_book_loads_and_keeps_its_mail_and_telephones(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = 0
    for name, content in shared_archive("vcards", "vcards.tar.gz").items():
        if not name.endswith(".vcf"):
            continue
        path = tmp_path / name.replace("/", "-")
        path.write_bytes(content)
        done = cli.run_json(monkeypatch, path, "--region", "US", status=None)
        if done["unplaced"]:
            assert "no card with content" in done["unplaced"][0]["reason"], name
            continue
        counts = cli.counts(done)[path.name]
        cards += sum(counts.values())
        assert not counts.get("ambiguous") or "John_Doe" in name, "there are several John Does by then"
    assert cards == 68, "71 cards, three of which are empty"
    assert _one("SELECT count(*) FROM contacts_person WHERE email IS NOT NULL")[0] > 20


def test_contact_lists_in_every_encoding(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = shared_archive("messy_encodings", "encodings.tar.gz")
    for name, content in archive.items():
        if not name.endswith(".csv"):
            continue
        path = tmp_path / Path(name).name
        path.write_bytes(content)
        counts = cli.counts(cli.run_json(monkeypatch, path))
        assert sum(counts[path.name].values()) == 200 and set(counts[path.name]) <= SAVED, name
    assert _one("SELECT count(*) FROM contacts_person WHERE description LIKE 'line one%'")[0] == 44, (
        "4 a file; some people are in several"
    )
    assert _one("SELECT count(*) FROM contacts_person WHERE name LIKE '陳%'")[0] > 0
    assert _one("SELECT count(*) FROM contacts_person WHERE family_name = 'Yılmaz'")[0] > 0
