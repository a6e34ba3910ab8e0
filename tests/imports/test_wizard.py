"""The import in the browser: choosing files, what is shown before, changing it, beginning, the result, undoing."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clientela.domains.contacts.models import Company, Person
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.imports import drafts, run, tasks
from clientela.engine.imports.models import Import
from clientela.engine.jobs.models import Progress, State
from tests.imports.browsing import Wizard, client, wizard

__all__ = ["client", "wizard"]

COMPANIES = "Company,City,Industry,Employees\nAlpha GmbH,Berlin,Retail,12\nBeta AG,Köln,technolgy,7\nZakłady Łódź,Łódź,Medical,900\n"
PEOPLE = (
    "Name,E-mail,Company\nIgor Petrenko,igor@example.org,Zakłady Łódź\nJana Nowak,jana@example.org,Gamma KG\n"
)


def names(model: Any = Company) -> set[str]:
    return set(gate.visible(SYSTEM, model).values_list("name", flat=True))


# -- choosing ----------------------------------------------------------------------------------------------------------
def test_a_clean_file_needs_one_click_after_it_was_chosen(wizard: Wizard) -> None:
    page = wizard.upload("root", companies=COMPANIES)
    assert "Import 3 rows" in page and "Companies" in page and "All 3 rows were tried" in page
    assert names() == {"Zakłady Łódź"}, "nothing is saved before the start"
    page = wizard.begin()
    assert names() == {"Alpha GmbH", "Beta AG", "Zakłady Łódź"}
    assert "Alpha GmbH" in page and "Undo the import" in page


def test_duplicates_are_seen_before_anything_is_saved(wizard: Wizard) -> None:
    page = wizard.upload("root", companies=COMPANIES)
    company = wizard.world.company
    assert f'href="/companies/{company.pk}/"' in page and "To update" in page


def test_several_files_at_once_are_put_in_the_order_of_their_links(wizard: Wizard) -> None:
    wizard.upload("root", people=PEOPLE, companies=COMPANIES)
    assert list(wizard.job.files.values_list("name", flat=True)) == ["companies.csv", "people.csv"]
    wizard.begin()
    assert "Jana Nowak" in names(Person) and {"Alpha GmbH", "Gamma KG"} <= names()


def test_gzip_is_unpacked(wizard: Wizard) -> None:
    assert "Import 3 rows" in wizard.send(
        "root", SimpleUploadedFile("companies.csv.gz", gzip.compress(COMPANIES.encode()))
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 hello", "is a PDF file"),
        (b"PK\x03\x04 broken", "is damaged or protected"),
        (b"\x1f\x8b broken", "damaged gzip"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_remedy_and_leaves_nothing(
    wizard: Wizard, content: bytes, said: str
) -> None:
    response = wizard.client.as_("root").post(
        "/import/", {"files": [SimpleUploadedFile("table.csv", content)]}
    )
    assert response.status_code == 422 and said in response.content.decode()
    assert not Import.objects.exists() and not list(wizard.folder.glob("imports/*"))


def test_what_can_be_read_is_taken_without_what_cannot(wizard: Wizard) -> None:
    page = wizard.send(
        "root",
        SimpleUploadedFile("a.pdf", b"%PDF-1.7"),
        SimpleUploadedFile("companies.csv", COMPANIES.encode()),
    )
    assert "“a.pdf” was not taken" in page and "Import 3 rows" in page


def test_no_file_and_too_many_and_too_big(wizard: Wizard, settings: Any) -> None:
    browser = wizard.client.as_("root")
    assert browser.post("/import/", {}).status_code == 422
    many = [SimpleUploadedFile(f"{n}.csv", b"a,b\n1,2\n") for n in range(drafts.MOST_FILES + 1)]
    assert browser.post("/import/", {"files": many}).status_code == 413
    settings.UPLOAD_LIMIT = 10
    response = browser.post("/import/", {"files": [SimpleUploadedFile("big.csv", COMPANIES.encode())]})
    assert response.status_code == 413 and "It is larger than" in response.content.decode()


def test_files_are_kept_privately(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    stored = [path for path in wizard.folder.rglob("*") if path.is_file()]
    assert [oct(path.stat().st_mode)[-3:] for path in stored] == ["600"]
    assert oct(stored[0].parent.stat().st_mode)[-3:] == "700" and "companies" not in stored[0].name


def test_a_name_cannot_lead_elsewhere(wizard: Wizard) -> None:
    wizard.send("root", SimpleUploadedFile("../../../etc/x.csv", COMPANIES.encode()))
    assert all(wizard.folder in path.parents for path in wizard.folder.rglob("*.csv"))


# -- who ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("who", "status"), [("root", 200), ("ann", 200), ("dan", 403), (None, 302)])
def test_only_who_may_import_something_gets_the_page(wizard: Wizard, who: str | None, status: int) -> None:
    assert wizard.client.as_(who).get("/import/").status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("ann", 200), ("root", 200), ("ben", 404), ("cat", 404), ("dan", 404)]
)
def test_an_import_is_its_owner_s_and_the_administrators(wizard: Wizard, who: str, status: int) -> None:
    wizard.upload("ann", companies=COMPANIES)
    assert wizard.client.as_(who).get(wizard.path).status_code == status
    verbs = (
        "run/",
        "deletion/",
        f"files/{wizard.file.pk}/",
        f"files/{wizard.file.pk}/options/",
        "resumption/",
        "undoing/",
    )
    if status == 404:
        assert {wizard.client.post(wizard.path + verb).status_code for verb in verbs} == {404}


def test_a_seller_s_import_adds_no_fields_and_options(wizard: Wizard) -> None:
    page = wizard.upload("ann", companies="Company,Shoe size\nAlpha GmbH,44\n")
    assert "an administrator could add fields" in page and 'name="add_fields"' not in page
    wizard.change("options/", mode="both", currency="EUR", add_fields="on", add_options="on")
    assert Import.objects.get().options["add_fields"] is False
    wizard.begin()
    assert "Alpha GmbH" in names()


# -- changing ----------------------------------------------------------------------------------------------------------
def test_a_column_goes_where_a_person_says(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    page = wizard.change(**{"target.1": "description"})
    assert "as the mapping says" in page
    wizard.begin()
    alpha = gate.visible(SYSTEM, Company).get(name="Alpha GmbH")
    assert alpha.description == "Berlin"


def test_a_target_that_does_not_exist_changes_nothing(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    before = Import.objects.get().given
    response = wizard.client.post(f"{wizard.path}files/{wizard.file.pk}/", {"target.1": "nonsense"})
    assert response.status_code == 409 and Import.objects.get().given == before


def test_near_words_are_taken_and_others_may_be_replaced(wizard: Wizard) -> None:
    page = wizard.upload("root", companies=COMPANIES.replace("Retail", "Shops"))
    assert "“technolgy” → “Technology”" in page and "“Shops”" in page
    page = wizard.change(column="2", text="Shops", right="Retail")
    assert "“Shops” → “Retail”" in page and "“Shops”</bdi>" not in page
    page = wizard.change(column="2", text="Shops", right="")
    assert "“Shops” → “Retail”" not in page


def test_another_entity_begins_anew(wizard: Wizard) -> None:
    wizard.upload("root", things="Name,E-mail\nAlpha,a@example.org\n")
    wizard.change(**{"target.0": "@note"})
    page = wizard.change(entity="person")
    assert '<option value="person" selected>' in page and Import.objects.get().given["files"][
        "things.csv"
    ] == {"entity": "person"}


def test_where_one_came_from_helps_with_a_file_that_says_little(wizard: Wizard) -> None:
    page = wizard.send(
        "root", SimpleUploadedFile("x.csv", b"Name,Remark\nAlpha,nice\n"), at="/import/?as=product"
    )
    assert '<option value="product" selected>' in page


def test_the_file_is_read_otherwise(wizard: Wizard) -> None:
    wizard.send(
        "root",
        SimpleUploadedFile(
            "companies.csv", "Company;City\nŻółw sp. z o.o.;Łódź\nKrańcowa;Wałcz\n".encode("cp1250")
        ),
    )
    page = wizard.change(encoding="utf_8", delimiter=";", header="yes")
    assert "�" in page
    page = wizard.change(encoding="cp1250", delimiter=";", header="no")
    assert "Import 3 rows" in page and "Żółw" in page


def test_dates_that_leave_it_open_are_asked_about(wizard: Wizard) -> None:
    page = wizard.upload("root", deals="Deal name,Amount,Close date\nA,10,03/04/2026\nB,20,05/06/2026\n")
    assert 'name="dates.2"' in page
    wizard.change(**{"dates.2": "mdy"})
    assert Import.objects.get().given["files"]["deals.csv"]["dates"] == {"Close date": "mdy"}


def test_records_are_recognised_by_what_a_person_ticks(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    page = wizard.change(matching="1", match=["name", "address.city"])
    assert "Recognised by Name + " in page
    assert wizard.change(matching="1").count("Recognised by Name.") == 1


def test_only_updating_creates_nothing(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    assert "Skipped" in wizard.change("options/", mode="update", currency="EUR", fix="on")
    wizard.begin()
    assert names() == {"Zakłady Łódź"}


@pytest.mark.parametrize("bad", [{"mode": "all"}, {"currency": "XXY"}])
def test_options_that_do_not_exist_are_refused(wizard: Wizard, bad: dict[str, str]) -> None:
    wizard.upload("root", companies=COMPANIES)
    url = f"{wizard.path}files/{wizard.file.pk}/options/"
    assert wizard.client.post(url, {"mode": "both", "currency": "EUR", **bad}).status_code == 409


def test_a_file_is_left_out_and_an_import_discarded(wizard: Wizard) -> None:
    wizard.upload("root", people=PEOPLE, companies=COMPANIES)
    people = Import.objects.get().files.get(name="people.csv")
    assert wizard.client.post(f"{wizard.path}files/{people.pk}/deletion/").status_code == 302
    assert wizard.client.post(f"{wizard.path}files/{wizard.file.pk}/deletion/").status_code == 409
    assert wizard.client.post(f"{wizard.path}deletion/").status_code == 302
    assert not Import.objects.exists() and not list(wizard.folder.glob("imports/*"))


# -- what is odd -------------------------------------------------------------------------------------------------------
def test_a_header_without_rows_is_said_and_cannot_begin(wizard: Wizard) -> None:
    page = wizard.upload("root", companies="Company,City,Industry\n")
    assert "There are no rows to import" in page and "disabled" in page.split('id="start"')[1][:30]


def test_a_file_that_fits_nothing_asks_what_it_holds(wizard: Wizard) -> None:
    page = wizard.upload("root", zzz="qqq,www\n1,2\n3,4\n")
    assert "Its columns fit nothing" in page and "Say what “zzz.csv” holds" in page
    assert wizard.client.post(f"{wizard.path}run/").status_code == 409
    assert "Import 2 rows" in wizard.change(entity="company")


def test_files_that_are_gone_are_told_so(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    Path(wizard.file.path).unlink()
    response = wizard.client.get(wizard.path)
    assert response.status_code == 410 and "The files are not here any more" in response.content.decode()
    assert wizard.client.post(f"{wizard.path}run/").status_code == 409


def test_html_in_a_file_is_text(wizard: Wizard) -> None:
    page = wizard.upload("root", companies="Company,City\n<script>alert(1)</script>,<b>x</b>\n")
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_drafts_are_tidied_away_after_a_week(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    tasks.tidy()
    assert Import.objects.exists()
    Import.objects.update(at="2020-01-01T00:00Z")
    tasks.tidy()
    assert not Import.objects.exists() and not list(wizard.folder.glob("imports/*"))


def test_more_rows_than_a_look_takes_are_tried_in_the_background(wizard: Wizard) -> None:
    rows = "".join(f"Company {n},Berlin\n" for n in range(1_200))
    page = wizard.upload("root", companies=f"Company,City\n{rows}")
    assert "The first 1,000 rows were tried" in page
    work = Progress.objects.get(kind="import.try")
    assert work.state == State.QUEUED and work.link == wizard.path
    wizard.change("options/", mode="create", currency="EUR")
    assert Progress.objects.filter(kind="import.try").count() == 2


# -- afterwards --------------------------------------------------------------------------------------------------------
def test_what_has_begun_cannot_be_changed(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    wizard.begin()
    for verb in ("run/", "deletion/", f"files/{wizard.file.pk}/"):
        assert wizard.client.post(wizard.path + verb).status_code == 409


def test_rows_are_shown_by_outcome_and_given_as_a_file(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    wizard.begin()
    page = wizard.client.get(f"{wizard.path}?outcome=updated").content.decode()
    assert "Zakłady Łódź" in page and "Alpha GmbH" not in page
    response: Any = wizard.client.get(f"{wizard.path}files/{wizard.file.pk}/result.csv")
    assert response["Content-Disposition"] == 'attachment; filename="companies-result.csv"'
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == 4 and lines[1][:2] == ["2", "Alpha GmbH"] and "/companies/" in lines[1][-1]


@pytest.mark.django_db(transaction=True)  # the log tells what an import did by its transactions
def test_an_import_is_taken_back_after_a_look(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    wizard.begin()
    page = wizard.client.fragment("get", f"{wizard.path}undoing/").content.decode()
    assert "Removed" in page and names() == {"Alpha GmbH", "Beta AG", "Zakłady Łódź"}, (
        "a look changes nothing"
    )
    wizard.undo()
    assert names() == {"Zakłady Łódź"}
    assert "Undone" in wizard.client.get(wizard.path).content.decode()
    assert wizard.client.post(f"{wizard.path}undoing/").status_code == 409


def test_an_interrupted_import_goes_on(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    wizard.client.post(f"{wizard.path}run/")
    Progress.objects.update(state=State.FAILED)
    page = wizard.client.get(wizard.path).content.decode()
    assert "Interrupted" in page and "Go on" in page
    assert wizard.client.post(f"{wizard.path}resumption/").status_code == 302
    run.run(wizard.world.actor("root"), wizard.job.pk)
    Progress.objects.update(state=State.DONE)
    assert names() == {"Alpha GmbH", "Beta AG", "Zakłady Łódź"}
    assert wizard.client.post(f"{wizard.path}resumption/").status_code == 409


def test_the_page_lists_what_was_imported(wizard: Wizard) -> None:
    wizard.upload("root", companies=COMPANIES)
    wizard.begin()
    page = wizard.client.get("/import/").content.decode()
    assert "companies.csv" in page and "2 created" in page and wizard.path in page
    assert wizard.path not in wizard.client.as_("ann").get("/import/").content.decode()


def test_htmx_is_told_where_to_go(wizard: Wizard) -> None:
    headers = {"HX-Request": "true", "HX-Target": "main#sheet"}
    upload = {"files": [SimpleUploadedFile("companies.csv", COMPANIES.encode())]}
    response = wizard.client.as_("root").post("/import/", upload, headers=headers)
    assert json.loads(response["HX-Trigger"])["visit"]["href"] == f"/import/{Import.objects.get().pk}/"
