"""Exports: the same rows as the list, to who may, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection, connections
from openpyxl.reader.excel import load_workbook

from clientela.engine.records import commands
from clientela.engine.screens import export
from tests.screens.conftest import Browser


def table(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    "who, status, seen",
    [("ann", 200, 1), ("ben", 200, 0), ("cat", 200, 0), ("dan", 403, 0), ("root", 200, 1)],
)
def test_who_may_export_what(client: Browser, who: str, status: int, seen: int) -> None:
    response = client.as_(who).get("/companies/export/?form=csv&what=shown")
    assert response.status_code == status
    if status == 200:
        assert len(table(response)) == 1 + seen


def test_the_columns_and_rows_of_the_list(client: Browser) -> None:
    ann = client.world.actor("ann")
    commands.create(ann, "company", {"name": "Аптека", "state": "lead", "revenue": "1200.50 PLN"})
    rows = table(
        client.as_("ann").get(
            "/companies/export/?form=csv&what=shown&columns=name,state,owner,revenue&sort=-name"
        )
    )
    assert rows == [
        ["Name", "State", "Owner", "Annual revenue", "Annual revenue currency"],
        ["Аптека", "Lead", "Ann", "1200.50", "PLN"],
        ["Zakłady Łódź", "Customer", "Ann", "", ""],
    ]
    assert len(table(client.get("/companies/export/?form=csv&what=shown&state=lead"))) == 2


def test_all_fields_include_id_and_parts(client: Browser) -> None:
    head, row = table(client.as_("ann").get("/companies/export/?form=csv&what=all"))
    found = dict(zip(head, row, strict=True))
    assert found["ID"] == str(client.world.company.pk)
    assert (found["City"], found["Telephone"]) == ("Łódź", "+48425550110")


def test_only_the_selected(client: Browser) -> None:
    ann = client.world.actor("ann")
    other = commands.create(ann, "company", {"name": "Other"})
    commands.create(ann, "company", {"name": "Third"})
    rows = table(client.as_("ann").post("/companies/export/?form=csv&what=shown", {"ids": [str(other.pk)]}))
    assert [row[0] for row in rows[1:]] == ["Other"]


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3"])
def test_formulas_are_text(client: Browser, name: str) -> None:
    commands.create(client.world.actor("cat"), "company", {"name": name})
    (_head, row) = table(client.as_("cat").get("/companies/export/?form=csv&what=shown&columns=name"))
    assert row == [f"'{name}"]
    book = sheet(client.get("/companies/export/?form=xlsx&what=shown&columns=name"))
    assert (book["A2"].value, book["A2"].data_type) == (name, "s")


def sheet(response: Any) -> Any:
    content = b"".join(response.streaming_content)
    return load_workbook(io.BytesIO(content)).active


def test_xlsx_has_numbers_as_numbers(client: Browser) -> None:
    rows = sheet(
        client.as_("ann").get("/deals/export/?form=xlsx&what=shown&columns=name,company,amount,updated_at")
    )
    values = [cell.value for cell in rows[2]]
    assert values[:4] == ["CNC line", "Zakłady Łódź", 148000, "EUR"]
    assert values[4].year > 2000


@pytest.mark.parametrize(
    "query",
    [
        "form=pdf",
        "form=csv&what=some",
        "form=csv&state=nowhere",
        "form=csv&colour=red",
        "form=csv&sort=colour",
    ],
)
def test_a_bad_address(client: Browser, query: str) -> None:
    assert client.as_("ann").get(f"/companies/export/?{query}").status_code == 400


def test_only_a_few_exports_at_once(client: Browser) -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            for number in range(export.SLOTS):
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [export.LOCKS, number])
            response = client.as_("ann").get("/companies/export/?form=csv")
            assert response.status_code == 409 and "under way already" in response.content.decode()
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    assert len(table(client.get("/companies/export/?form=csv"))) == 2


def test_an_export_gives_its_place_back(client: Browser) -> None:
    client.as_("ann")
    for _again in range(export.SLOTS + 2):
        table(client.get("/companies/export/?form=csv"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [export.LOCKS]
        )
        assert cursor.fetchone() == (0,)


def test_many_rows_come_in_pieces(client: Browser) -> None:
    commands.create_many(client.world.actor("cat"), "company", [{"name": f"F{n}"} for n in range(450)])
    response: Any = client.as_("cat").get("/companies/export/?form=csv&what=shown")
    pieces = list(response.streaming_content)
    assert len(pieces) == 3 and b"".join(pieces).count(b"\r\n") == 451
