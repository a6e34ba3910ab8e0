"""Spreadsheets: values as text, sheets, where the table begins, and archives that want too much."""

import datetime
import io
import zipfile
from typing import Any

import pytest

from clientela.engine.imports.reading import Table, Unreadable, open_table
from clientela.engine.imports.reading import xlsx as xlsx_module

openpyxl: Any = pytest.importorskip("openpyxl")
Cells = dict[str, object]


def workbook(**sheets: Cells) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for place, value in cells.items():
            sheet[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(content: bytes, **options: Any) -> Table:
    return open_table(io.BytesIO(content), "book.xlsx", **options)


PEOPLE: Cells = {
    "A1": "Name", "B1": "Since", "C1": "Amount", "D1": "Active", "E1": "Called",
    "A2": "Łukasz", "B2": datetime.date(2020, 1, 2), "C2": 1234.5, "D2": True, "E2": datetime.datetime(2021, 3, 4, 5, 6, 7),
    "A4": "Ann", "B4": datetime.date(2021, 12, 31), "C4": 7, "D4": False,
}  # fmt: skip


def test_values_become_text_as_a_csv_would_hold_them() -> None:
    found = table(workbook(People=PEOPLE))
    assert found.columns == ["Name", "Since", "Amount", "Active", "Called"]
    assert [(row.number, row.values) for row in found.rows()] == [
        (2, ["Łukasz", "2020-01-02", "1234.5", "true", "2021-03-04 05:06:07"]),
        (4, ["Ann", "2021-12-31", "7", "false", ""]),
    ]
    assert [row.number for row in found.rows(after=2)] == [4]


def test_a_sheet_is_chosen_by_name_and_an_empty_first_one_is_passed_over() -> None:
    content = workbook(Cover={}, People=PEOPLE, Other={"A1": "City", "A2": "Oslo", "A3": "Rome"})
    assert (table(content).sheet, table(content).sheets) == ("People", ["Cover", "People", "Other"])
    assert table(content, sheet="Other").columns == ["City"]
    with pytest.raises(Unreadable, match=r"no sheet “Nope”\. Sheets: Cover, People, Other"):
        table(content, sheet="Nope")
    with pytest.raises(Unreadable, match="has no rows"):
        table(workbook(Cover={}))


def test_a_table_may_begin_anywhere() -> None:
    found = table(workbook(S={"C3": "Name", "D3": "Since", "C4": "Ann", "D4": 2020, "C5": "Ben", "D5": 2019}))
    assert [row.number for row in found.rows()] == [4, 5]
    assert [row.values[-2:] for row in found.rows()] == [["Ann", "2020"], ["Ben", "2019"]]


def test_one_cell_in_the_far_corner_does_not_take_the_memory() -> None:
    with pytest.raises(Unreadable, match="spans 1048576 rows and 16384 columns"):
        table(workbook(S={"A1": "Name", "XFD1048576": "x"}))


def test_an_archive_that_unpacks_to_a_thousandfold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_module, "MAX_UNPACKED", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    with pytest.raises(Unreadable, match="unpacks to 2 MB"):
        table(out.getvalue())


def test_damaged_archives_are_refused_with_a_remedy() -> None:
    content = workbook(People=PEOPLE)
    for broken in (
        content[:500],
        content[: len(content) // 2],
        content.replace(b"sheet1", b"shoot1"),
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    ):
        with pytest.raises(Unreadable, match=r"save it again|has no rows"):
            list(table(broken).rows())
