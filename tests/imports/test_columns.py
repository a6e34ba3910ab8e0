"""Where columns go by their names, also when some of their values will not do; rows of nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clientela.domains.contacts.models import Company, Person
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.imports import analysis, results, run
from clientela.engine.imports.models import ImportFile
from tests import world as cast

GERMAN = """Anrede;Vorname;Nachname;Firma;Abteilung;Funktion;E-Mail;Telefon;Mobil;Straße;PLZ;Ort;Land;Geburtsdatum;Bemerkung
Frau;Jutta;Grünmann;Fritz Nägel GmbH;Einkauf;Leiterin;jutta@naegel.example;0911 230646;0171 2306464;Hauptstraße 5;90402;Nürnberg;Deutschland;03.11.1975;Messe
"""


def _columns(path: Path, text: str) -> tuple[str, dict[str, str]]:
    path.write_text(text, encoding="utf-8")
    plan = analysis.analyse(SYSTEM, [path]).files[0]
    return plan.entity, {column.name: column.target for column in plan.columns}


@pytest.mark.django_db
def test_german_people_need_no_mapping(tmp_path: Path) -> None:
    entity, columns = _columns(tmp_path / "kontakte.csv", GERMAN)
    assert entity == "person"
    assert columns == {
        "Anrede": "salutation", "Vorname": "given_name", "Nachname": "family_name", "Firma": "company",
        "Abteilung": "department", "Funktion": "job_title", "E-Mail": "email", "Telefon": "phone", "Mobil": "mobile",
        "Straße": "address.street", "PLZ": "address.postcode", "Ort": "address.city", "Land": "address.country",
        "Geburtsdatum": "birthday", "Bemerkung": "description",
    }  # fmt: skip
    run.run(SYSTEM, run.create(SYSTEM, analysis.analyse(SYSTEM, [tmp_path / "kontakte.csv"])).pk)
    jutta = gate.unrestricted(Person, reason="a test looks").get()
    assert (jutta.name, jutta.phone, jutta.mobile) == ("Jutta Grünmann", "+49911230646", "+491712306464")


@pytest.mark.django_db
def test_german_companies_need_no_mapping(tmp_path: Path) -> None:
    text = "Firma;Branche;Telefon;Webseite;Straße;PLZ;Ort\nFritz Nägel GmbH;Handel;0911 230646;naegel.example.de;Hauptstraße 5;90402;Nürnberg\n"
    entity, columns = _columns(tmp_path / "firmen.csv", text)
    assert entity == "company" and columns["Firma"] == "name" and columns["Branche"] == "industry"
    assert columns["Ort"] == "address.city"


@pytest.mark.parametrize(
    ("header", "values", "target"),
    [
        ("E-mail", ("ann@example.org", "not an address", "cat@example.org"), "email"),
        ("Birthday", ("1975-11-03", "unknown", "1980-01-30"), "birthday"),
        ("Web site", ("https://example.org", "none yet", "https://example.net"), "website"),
    ],
)
@pytest.mark.django_db
def test_a_bad_value_in_three_does_not_make_another_field(
    tmp_path: Path, header: str, values: tuple[str, ...], target: str
) -> None:
    text = f"Name;{header}\n" + "".join(f"P {i};{value}\n" for i, value in enumerate(values))
    _entity, columns = _columns(tmp_path / "people.csv", text)
    assert columns[header] == target
    done = run.run(SYSTEM, run.create(SYSTEM, analysis.analyse(SYSTEM, [tmp_path / "people.csv"])).pk)
    assert done.counts == {"created": 3}
    fates = [fate.message for fate in results.fates(ImportFile.objects.get(run=done.id))]
    assert [bool(message) for message in fates] == [False, True, False]
    assert values[1] in str(gate.unrestricted(Person, reason="a test looks").get(name="P 1").description)


@pytest.mark.django_db
def test_a_column_of_other_things_is_not_taken_by_its_name(tmp_path: Path) -> None:
    _entity, columns = _columns(tmp_path / "people.csv", "Name;E-mail\nAnn;yes\nBen;no\nCat;maybe later\n")
    assert columns["E-mail"] != "email"


@pytest.mark.django_db
def test_an_empty_row_is_skipped(tmp_path: Path) -> None:
    world: Any = cast.build()
    (tmp_path / "companies.csv").write_text("Name;Code;City\nNova;1;Łódź\n;;\n ; ;\nAlba;2;Berlin\n", "utf-8")
    plan = analysis.analyse(world.actor("root"), [tmp_path / "companies.csv"])
    done = run.run(world.actor("root"), run.create(world.actor("root"), plan).pk)
    assert done.counts == {"created": 2, "skipped": 2}
    fates = list(results.fates(ImportFile.objects.get(run=done.id)))
    assert [fate.message for fate in fates] == ["", "The row is empty.", "The row is empty.", ""]
    assert {"Nova", "Alba"} <= set(
        gate.unrestricted(Company, reason="a test looks").values_list("name", flat=True)
    )
