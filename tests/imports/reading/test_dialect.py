"""Dialects: measured on the Pollock files with their true dialects, and by writing and reading back."""

import contextlib
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientela.engine.imports.reading import encoding as encodings
from clientela.engine.imports.reading.dialect import Dialect, detect, split_lines
from tests.shared_data import shared_archive, shared_data

MARKS = {
    "comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "vslash": "|", "doublequote": '"', "singlequote": "'",
    "backslash": "\\", "lf": "\n", "crlf": "\r\n", "cr": "\r", "": "",
}  # fmt: skip


def truth() -> dict[str, list[str]]:
    lines = (
        shared_data("messy_csv_pollock", "Dialect_annotations.txt").read_text("utf-8-sig").splitlines()[2:]
    )
    return {
        name: [MARKS[mark] for mark in marks]
        for name, _, *marks in (line.split("|") for line in lines if line)
    }


def text_of(content: bytes) -> str:
    found = encodings.detect(content)
    return content[found.mark : encodings.SAMPLE].decode(found.name, "replace")


def is_right(found: Dialect, wanted: list[str], text: str) -> bool:
    """Delimiter, quotation mark, escape, and the record end where it still occurs (git has rewritten some)."""
    delimiter, quote, escape, end = wanted
    escape = escape if escape == "\\" else ""
    ends = end not in text or found.terminator == end
    return (found.delimiter, found.quote, found.escape) == (delimiter, quote, escape) and ends


def test_97_of_100_pollock_files_are_understood() -> None:
    wanted = truth()
    files = {
        name.rsplit("/", 1)[-1]: text_of(content)
        for name, content in shared_archive("messy_csv_pollock", "csv.tar.xz").items()
    }
    wrong = {
        name: detect(text) for name, text in files.items() if not is_right(detect(text), wanted[name], text)
    }
    right = 1 - len(wrong) / len(files)
    assert len(files) == 139
    assert right >= 0.97, f"{right:.1%} of {len(files)}; wrong: {wrong}"


ROWS = [
    ["Company", "Since", "Revenue", "Note"],
    ["Łódź Sp. z o.o.", "2019-03-01", "1234,50", "calls on Mondays"],
    ["O'Neill, Sons", "2020-11-17", "99,00", 'says "later"; then\nagain'],
    ["Ünal | Co", "2021-01-30", "15000,00", ""],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("escape", ["", "\\"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_what_is_written_is_read_back(delimiter: str, quoting: int, escape: str, end: str) -> None:
    out = io.StringIO()
    csv.writer(
        out,
        delimiter=delimiter,
        quoting=quoting,  # type: ignore[arg-type]  # the stubs want a literal
        lineterminator=end,
        doublequote=not escape,
        escapechar=escape or None,
    ).writerows(ROWS)
    assert parsed(out.getvalue()) == ROWS


def parsed(text: str) -> list[list[str]]:
    found = detect(text)
    return [
        [cell.replace("\v", "\n") for cell in cells] for cells in found.reader(iter(split_lines(text, found)))
    ]


def test_blanks_before_quotation_marks_do_not_hide_them() -> None:
    assert parsed('name, note\n"Ann", "a, b"\n"Ben", "c, d"\n')[1] == ["Ann", "a, b"]


def test_line_ends_inside_cells_need_no_quotation_marks_where_records_end_otherwise() -> None:
    text = "id;note\r1;one\ntwo\nthree\r2;four\r3;five\r"
    assert parsed(text) == [["id", "note"], ["1", "one\ntwo\nthree"], ["2", "four"], ["3", "five"]]


@pytest.mark.parametrize(
    "rows",
    [
        ["Full name", "Ann Smith", "Ben Jones", "Cat Brown"] * 5,
        ["Created", "2020-01-01 10:00:00", "2020-01-02 11:30:00", "2020-01-03 12:00:00"],
        ["Start", "10:30", "11:45", "12:00"],
        ["Website", "https://a.example", "https://b.example/x y"],
        ["E-mail", "ann@example.org"],
    ],
)
def test_a_single_column_is_not_torn_apart(rows: list[str]) -> None:
    assert parsed("\n".join(rows)) == [[row] for row in rows]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab1,;|\t\"'\\ \n\r", max_size=400))
def test_any_text_gets_a_dialect_that_parses_or_fails_as_csv(text: str) -> None:
    found = detect(text)
    lines = split_lines(text, found)
    with contextlib.suppress(csv.Error):
        rows = list(found.reader(iter(lines)))
        assert len(rows) <= len(lines)
        # Nothing is invented, but Python's reader ends a line that an escape leaves open.
        assert {character for row in rows for cell in row for character in cell} <= {*"".join(lines), "\n"}
