"""Tables out of CSV files: headers, rows that do not fit, damage, resuming, and files that are none."""

import gzip
import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clientela.engine.imports.reading import Table, Unreadable, open_table
from clientela.engine.imports.reading.sources import MAX_LINE
from tests.shared_data import shared_archive, shared_data


def table(text: str | bytes, **options: Any) -> Table:
    content = text if isinstance(text, bytes) else text.encode()
    return open_table(io.BytesIO(content), "list.csv", **options)


def values(of: Table) -> list[list[str]]:
    return [row.values for row in of.rows()]


def test_columns_are_clean_and_unique() -> None:
    found = table("Name;\ufeff Phone\u00a0;phone;;E-mail\nAnn;1;2;3;a@b.example\nBen;1;2;;b@b.example\n")
    assert found.columns == ["Name", "Phone", "phone (2)", "Column 4", "E-mail"]


def test_a_table_without_a_header_gets_invented_names() -> None:
    found = table("Ann,ann@example.org,2020-01-01\nBen,ben@example.org,2020-02-01\n")
    assert (found.has_header, found.columns) == (False, ["Column 1", "Column 2", "Column 3"])
    assert len(values(found)) == 2


def test_titles_above_the_table_are_no_rows_but_kept() -> None:
    found = table(
        "Contacts of the office,,\nprinted 2020-01-01,,\n\nName,City,Since\nAnn,Paris,2020\nBen,Rome,2019\nCat,Oslo,2018\n"
    )
    assert found.columns == ["Name", "City", "Since"]
    assert found.preamble == ["Contacts of the office,,", "printed 2020-01-01,,"]
    assert [row.number for row in found.rows()] == [5, 6, 7]


def test_header_and_dialect_can_be_overruled() -> None:
    assert table("a,b\nc,d\n", header=False).columns == ["Column 1", "Column 2"]
    assert table("x\na;b\nc;d\n", header=2).columns == ["a", "b"]
    assert values(table("a:b,c\n1:2,3\n", delimiter=":")) == [["1", "2,3"]]
    assert values(table("naïve;x\n1;2\n".encode("cp1252"), encoding="cp1252")) == [["1", "2"]]
    assert table("sep=|\na|b\n1|2\n").columns == ["a", "b"]


def test_rows_that_do_not_fit_are_handed_on_and_marked() -> None:
    found = table("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n4,5,6\n7,8,9\n")
    rows = list(found.rows())
    assert [(row.number, row.missing, row.surplus) for row in rows][1:4] == [
        (3, 1, ()),
        (4, 0, ("4",)),
        (5, 0, ()),
    ]
    assert all(len(row.values) == 3 for row in rows)
    assert [notice.row for notice in found.notices] == [3, 4]


def test_numbers_are_the_lines_where_records_begin_and_reading_resumes_after_any() -> None:
    found = table('a,b\n1,"x\ny"\n\n2,z\n3,w\n')
    assert [row.number for row in found.rows()] == [2, 5, 6]
    assert [row.values[0] for row in found.rows(after=2)] == ["2", "3"]


def test_what_cannot_be_decoded_is_reported_with_its_line() -> None:
    found = table(("Łódź,Gdańsk\n" * 60).encode() + b"Gda\xf1sk,x\n", header=False)
    assert len(values(found)) == 61
    assert [(notice.kind, notice.row) for notice in found.notices] == [("encoding", 61)]


def test_zero_bytes_are_left_out_and_reported() -> None:
    found = table(b"name,city\nAnn,Pa\0ris\n" + b"Ben,Rome\n" * 40)
    assert values(found)[0] == ["Ann", "Paris"]
    assert found.notices[0].kind == "nul"


def test_an_unclosed_quotation_mark_is_reported_where_it_opens() -> None:
    found = table('a,b\n1,2\n3,"4\n5,6\n')
    assert values(found)[-1] == ["3", "4\n5,6\n"]
    assert ("quote", 3) in [(notice.kind, notice.row) for notice in found.notices]


def test_a_gzipped_file_is_unpacked_and_a_damaged_one_refused() -> None:
    packed = gzip.compress(b"a,b\n" + b"1,2\n" * 5000)
    assert len(values(table(packed))) == 5000
    with pytest.raises(Unreadable, match="damaged gzip"):
        list(table(packed[: len(packed) // 2]).rows())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF file"),
        (b"\x89PNG\r\n\x1a\n....", "is a PNG file"),
        (b"<!doctype html><table>", "is a HTML file"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(32)) * 40, "is not a text file"),
        (b"PK\x03\x04 no archive", "is damaged"),
    ],
)
def test_what_is_no_table_is_refused_by_name_with_a_remedy(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message) as refusal:
        table(content)
    assert refusal.value.message % refusal.value.params == str(refusal.value)


def test_impossible_wishes_are_refused() -> None:
    for wish in (
        {"encoding": "klingon"},
        {"encoding": "base64"},
        {"delimiter": ",,"},
        {"delimiter": '"', "quote": '"'},
        {"header": 99},
    ):
        with pytest.raises(Unreadable):
            table("a,b\n1,2\n", **wish)
    with pytest.raises(Unreadable, match="cannot be opened"):
        open_table(Path("no such file.csv"))


def test_an_endless_line_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(Unreadable, match="longer than"):
        list(table(b"a,b\n" + b"x" * (MAX_LINE + 10)).rows())


def test_a_long_file_streams_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"name,mail,city\n" + b"Smith,smith@example.org,Paris\n" * 100_000)
    found = open_table(path)
    tracemalloc.start()
    count = sum(1 for _ in found.rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 5_000_000


def test_shared_exports_have_their_documented_rows_and_no_notices() -> None:
    counts = {"Leads": 3900, "Potentials": 3632, "Sales_Orders": 2061, "Accounts": 2229, "Contacts": 1265}
    for name, count in counts.items():
        found = open_table(shared_data("crm_export_zoho", f"{name}.csv.gz"))
        assert (len(values(found)), found.has_header, found.notice_count) == (count, True, 0), name
    accounts = open_table(shared_data("crm_export_salesforce", "salesforce", "accountData.csv"))
    assert (len(values(accounts)), len(accounts.columns), accounts.notice_count) == (423, 38, 0)


def test_no_shared_file_is_unreadable() -> None:
    for archive in (
        ("messy_csv_pollock", "csv.tar.xz"),
        ("crm_export_salesforce", "salesforce", "dataloader_testfiles.tar.gz"),
    ):
        for name, content in shared_archive(*archive).items():
            assert table(content).columns, name


def is_read_or_refused(content: bytes) -> bool:
    """Every row as wide as the head and every notice in words, or a refusal in words."""
    try:
        found = table(content)
        wide = all(len(row.values) == len(found.columns) for row in found.rows())
        return wide and all(str(notice) for notice in found.notices)
    except Unreadable as refusal:
        return bool(str(refusal))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
@example(b"PK\x03\x04")
@example(b"\x1f\x8b\x08")
@example(b"BEGIN:VCARD\nN")
@example(b"\x88\x62")
@example(b"\xff\xfea")
@example(b'"')
@example(b"sep=")
@example(b"sep=\n")
@example(b"\\")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert is_read_or_refused(content)


HOSTILE = st.lists(
    st.sampled_from([*"abЖ1,;|\t\"'\\ \n\r\0\v", "\r\n", '""', "=", "2020-01-01", "\ufeff", "é"]),
    max_size=150,
)


@settings(max_examples=150, deadline=None)
@given(HOSTILE.map("".join), st.sampled_from(["utf-8", "utf-16", "cp1251", "utf-16-le"]))
def test_any_text_is_read_or_refused(text: str, codec: str) -> None:
    assert is_read_or_refused(text.encode(codec, "replace"))


CELL = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc"], include_characters="\n\t", exclude_characters="\ufffd"
    ),
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_no_cell_of_a_plain_file_is_lost(rows: list[list[str]]) -> None:
    """Told how a file is written, the reader gives back every cell of it."""
    import csv

    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["h1", "h2", "h3"], *rows])
    found = table(out.getvalue(), encoding="utf-8", delimiter=",", quote='"', header=1)
    if found.dialect is not None and not found.dialect.escape:
        assert values(found) == rows
