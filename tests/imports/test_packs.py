"""Archives of tables: unpacked beside each other, never by the names inside them, never beyond a limit."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clientela.engine.imports import drafts, packs
from clientela.engine.imports.reading.problems import Unreadable
from tests.imports.browsing import Wizard, client, wizard

__all__ = ["client", "wizard"]
COMPANIES = "Company,City\nAlpha GmbH,Berlin\nBeta AG,Köln\n"
PEOPLE = "Name,E-mail,Company\nJana Nowak,jana@example.org,Alpha GmbH\n"


def packed(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()


def written(folder: Path, content: bytes) -> Path:
    path = folder / "export.zip"
    path.write_bytes(content)
    return path


def test_tables_are_taken_and_names_are_no_paths(tmp_path: Path) -> None:
    names = {
        "../../escape.csv": "A\n1",
        "/etc/b.csv": "B\n2",
        "x/.hidden.csv": "",
        "__MACOSX/x.csv": "",
        "readme.txt": "",
    }
    archive = written(tmp_path, packed(**names))
    found = packs.unpack(archive, tmp_path / "out", limit=100)
    assert [(path.parent.name, path.name, name) for path, name in found] == [
        ("out", "0.csv", "escape.csv"),
        ("out", "1.csv", "b.csv"),
    ]
    assert [path.read_text() for path, _name in found] == ["A\n1", "B\n2"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed(**{"bomb.csv": "0" * 10_000_000}), "unpacks to more"),
        (packed(**{"readme.txt": "no table"}), "holds 0 tables"),
        (packed(**{f"{n}.csv": "A" for n in range(packs.MOST + 1)}), "holds 201 tables"),
        (packed(**{"a.csv": "A\n1" * 50}).replace(b"A\n1", b"A\n1").replace(b"\x08\x00", b"\x63\x00"), "damaged or locked"),
    ],
)  # fmt: skip
def test_what_is_not_unpacked_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        packs.unpack(written(tmp_path, content), tmp_path / "out", limit=1_000_000)
    assert said in refused.value.message % refused.value.params


@pytest.mark.parametrize(
    ("content", "is_one"),
    [(packed(**{"a.csv": "A"}), True), (packed(**{"[Content_Types].xml": ""}), False), (b"PK\x03\x04 broken", False), (b"A,B", False)],
)  # fmt: skip
def test_a_workbook_is_no_archive_of_tables(tmp_path: Path, content: bytes, is_one: bool) -> None:
    assert packs.is_pack(written(tmp_path, content)) is is_one


def test_an_archive_is_imported_in_one_go_in_the_browser(wizard: Wizard) -> None:
    archive = packed(**{"crm/people.csv": PEOPLE, "crm/companies.csv": COMPANIES})
    page = wizard.send("root", SimpleUploadedFile("crm.zip", archive))
    assert list(wizard.job.files.values_list("name", flat=True)) == ["companies.csv", "people.csv"]
    assert "companies.csv" in page
    wizard.begin()
    assert {file.counts["created"] for file in wizard.job.files.all()} == {1, 2}


def test_more_tables_than_are_taken_at_once_are_named(wizard: Wizard) -> None:
    archive = packed(**{f"t{n:02}.csv": COMPANIES for n in range(drafts.MOST_FILES + 2)})
    wizard.send("root", SimpleUploadedFile("crm.zip", archive))
    assert wizard.job.files.count() == drafts.MOST_FILES
    unread = [name for name, _why in wizard.job.given["unread"]]
    assert unread == ["t40.csv", "t41.csv"]


CASES = "Case Owner,Status,Case Origin,Days to Closed\nAnn,Closed,Email,62\n"


def test_what_has_no_place_here_is_said_and_keeps_nobody_from_the_rest(wizard: Wizard) -> None:
    page = wizard.send(
        "root", SimpleUploadedFile("zoho.zip", packed(**{"Cases.csv": CASES, "Accounts.csv": COMPANIES}))
    )
    assert [name for name, _why in wizard.job.given["unread"]] == ["Cases.csv"]
    assert "Cases.csv" in page and "no records of this kind" in page
    wizard.begin()
    assert wizard.file.counts == {"created": 2}


def test_who_says_what_it_is_may_keep_it_as_that(wizard: Wizard) -> None:
    wizard.send("root", SimpleUploadedFile("Cases.csv", CASES.encode()), at="/import/?as=activity")
    assert wizard.file.entity == "activity"
