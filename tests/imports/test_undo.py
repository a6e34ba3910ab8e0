"""A whole import is taken back; what somebody has changed or uses since stays, and says why."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from clientela.domains.contacts.models import Company, Employment, Person
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import NotFound, Refused
from clientela.engine.imports import analysis, results, run, undoing
from clientela.engine.imports.models import Import, ImportFile, KnownAs
from clientela.engine.imports.plan import Options
from clientela.engine.records import commands
from tests import world as cast

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = """Name,E-mail,Company,City,Shoe size
Jan Kowalski,jan@example.org,Fabryka Nowa,Łódź,44
Игорь Петренко,igor@example.org,Fabryka Nowa,Lviv,42
Ann Other,ann.other@example.org,Zakłady Łódź,,
"""


def _import(actor: Any, path: Path, text: str, **options: Any) -> uuid.UUID:
    path.write_text(text, encoding="utf-8")
    plan = analysis.analyse(actor, [path], options=Options(**options))
    return run.create(actor, plan).pk


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def _all(model: Any) -> dict[str, Any]:
    return {str(row): row for row in gate.unrestricted(model, reason="a test looks")}


def test_what_was_created_goes_and_what_was_changed_comes_back(world: cast.World, tmp_path: Path) -> None:
    root = world.actor("root")
    before = _everything()
    job = _import(root, tmp_path / "people.csv", PEOPLE)
    done = run.run(root, job)
    assert done.counts == {"created": 2, "updated": 1}
    igor = _all(Person)["Игорь Петренко"]
    assert igor.address == {"city": "Lviv"} and igor.custom == {"shoe_size": "42"}
    assert "Fabryka Nowa" in _all(Company)

    undone = undoing.undo(root, job)
    assert undone.kept == []
    assert _everything() == before
    assert not KnownAs.objects.exists()
    with pytest.raises(Refused):
        undoing.undo(root, job)
    with pytest.raises(Refused):
        run.run(root, job)


def _everything() -> dict[str, list[Any]]:
    """Every column of every record but bookkeeping, whoever sees it."""
    found = {}
    with connection.cursor() as cursor:
        for table in (
            "contacts_person",
            "contacts_company",
            "contacts_employment",
            "deals_deal",
            "access_user",
        ):
            cursor.execute(
                f"SELECT to_jsonb(t) - 'version' - 'updated_at' - 'updated_by_id' - 'search' FROM {table} t ORDER BY id"
            )
            found[table] = [row[0] for row in cursor.fetchall()]
            cursor.execute(f"SELECT id, search::text FROM {table} ORDER BY id")
            found[table + ".search"] = cursor.fetchall()
    return found


def test_what_somebody_changed_or_uses_since_stays(world: cast.World, tmp_path: Path) -> None:
    root = world.actor("root")
    job = _import(root, tmp_path / "people.csv", PEOPLE)
    run.run(root, job)
    people, companies = _all(Person), _all(Company)
    commands.update(root, "person", people["Jan Kowalski"].pk, {"job_title": "Director"})
    commands.update(root, "person", people["Игорь Петренко"].pk, {"address.city": "Kyiv"})
    commands.create(root, "deal", {"name": "Uses Ann Other", "person": people["Ann Other"].pk})

    undone = undoing.undo(root, job)
    assert {kept.row for kept in undone.kept} == {2, 3, 4}
    after = _all(Person)
    assert set(after) == {"Jan Kowalski", "Игорь Петренко", "Ann Other"}
    assert after["Игорь Петренко"].address == {"city": "Kyiv"}, "changed since"
    assert "Fabryka Nowa" in _all(Company), "Jan, who stays, works there"
    assert after["Jan Kowalski"].company_id == companies["Fabryka Nowa"].pk
    employments = gate.unrestricted(Employment, reason="a test looks")
    assert employments.count() == 3, "where Jan and Ann work goes with them"
    kept = [fate.message for fate in results.fates(ImportFile.objects.get(run=job))]
    assert all(kept), kept


def test_one_colleague_who_stays_does_not_keep_the_others(world: cast.World, tmp_path: Path) -> None:
    root = world.actor("root")
    job = _import(
        root,
        tmp_path / "people.csv",
        "Name,E-mail,Company\nJan,jan@example.org,Nova\nEwa,ewa@example.org,Nova\n",
    )
    run.run(root, job)
    commands.update(root, "person", _all(Person)["Jan"].pk, {"job_title": "Director"})
    undone = undoing.undo(root, job)
    assert [kept.row for kept in undone.kept] == [2]
    assert set(_all(Person)) == {"Jan", "Игорь Петренко"} and "Nova" in _all(Company)
    assert gate.unrestricted(Employment, reason="a test looks").count() == 2


def test_an_undo_that_was_stopped_goes_on(
    world: cast.World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = world.actor("root")
    monkeypatch.setattr(run, "CHUNK", 10)
    rows = "".join(f"Person {i},p{i}@example.org\n" for i in range(95))
    job = _import(root, tmp_path / "people.csv", "Name,E-mail\n" + rows)
    assert run.run(root, job).counts == {"created": 95}
    steps = iter(range(4))

    def stop(_progress: Any) -> None:
        if next(steps) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undoing.undo(root, job, tell=stop)
    assert Import.objects.get(pk=job).state == "undoing"
    assert 0 < len(_all(Person)) - 1 < 95
    with pytest.raises(Refused):
        run.run(root, job)
    undoing.undo(root, job)
    assert set(_all(Person)) == {"Игорь Петренко"}


def test_only_who_imported_or_an_administrator_takes_it_back(world: cast.World, tmp_path: Path) -> None:
    ann = world.actor("ann")
    job = _import(ann, tmp_path / "people.csv", "Name,E-mail\nJan Kowalski,jan@example.org\n")
    assert run.run(ann, job).counts == {"created": 1}
    with pytest.raises(NotFound):
        undoing.undo(world.actor("ben"), job)
    assert undoing.undo(world.actor("root"), job).counts["removed"] == 1


def test_undone_files_can_be_imported_again(world: cast.World, tmp_path: Path) -> None:
    first = _import(SYSTEM, tmp_path / "people.csv", PEOPLE)
    counts = run.run(SYSTEM, first).counts
    undoing.undo(SYSTEM, first)
    second = _import(SYSTEM, tmp_path / "people.csv", PEOPLE)
    assert run.run(SYSTEM, second).counts == counts
    assert _all(Person)["Jan Kowalski"].custom == {"shoe_size": "44"}, "the field came back with its key"
