"""Records in JSON as Salesforce writes them: trees, answers to queries, composites."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clientela.domains.catalog.models import Product
from clientela.domains.contacts.models import Company, Person
from clientela.engine.access import gate
from clientela.engine.imports.reading.problems import Unreadable
from clientela.engine.imports.reading.tables import open_table
from tests.imports import cli
from tests.shared_data import shared_data


def _all(model: Any) -> dict[str, Any]:
    return {row.name: row for row in gate.unrestricted(model, reason="a test looks")}


def test_trees_with_references_load_and_load_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shared_data("crm_export_salesforce", "salesforce")
    done = cli.run_json(monkeypatch, folder / "ebikes_Accounts.json")
    assert cli.counts(done) == {"ebikes_Accounts.json": {"created": 3}}
    assert _all(Company)["Wheelworks"].address == {
        "street": "480 Trapelo Road", "city": "Belmont", "region": "MA", "postcode": "02478", "country": "US",
    }  # fmt: skip
    again = cli.run_json(monkeypatch, folder / "ebikes_Accounts.json")
    assert cli.counts(again) == {"ebikes_Accounts.json": {"unchanged": 3}}
    products = cli.run_json(monkeypatch, folder / "ebikes_Product__cs.json", "--as", "product")
    assert cli.counts(products) == {"ebikes_Product__cs.json": {"created": 16}}
    fuse = _all(Product)["FUSE X1"]
    assert fuse.description.startswith("Lorem ipsum") and "2500" in str(fuse.custom.values()) + str(
        fuse.price
    )


def test_a_list_of_files_is_not_a_list_of_records(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shared_data("crm_export_salesforce", "salesforce")
    done = cli.run_json(monkeypatch, folder / "ebikes_sample-data-plan.json", status=None)
    assert [each["file"] for each in done["unplaced"]] == ["ebikes_sample-data-plan.json"]


QUERY = {
    "totalSize": 2,
    "done": True,
    "records": [
        {"attributes": {"type": "Contact", "url": "/services/data/v59.0/sobjects/Contact/003A"},
         "FirstName": "Jan", "LastName": "Kowalski", "Email": "jan@example.org", "Phone": None,
         "Account": {"attributes": {"type": "Account"}, "Name": "Fabryka Nowa"}, "HasOptedOutOfEmail": True},
        {"attributes": {"type": "Contact", "url": "/services/data/v59.0/sobjects/Contact/003B"},
         "FirstName": "Igor", "LastName": "Petrenko", "Email": "igor@example.org",
         "Account": {"attributes": {"type": "Account"}, "Name": "Fabryka Nowa"}, "HasOptedOutOfEmail": False},
    ],
}  # fmt: skip


def test_the_answer_to_a_query_becomes_people_of_their_company(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(QUERY))
    assert cli.counts(cli.run_json(monkeypatch, path)) == {"answer.json": {"created": 2}}
    jan = _all(Person)["Jan Kowalski"]
    assert (jan.email, jan.custom) == ("jan@example.org", {"e_mail_opt_out": True})
    assert jan.company_id == _all(Company)["Fabryka Nowa"].pk


CHILDREN = {
    "records": [
        {"attributes": {"type": "Account", "referenceId": "A1"}, "Name": "Nova",
         "Contacts": {"records": [{"attributes": {"type": "Contact", "referenceId": "C1"}, "LastName": "Ann"}]}},
    ]
}  # fmt: skip
COMPOSITE = {
    "compositeRequest": [
        {"method": "POST", "url": "/services/data/v59.0/sobjects/Account", "referenceId": "A1", "body": {"Name": "Nova"}},
        {"method": "POST", "url": "/services/data/v59.0/sobjects/Contact", "referenceId": "C1",
         "body": {"LastName": "Ann", "AccountId": "@{A1.id}"}},
    ]
}  # fmt: skip


@pytest.mark.parametrize("document", [CHILDREN, COMPOSITE])
def test_several_types_are_sheets_and_point_at_each_other(tmp_path: Path, document: dict[str, Any]) -> None:
    path = tmp_path / "both.json"
    path.write_text(json.dumps(document))
    first, second = open_table(path), open_table(path, sheet="Contact")
    assert first.sheets == ["Account", "Contact"] and first.sheet == "Account"
    assert "Contact (1)" in str(first.notices[0].params)
    assert (first.columns, first.sample()[0].values) == (["Id", "Name"], ["A1", "Nova"])
    found = dict(zip(second.columns, second.sample()[0].values, strict=True))
    assert found == {"Id": "C1", "AccountId": "A1", "LastName": "Ann"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"records": [', "not valid JSON"),
        ('{"records": []}', "holds no list"),
        ("[1, 2]", "holds no list"),
        ("{}", "holds no list"),
        ('{"records": [{"attributes": 3}, {"records": {"a": 1}}]}', "holds no list"),
        ('{"compositeRequest": [{"body": "x"}, 7]}', "holds no list"),
        ("[" * 3000, "not valid JSON"),
    ],
)
def test_what_is_no_record_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "file.json"
    path.write_text(text)
    with pytest.raises(Unreadable) as refused:
        open_table(path).sample()
    assert said in refused.value.message % refused.value.params
