"""A whole Zoho account, all 21 tables in one go: counts, sums and links are those that DuckDB finds in the raw files."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection

from clientela.engine.access.actor import SYSTEM
from clientela.engine.imports import analysis, run, undoing
from clientela.engine.imports.plan import Options
from tests.imports import cli
from tests.shared_data import shared_data

MONEY = "CAST(regexp_replace({}, '[$,]', '', 'g') AS DECIMAL(20, 2))"
US = ("--region", "US", "--currency", "USD")
ROWS = {
    "Users": 11, "Accounts": 2229, "Contacts": 1265, "Leads": 3900, "Potentials": 3632, "Products": 2000,
    "Price_Books": 10, "Quotes": 3000, "Sales_Orders": 2061, "Invoices": 1300, "Vendors": 100, "Tasks": 2978,
    "Calls": 4100, "Events": 2978,
}  # fmt: skip
# Five tables of things that Clientela does not keep, and three of lines that do not say of which document they are.
NOWHERE = {"Campaigns", "Campaign_Lead_Status", "Cases", "Purchase_Orders"}
LOOSE = {"Invoice_Line_Items", "Purchase_Order_Line_Items", "Sales_Order_Line_Items"}
OURS = {
    "Accounts": "contacts_company", "Contacts": "contacts_person", "Leads": "leads_lead", "Potentials": "deals_deal",
    "Products": "catalog_product", "Quotes": "orders_quote", "Sales_Orders": "orders_order", "Invoices": "invoices_invoice",
}  # fmt: skip


@pytest.fixture
def folder() -> Path:
    return shared_data("crm_export_zoho")


@pytest.fixture
def raw(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as found:
        for file in folder.glob("*.csv.gz"):
            name = file.name.removesuffix(".csv.gz")
            found.execute(
                f"CREATE VIEW {name} AS SELECT * FROM read_csv('{file}', all_varchar = true, header = true, quote = '\"')"
            )
        yield found


def ours(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_all_tables_at_once_give_the_sums_and_links_of_the_raw_files(
    db: None, folder: Path, raw: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = cli.run_json(monkeypatch, folder, *US, status=1)
    _every_row_came(done, raw)
    _what_has_no_place_is_said(done)
    _sums(raw)
    _links(raw)
    _own_fields(raw)
    again = cli.run_json(monkeypatch, folder, *US, status=1)
    assert cli.counts(again) == {f"{name}.csv.gz": {"unchanged": rows} for name, rows in ROWS.items()}


def _every_row_came(done: dict[str, Any], raw: duckdb.DuckDBPyConnection) -> None:
    assert cli.counts(done) == {f"{name}.csv.gz": {"created": rows} for name, rows in ROWS.items()}
    for name, rows in ROWS.items():
        assert raw.execute(f"SELECT count(*) FROM {name}").fetchone() == (rows,), name
    for name, table in OURS.items():
        more = ROWS["Vendors"] if name == "Accounts" else 0
        assert ours(f"SELECT count(*) FROM {table}") == [(ROWS[name] + more,)], name
    kinds = dict(ours("SELECT kind, count(*) FROM activities_activity GROUP BY 1"))
    assert kinds == {"task": ROWS["Tasks"], "call": ROWS["Calls"], "meeting": ROWS["Events"]}
    assert ours("SELECT count(*) FROM contacts_company WHERE state = 'supplier'") == [(ROWS["Vendors"],)]
    assert ours("SELECT count(*), count(DISTINCT currency), max(currency) FROM pricing_pricelist") == [
        (10, 1, "USD")
    ]
    names = [each["name"].removesuffix(".csv.gz") for each in done["files"]]
    assert names.index("Accounts") < names.index("Contacts") < names.index("Invoices")
    assert names.index("Sales_Orders") < names.index("Invoices"), "what is linked to comes first"


def _what_has_no_place_is_said(done: dict[str, Any]) -> None:
    reasons = {each["file"].removesuffix(".csv.gz"): each["reason"] for each in done["unplaced"]}
    assert reasons.keys() == NOWHERE | LOOSE
    assert all("no records of this kind" in reasons[name] for name in NOWHERE)
    assert all("which document a line belongs to" in reasons[name] for name in LOOSE)
    # Columns, too: each is mapped, kept or said to be left out, and only what Zoho works out itself is left out.
    left = {
        problem["column"]
        for each in done["files"]
        for problem in each["problems"]
        if problem["kind"] == "left-out"
    }
    assert {name for name in left if not name.startswith("Column ")} <= DERIVED


DERIVED = {
    "Tasks Involved", "Events Involved", "Calls Involved", "Activities Involved", "Age in Days", "Age In Days", "Age Tier",
    "Amount Tier", "month_Created Time1", "Forecast Type", "Need Replenishment", "Is Delayed?",
    "Call Duration (in minutes)", "Who Id Id", "What Id", "SEMODULE",
}  # fmt: skip
# What is summed by → (raw table, expression, amount) and (our tables, expression, amount)
SUMS = {
    "potentials by stage": (
        ("Potentials", "Stage", "Amount"),
        ("deals_deal d JOIN deals_stage s ON s.id = d.stage_id", "CASE s.kind WHEN 'won' THEN 'Closed Won' WHEN 'lost' THEN 'Closed Lost' ELSE s.name END", "d.amount"),
    ),
    "potentials by owner": (
        ('Potentials', '"Potential Owner"', "Amount"),
        ("deals_deal d JOIN access_user u ON u.id = d.owner_id", "u.name", "d.amount"),
    ),
    "potentials by month of closing": (
        ("Potentials", "strftime(strptime(left(\"Closing Date\", 12), '%d %b, %Y'), '%Y-%m')", "Amount"),
        ("deals_deal d", "to_char(coalesce(d.closed_on, d.expected_close), 'YYYY-MM')", "d.amount"),
    ),
    "quotes by stage": (
        ("Quotes", "CASE \"Quote Stage\" WHEN 'Closed Won' THEN 'accepted' WHEN 'Confirmed' THEN 'accepted' WHEN 'Closed Lost' THEN 'declined' WHEN 'Draft' THEN 'draft' WHEN 'On Hold' THEN 'draft' ELSE 'sent' END", '"Grand Total"'),
        ("orders_quote q", "q.state", "q.total"),
    ),
    "quotes by owner": (
        ("Quotes", '"Quote Owner"', '"Grand Total"'),
        ("orders_quote q JOIN access_user u ON u.id = q.owner_id", "u.name", "q.total"),
    ),
    "orders by status": (
        ("Sales_Orders", "Status", '"Grand Total"'),
        ("orders_order o JOIN orders_orderstage s ON s.id = o.stage_id", "CASE s.meaning WHEN 'entered' THEN 'Created' WHEN 'confirmed' THEN 'Approved' WHEN 'delivered' THEN 'Delivered' ELSE 'Cancelled' END", "o.total"),
    ),
    "orders by month": (
        ("Sales_Orders", "strftime(strptime(left(\"Created Time\", 10), '%d-%m-%Y'), '%Y-%m')", '"Grand Total"'),
        ("orders_order o", "to_char(o.ordered_on, 'YYYY-MM')", "o.total"),
    ),
    "invoices by owner": (
        ("Invoices", '"Invoice Owner"', '"Grand Total"'),
        ("invoices_invoice i JOIN access_user u ON u.id = i.owner_id", "u.name", "i.total"),
    ),
}  # fmt: skip


def _sums(raw: duckdb.DuckDBPyConnection) -> None:
    for name, ((table, by, amount), (tables, our_by, our_amount)) in SUMS.items():
        rows = raw.execute(
            f"SELECT {by}, count(*), coalesce(sum({MONEY.format(amount)}), 0) FROM {table} GROUP BY 1"
        ).fetchall()
        found = ours(f"SELECT {our_by}, count(*), coalesce(sum({our_amount}), 0) FROM {tables} GROUP BY 1")
        assert sorted(found) == sorted(rows), name
        assert sum(row[2] for row in found) > Decimal(1_000_000), name


def _known(entity: str, system: str = "zoho") -> str:
    return f"(SELECT record, key FROM imports_knownas WHERE entity = '{entity}' AND system = '{system}')"


# Links → (raw: id, id of what it points at) and (ours, by the ids that the records had there)
LINKS = {
    "contacts' accounts": (
        'SELECT CONTACTID, "Account Id" FROM Contacts SEMI JOIN Accounts ON "Account Id" = ACCOUNTID',
        "contacts_person", "person", "company_id", "company",
    ),
    "invoices' accounts": (
        'SELECT INVOICEID, "Account Id" FROM Invoices SEMI JOIN Accounts ON "Account Id" = ACCOUNTID',
        "invoices_invoice", "invoice", "company_id", "company",
    ),
    "invoices' contacts": (
        'SELECT INVOICEID, "Contact Id" FROM Invoices SEMI JOIN Contacts ON "Contact Id" = CONTACTID',
        "invoices_invoice", "invoice", "person_id", "person",
    ),
    "invoices' orders": (
        'SELECT INVOICEID, "Sales Order Id" FROM Invoices SEMI JOIN Sales_Orders ON "Sales Order Id" = SALESORDERID',
        "invoices_invoice", "invoice", "order_id", "order",
    ),
    "calls' contacts": (
        "SELECT TASKID, CONTACTID FROM Calls SEMI JOIN Contacts USING (CONTACTID)",
        "activities_activity", "activity", "person_id", "person",
    ),
    "events' contacts": (
        "SELECT EVENTID, CONTACTID FROM Events SEMI JOIN Contacts USING (CONTACTID)",
        "activities_activity", "activity", "person_id", "person",
    ),
}  # fmt: skip


def _links(raw: duckdb.DuckDBPyConnection) -> None:
    for name, (sql, table, entity, column, target) in LINKS.items():
        expected = set(raw.execute(sql).fetchall())
        found = ours(
            f"SELECT own.key, other.key FROM {table} t JOIN {_known(entity)} own ON own.record = t.id "
            f"JOIN {_known(target)} other ON other.record = t.{column}"
        )
        assert expected and expected <= set(found), name
    calling = ours(
        f"SELECT own.key, other.key FROM activities_activity t JOIN {_known('activity')} own ON own.record = t.id "
        f"JOIN {_known('lead', 'zoho/lead')} other ON other.record = t.about_id WHERE t.about_entity = 'lead'"
    )
    for table, key in (("Calls", "TASKID"), ("Events", "EVENTID")):
        sql = f"SELECT {key}, LEADID FROM {table} SEMI JOIN Leads USING (LEADID)"
        assert set(raw.execute(sql).fetchall()) <= set(calling), table
    # Links to what the export does not hold are said and kept, not made up.
    lost = raw.execute(
        'SELECT "Sales Order Id" FROM Invoices ANTI JOIN Sales_Orders ON "Sales Order Id" = SALESORDERID'
    ).fetchall()
    kept = ours("SELECT custom::text FROM invoices_invoice WHERE order_id IS NULL")
    assert len(lost) == len(kept) > 0
    assert all(any(f"Sales Order Id: {number}" in text for (text,) in kept) for (number,) in lost[:20])


def _own_fields(raw: duckdb.DuckDBPyConnection) -> None:
    """What has no field here has one of its own, with the figures of the file."""
    labels = dict(ours("SELECT entity || '.' || label, key FROM entities_customfield"))
    for table, column, ours_in, label in (
        ("Products", "Cost", "catalog_product", "product.Cost"),
        ("Potentials", '"Expected Revenue"', "deals_deal", "deal.Expected revenue"),
        ("Quotes", '"Sub Total"', "orders_quote", "quote.Subtotal in Zoho"),
        ("Sales_Orders", "Tax", "orders_order", "order.Tax in Zoho"),
        ("Invoices", "Discount", "invoices_invoice", "invoice.Discount in Zoho"),
    ):
        (expected,) = raw.execute(f"SELECT sum({MONEY.format(column)}) FROM {table}").fetchone() or (None,)
        key = labels[label]
        ((found,),) = ours(f"SELECT sum((custom->'{key}'->>'amount')::numeric) FROM {ours_in}")
        assert found == expected, label
    status = labels["invoice.Status in Zoho"]
    counted = ours(f"SELECT custom->>'{status}', count(*) FROM invoices_invoice GROUP BY 1")
    assert sorted(counted) == sorted(
        raw.execute('SELECT "Invoice Status", count(*) FROM Invoices GROUP BY 1').fetchall()
    )


# -- smaller ones, of our own making ---------------------------------------------------------------------------------
ORDERS = """SALESORDERID,Subject,Sales Order Owner,Status,Sub Total,Discount,Tax,Grand Total
7001,Press,Nobody,Delivered,"$1,500.00",$150.00,$0.00,"$1,350.00"
7002,Mill,Nobody,Cancelled,$20.00,$0.00,$0.00,$21.00
"""
ITEMS = """INVENTORYRELID,SALESORDERID,Product Name,List Price,Quantity,Total,Discount,Total After Discount,Tax,Net Total,BOOKID
1,7001,Press 5,$500.00,3,"$1,500.00",$150.00,"$1,350.00",$0.00,"$1,350.00",1
2,7002,Mill 1,$10.00,2,$20.00,$0.00,$20.00,$0.00,$20.00,1
"""


def test_lines_that_name_their_order_become_its_lines(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Sales_Order_Line_Items.csv").write_text(ITEMS)
    (tmp_path / "Sales_Orders.csv").write_text(ORDERS)
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("Sales_Order_Line_Items.csv", "Sales_Orders.csv"):
            archive.write(tmp_path / name, f"zoho/{name}")
        archive.writestr("zoho/readme.txt", "no table")
    done = cli.run_json(monkeypatch, packed, *US)
    assert cli.counts(done) == {
        "Sales_Orders.csv": {"created": 2},
        "Sales_Order_Line_Items.csv": {"created": 2},
    }
    lines = ours(
        "SELECT o.subject, p.name, l.price, l.quantity, l.discount, l.total, o.total FROM orders_orderline l "
        "JOIN orders_order o ON o.id = l.order_id JOIN catalog_product p ON p.id = l.product_id ORDER BY 1 DESC"
    )
    assert lines == [
        ("Press", "Press 5", Decimal(500), Decimal(3), Decimal(10), Decimal(1350), Decimal(1350)),
        ("Mill", "Mill 1", Decimal(10), Decimal(2), Decimal(0), Decimal(20), Decimal(20)),
    ], "the lines' own sum takes the place of the total that came with the order"
    again = cli.run_json(monkeypatch, packed, *US)
    assert {status for counts in cli.counts(again).values() for status in counts} == {"unchanged"}


@pytest.mark.django_db(transaction=True)
def test_a_zoho_import_is_taken_back_whole(folder: Path, tmp_path: Path) -> None:
    names = ("Users", "Price_Books", "Vendors")
    for name in names:
        shutil.copy(folder / f"{name}.csv.gz", tmp_path)
    (tmp_path / "Sales_Orders.csv").write_text(ORDERS)
    (tmp_path / "Sales_Order_Line_Items.csv").write_text(ITEMS)
    tables = ("contacts_company", "orders_order", "orders_orderline", "pricing_pricelist", "catalog_product")
    counting = "SELECT " + ", ".join(
        f"(SELECT count(*) FROM {table} WHERE deleted_at IS NULL)" for table in tables
    )
    plan = analysis.analyse(SYSTEM, sorted(tmp_path.iterdir()), options=Options(currency="USD"))
    job = run.create(SYSTEM, plan).pk
    assert run.run(SYSTEM, job).counts == {"created": 11 + 10 + 100 + 2 + 2}
    assert ours(counting) == [(100, 2, 2, 10, 2)]
    undoing.undo(SYSTEM, job)
    assert ours(counting) == [(0, 0, 0, 0, 0)]
