"""Column widths, conditions by their value, names typed faster than the list of names comes, undoing a background change."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.utils import timezone

from clientela.domains.contacts.models import Company, Person
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import Refused
from clientela.engine.jobs import progress
from clientela.engine.jobs.models import Progress, State
from clientela.engine.jobs.work import Work
from clientela.engine.records import commands
from clientela.engine.screens import mass, tasks
from tests.screens.conftest import Browser


def widths(client: Browser, who: str = "ann") -> Any:
    client.world.users[who].refresh_from_db()
    return client.world.users[who].preferences.get("widths", {}).get("company", {})


@pytest.mark.parametrize(
    "column, width, status, kept",
    [
        ("state", "200", 204, {"state": 200}),
        ("state", "3", 204, {"state": 48}),
        ("state", "99999", 204, {"state": 1000}),
        ("state", "wide", 400, {}),
        ("nonsense", "200", 400, {}),
    ],
)
def test_a_width_is_kept_within_reason(
    client: Browser, column: str, width: str, status: int, kept: Any
) -> None:
    answer = client.as_("ann").post("/companies/columns/width/", {"column": column, "width": width})
    assert (answer.status_code, widths(client)) == (status, kept)


def test_a_width_is_drawn_for_whom_it_is_and_forgotten_when_asked(client: Browser) -> None:
    client.as_("ann").post("/companies/columns/width/", {"column": "state", "width": "203"})
    assert 'data-column="state" width="203"' in client.get("/companies/").content.decode()
    assert 'width="203"' not in client.as_("dan").get("/companies/").content.decode()
    client.as_("ann").post("/companies/columns/width/", {"column": "state", "width": ""})
    assert widths(client) == {}


def test_a_condition_by_its_value_keeps_what_the_list_was_narrowed_by(client: Browser) -> None:
    page = client.as_("ann").fragment("get", "/companies/filters/?industry=food").content.decode()
    assert 'href="/companies/?industry=food&amp;state=customer"' in page


def test_a_name_that_is_there_already_is_linked_not_made_again(client: Browser) -> None:
    name = client.world.company.name
    sent = {"name": "Ewa Nowak", "company.new": name.upper()}
    assert client.as_("ann").post("/people/new/", sent).status_code == 302
    person = gate.unrestricted(Person, reason="a test looks").get(name="Ewa Nowak")
    assert person.company_id == client.world.company.pk
    commands.create(client.world.actor("ann"), "company", {"name": name})
    refused = client.post("/people/new/", sent)
    assert refused.status_code == 422 and "several called" in refused.content.decode()


@pytest.fixture
def changed(client: Browser, monkeypatch: pytest.MonkeyPatch) -> Progress:
    """A bulk change of five companies in three transactions, done in the background."""
    monkeypatch.setattr(mass, "SET", 2)
    ann = client.world.actor("ann")
    ids = [commands.create(ann, "company", {"name": f"C{n}", "industry": "food"}).pk for n in range(5)]
    job = progress.start(ann, "screens.bulk", "Changing 5", total=5, link="/companies/")
    arguments: Any = {
        "entity": "company",
        "ids": [str(one) for one in ids],
        "verb": "set",
        "values": {"industry": "metal"},
    }
    work = Work(id=job.pk, actor=ann)
    tasks.bulk.function(work, **arguments)
    Progress.objects.filter(pk=job.pk).update(state=State.DONE, message=work.message)
    job.refresh_from_db()
    return job


def industries() -> list[str]:
    rows = gate.visible(SYSTEM, Company).filter(name__startswith="C")
    return sorted(str(one) for one in rows.values_list("industry", flat=True))


def test_a_background_change_is_undone_part_by_part_and_once(client: Browser, changed: Progress) -> None:
    assert industries() == ["metal"] * 5 and len(changed.undo) == 3
    page = client.as_("ann").get(changed.href).content.decode()
    assert f"/jobs/{changed.pk}/undo/" in page
    asked = client.fragment("post", f"/jobs/{changed.pk}/undo/")
    assert asked.status_code == 200 and "Under way" in asked.content.decode()
    again = client.fragment("post", f"/jobs/{changed.pk}/undo/")
    assert again.status_code == 409


@pytest.mark.django_db(transaction=True)  # each part is a transaction, and that is what undoing goes by
def test_what_somebody_changed_meanwhile_stays(client: Browser, changed: Progress) -> None:
    other = gate.visible(SYSTEM, Company).get(name="C3")
    commands.update(client.world.actor("ann"), "company", other.pk, {"industry": "banking"})
    parts = [[int(one) for one in address.split("/")[2:4]] for address in changed.undo]
    work = Work(id=uuid.uuid4(), actor=client.world.actor("ann"))
    tasks.take_back.function(work, parts=parts, link="/companies/")
    assert industries() == ["banking"] + ["food"] * 4
    assert "4" in work.message and "1" in work.message


def test_nobody_undoes_what_somebody_else_did(client: Browser, changed: Progress) -> None:
    assert client.as_("ben").fragment("post", f"/jobs/{changed.pk}/undo/").status_code == 404
    with pytest.raises(Refused):
        progress.take_undo(client.world.actor("root"), changed.pk)
    assert industries() == ["metal"] * 5


def test_a_toast_offers_the_undo_when_the_work_has_just_ended(client: Browser, changed: Progress) -> None:
    Progress.objects.filter(pk=changed.pk).update(finished_at=timezone.now())
    told = client.as_("ann").fragment("get", "/jobs/", target="div#jobs").content.decode()
    assert f"/jobs/{changed.pk}/undo/" in told and "5 changed" in told
    assert "undo" not in client.as_("ben").fragment("get", "/jobs/", target="div#jobs").content.decode()
