"""What becomes of rows: options, matching, dirt, rights. Every row has an outcome and nothing is dropped silently."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from clientela.domains.activities.models import Activity
from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Denied, Refused
from clientela.engine.imports import analysis, results, run
from clientela.engine.imports.models import ImportFile
from clientela.engine.imports.plan import Options
from clientela.engine.records import commands
from tests import world as cast
from tests.imports import cli

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


@pytest.fixture
def root(world: cast.World) -> Actor:
    return world.actor("root")


def load(
    actor: Actor,
    path: Path,
    text: str,
    *,
    given: dict[str, Any] | None = None,
    match: tuple[str, ...] = (),
    **options: Any,
) -> run.Result:
    path.write_text(text, encoding="utf-8")
    plan = analysis.analyse(actor, [path], given=given, match=match, options=Options(**options))
    assert not plan.unplaced, plan.unplaced
    return run.run(actor, run.create(actor, plan).pk)


def fates(done: run.Result) -> list[tuple[str, str]]:
    return [(fate.status, fate.message) for fate in results.fates(ImportFile.objects.get(run=done.id))]


def people() -> dict[str, Person]:
    return {person.name: person for person in gate.unrestricted(Person, reason="a test looks")}


def test_values_are_read_by_their_column(root: Actor, tmp_path: Path) -> None:
    text = (
        "Deal name;Amount;Currency;Close date;Probability;Stage\n"
        "Tokarka;1 234,50;zł;03.02.2026;40 %;Proposal\n"
        "Frezarka;2.000,00;;13.02.2026;10;Qualified\n"
    )
    done = load(root, tmp_path / "deals.csv", text, currency="EUR")
    assert done.counts == {"created": 2}, fates(done)
    deals = {deal.name: deal for deal in gate.unrestricted(Deal, reason="a test looks")}
    lathe, mill = deals["Tokarka"], deals["Frezarka"]
    assert (str(lathe.amount), lathe.amount_currency) == ("1234.50", "PLN")
    assert (str(mill.amount), mill.amount_currency) == ("2000.00", "EUR")
    assert str(lathe.expected_close) == "2026-02-03", "an open deal's closing date is the expected one"
    assert int(lathe.probability or 0) == 40


def test_telephones_are_dialled_in_the_country_of_the_address(root: Actor, tmp_path: Path) -> None:
    text = "Name,Phone,Country\nJan,42 555 01 10,Poland\nHans,030 901820,Niemcy\nZoe,not a number,UK\n"
    done = load(root, tmp_path / "people.csv", text)
    found = people()
    assert (found["Jan"].phone, found["Hans"].phone) == ("+48425550110", "+4930901820")
    assert found["Zoe"].phone is None and "Phone: not a number" in (found["Zoe"].description or "")
    assert "not a telephone number" in fates(done)[2][1]


def test_the_same_person_twice_in_a_file_is_one(root: Actor, tmp_path: Path) -> None:
    text = "Name,E-mail,Position\nJan,jan@example.org,Buyer\nJan K.,JAN@example.org,Director\nEwa,ewa@example.org,\n"
    done = load(root, tmp_path / "people.csv", text)
    assert [status for status, _message in fates(done)] == ["created", "updated", "created"]
    assert people()["Jan K."].job_title == "Director"


def test_rows_without_any_key_are_known_again_by_their_content(root: Actor, tmp_path: Path) -> None:
    text = "Name,City\nJan,Łódź\nJan,Łódź\nEwa,Kraków\n"
    assert load(root, tmp_path / "people.csv", text).counts == {"created": 3}
    again = load(root, tmp_path / "people.csv", text + "New,Kraków\n")
    assert again.counts == {"unchanged": 3, "created": 1}


def test_a_surer_key_speaks_against_a_weaker_one(root: Actor, tmp_path: Path) -> None:
    text = "Name,Tax number\nNova,111\nNova,222\n"
    assert load(root, tmp_path / "companies.csv", text).counts == {"created": 2}
    done = load(root, tmp_path / "companies.csv", "Name,City\nNova,Łódź\n")
    assert [status for status, _message in fates(done)] == ["ambiguous"]


def test_match_names_the_fields_that_recognise(root: Actor, tmp_path: Path) -> None:
    load(root, tmp_path / "companies.csv", "Name,Code,Telephone\nNova,1,+48 42 555 01 99\n")
    done = load(
        root, tmp_path / "companies.csv", "Name,Telephone\nNova renamed,+48425550199\n", match=("phone",)
    )
    assert done.counts == {"updated": 1}


@pytest.mark.parametrize(
    ("mode", "expected"), [("both", {"created": 1, "updated": 1}), ("create", {"created": 1, "skipped": 1}), ("update", {"updated": 1, "skipped": 1})]
)  # fmt: skip
def test_only_new_ones_or_only_known_ones(
    root: Actor, tmp_path: Path, mode: str, expected: dict[str, int]
) -> None:
    text = "Name,E-mail,Position\nИгорь Петренко,igor@example.org,Buyer\nEwa,ewa@example.org,\n"
    done = load(root, tmp_path / "people.csv", text, mode=mode)
    assert done.counts == expected
    assert all(message for status, message in fates(done) if status == "skipped")


def test_without_overwriting_only_empty_fields_are_filled(root: Actor, tmp_path: Path) -> None:
    text = "Name,E-mail,Position\nSomeone Else,igor@example.org,Buyer\n"
    load(root, tmp_path / "people.csv", text, overwrite=False)
    assert people()["Игорь Петренко"].job_title == "Buyer"


def test_what_may_not_be_made_is_said_and_kept(root: Actor, tmp_path: Path) -> None:
    text = "Name,E-mail,Company,Shoe size,Source\nEwa,ewa@example.org,Nobody knows it,44,Carrier pigeon\n"
    done = load(root, tmp_path / "people.csv", text, create_links=False, add_fields=False, add_options=False)
    assert done.counts == {"created": 1}
    ewa = people()["Ewa"]
    assert ewa.company_id is None
    for kept in ("Company: Nobody knows it", "Shoe size: 44", "Source: Carrier pigeon"):
        assert kept in (ewa.description or "")
    kinds = {problem.kind for problem in done.files[0].report.counts}
    assert {"missing", "noted", "unknown-option"} <= kinds


def test_near_names_are_offered_and_taken_only_when_wanted(root: Actor, tmp_path: Path) -> None:
    text = "Deal name,Company,Amount\nA,ZAKLADY LODZ,5\n"
    done = load(root, tmp_path / "deals.csv", text, fix=False, create_links=False)
    offers = {(p.text, p.fix, p.done) for p in done.files[0].report.counts if p.kind == "near"}
    assert offers == {("ZAKLADY LODZ", "Zakłady Łódź", False)}
    load(root, tmp_path / "deals.csv", text)
    deals = {deal.name: deal.company_id for deal in gate.unrestricted(Deal, reason="a test looks")}
    assert deals["A"] is not None
    assert gate.unrestricted(Company, reason="a test looks").count() == 1


def test_a_mapping_replaces_the_guess(root: Actor, tmp_path: Path) -> None:
    text = "who,where,what\nEwa,Kraków,Buyer\n"
    given = {"entity": "person", "columns": {"who": "name", "where": "address.city", "what": "job_title"}}
    assert load(root, tmp_path / "x.csv", text, given=given).counts == {"created": 1}
    ewa = people()["Ewa"]
    assert (ewa.address, ewa.job_title) == ({"city": "Kraków"}, "Buyer")
    with pytest.raises(Refused, match="it has: who, where, what"):
        load(root, tmp_path / "x.csv", text, given={**given, "columns": {"nope": "name"}})


def test_a_row_that_cannot_be_saved_says_why_and_stops_no_other(root: Actor, tmp_path: Path) -> None:
    given = {"entity": "employment", "columns": {"Who": "person", "Where": "company", "Role": "role"}}
    text = "Who,Where,Role\nИгорь Петренко,Zakłady Łódź,Buyer\nNobody at all,,Seller\n"
    done = load(root, tmp_path / "x.csv", text, given=given, create_links=False)
    assert [status for status, _message in fates(done)] == ["created", "invalid"]
    assert "Nobody at all" in fates(done)[1][1] or "fill in" in fates(done)[1][1]


def test_tasks_calls_and_meetings_are_told_apart_by_their_file(root: Actor, tmp_path: Path) -> None:
    load(
        root,
        tmp_path / "my_calls.csv",
        "Subject,Call Start Time,Contact Name\nAsked for a quote,2026-02-03 10:00,Игорь Петренко\n",
    )
    call = gate.unrestricted(Activity, reason="a test looks").get(subject="Asked for a quote")
    assert call.kind == "call" and call.person_id is not None and call.happened_at is not None


def test_only_who_may_import_does_and_only_sees_what_they_may(world: cast.World, tmp_path: Path) -> None:
    text = "Name,E-mail,Company\nEwa,ewa@example.org,Zakłady Łódź\n"
    with pytest.raises(Denied):
        load(world.actor("dan"), tmp_path / "people.csv", text)
    done = load(world.actor("cat"), tmp_path / "people.csv", text)
    assert done.counts == {"created": 1}
    companies = gate.unrestricted(Company, reason="a test looks").filter(name="Zakłady Łódź")
    assert companies.count() == 2, (
        "Cat does not see the company of the other branch, so she gets one of her own"
    )
    taken = load(
        world.actor("cat"), tmp_path / "people.csv", "Name,E-mail,Position\nIgor,igor@example.org,Thief\n"
    )
    assert taken.counts == {"created": 1}
    assert people()["Игорь Петренко"].job_title is None


def test_the_result_file_has_every_row_with_its_fate(
    root: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, result = tmp_path / "people.csv", tmp_path / "result.csv"
    source.write_text(
        "Name,E-mail\nИгорь Петренко,igor@example.org\n=1+1,ewa@example.org\n,\n", encoding="utf-8"
    )
    cli.run(monkeypatch, source, "--result", result, status=None)
    rows = list(csv.reader(result.open(encoding="utf-8-sig", newline="")))
    assert rows[0] == ["Row", "Name", "E-mail", "Outcome", "Message", "Record"]
    assert [row[3] for row in rows[1:3]] == ["Unchanged", "Created"]
    assert rows[2][1].startswith("'="), "a formula is made harmless"
    assert all("/people/" in row[5] for row in rows[1:3])


def test_the_printed_mapping_can_be_used_again(
    root: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, mapping = tmp_path / "people.csv", tmp_path / "map.json"
    source.write_text("Name,E-mail\nEwa,ewa@example.org\n", encoding="utf-8")
    first = cli.run_json(monkeypatch, source, "--dry-run")
    mapping.write_text(json.dumps(first["mapping"]), encoding="utf-8")
    again = cli.run_json(monkeypatch, source, "--map", mapping)
    assert again["mapping"] == first["mapping"] and cli.counts(again)["people.csv"] == {"created": 1}
    undone = json.loads(cli.run(monkeypatch, "undo", again["id"], "--json"))
    assert undone["counts"]["removed"] == 1 or undone["counts"], undone


def test_what_cannot_be_read_or_placed_is_said(
    root: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, words = tmp_path / "a.png", tmp_path / "words.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    words.write_text("alpha,beta\n1,2\n3,4\n", encoding="utf-8")
    done = cli.run_json(monkeypatch, picture, words, status=1)
    assert {each["file"] for each in done["unplaced"]} == {"a.png", "words.csv"}
    assert all(each["reason"] for each in done["unplaced"])
    cli.run(monkeypatch, tmp_path / "none.csv", status=2)


def test_records_that_links_create_in_big_tables_are_found_through_the_indexes(
    root: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientela.engine.imports.directory.SMALL", 0)
    assert _many_companies(root, tmp_path) == ({"created": 80}, 1 + 40)


def test_a_table_that_an_import_makes_big_is_asked_through_its_indexes_from_then_on(
    root: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientela.engine.imports.directory.GROWN", 5)
    monkeypatch.setattr(run, "CHUNK", 10)
    assert _many_companies(root, tmp_path) == ({"created": 80}, 1 + 40)


def _many_companies(root: Actor, tmp_path: Path) -> tuple[dict[str, int], int]:
    """What became of 80 people of 40 companies, and how many companies there are then."""
    commands.create_many(root, "company", [{"name": f"Company {i}"} for i in range(30)])
    rows = "".join(
        f"P{i},p{i}@example.org,{'COMPANY  ' if i % 2 else 'Company '}{i % 40}\n" for i in range(80)
    )
    done = load(root, tmp_path / "people.csv", "Name,E-mail,Company\n" + rows)
    return done.counts, gate.unrestricted(Company, reason="a test looks").count()
