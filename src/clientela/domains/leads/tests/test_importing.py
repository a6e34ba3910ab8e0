"""Leads of other systems come in as leads: every row, with its status, and what has no field is kept."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from clientela.domains.leads.models import Lead
from clientela.engine.access import gate
from tests.imports import cli
from tests.shared_data import shared_data

MEANT = {
    "Contact in Future": "nurturing",
    "Contacted": "working",
    "Attempted to Contact": "working",
    "Pre Qualified": "qualified",
    "Lost Lead": "disqualified",
    "Junk Lead": "disqualified",
    "Not Contacted": "new",
}
SALESFORCE = """LastName,FirstName,Company,Email,Phone,Status,LeadSource,Industry,AnnualRevenue,NumberOfEmployees,IsConverted,City,Country
Nowak,Jan,Nowak Tools,jan@nowak.example,+48 42 555 01 99,Open - Not Contacted,Trade Show,Manufacturing,1500000,120,false,Łódź,Poland
Lis,Maria,Lis & Co,maria@lis.example,,Working - Contacted,Web,Energy,,,false,Gdynia,Poland
Old,One,Done Ltd,one@done.example,,Closed - Converted,Web,Energy,,,true,Gdynia,Poland
"""


def leads() -> list[Any]:
    return list(gate.unrestricted(Lead, reason="a test looks"))


def test_leads_of_zoho(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shared_data("crm_export_zoho") / "Leads.csv.gz"
    done = cli.run_json(monkeypatch, path, "--region", "US")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = cli.counts(done)["Leads.csv.gz"]
    assert sum(counts.values()) == len(rows) and set(counts) <= {"created", "updated", "unchanged"}
    assert done["files"][0]["entity"] == "lead"
    found = leads()
    if counts == {"created": len(rows)}:
        expected = Counter(MEANT[row["Lead Status"]] for row in rows)
        assert Counter(lead.status for lead in found) == expected
    assert {lead.disqualified_because for lead in found if lead.status == "disqualified"} == {"other"}
    assert Counter(lead.company_name for lead in found).keys() <= {row["Company"] for row in rows} | {None}
    assert sum("Yes" in lead.custom.values() for lead in found) > 3_000
    assert len({lead.owner_id for lead in found}) > 1


def test_leads_of_salesforce(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "Lead.csv"
    path.write_text(SALESFORCE)
    done = cli.run_json(monkeypatch, path)
    assert cli.counts(done) == {"Lead.csv": {"created": 3}}
    jan = next(lead for lead in leads() if lead.family_name == "Nowak")
    assert (jan.name, jan.company_name, jan.status, jan.industry) == (
        "Jan Nowak",
        "Nowak Tools",
        "new",
        "manufacturing",
    )
    assert (jan.employees, jan.revenue, jan.address["country"], jan.source) == (120, 1_500_000, "PL", "fair")
    assert sorted(lead.status for lead in leads()) == ["converted", "new", "working"]
    assert cli.counts(cli.run_json(monkeypatch, path)) == {"Lead.csv": {"unchanged": 3}}
