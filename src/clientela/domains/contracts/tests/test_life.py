"""A contract from draft to end: signed, renewed by the calendar, terminated."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from clientela.domains.activities.models import Activity
from clientela.domains.contracts import commands, papers, reminding, rolling
from clientela.domains.contracts.models import Contract, ContractTerm
from clientela.engine.access import gate
from clientela.engine.documents import rendering
from clientela.engine.errors import Denied, Invalid, NotFound, Refused
from clientela.engine.records import commands as records
from tests.world import World

START = dt.date(2025, 1, 31)


def _made(world: World, **values: Any) -> Contract:
    given = {
        "name": "Service",
        "company": world.company.pk,
        "starts_on": START,
        "term_months": 12,
        "value": "1200 EUR",
    }
    made: Any = records.create(world.actor("ann"), "contract", {**given, **values})
    assert isinstance(made, Contract)
    return made


def _fresh(contract: Contract) -> Contract:
    contract.refresh_from_db()
    return contract


@pytest.mark.parametrize("who, error", [("ann", None), ("ben", Denied), ("cat", NotFound), ("dan", Denied)])
def test_who_may_sign(world: World, who: str, error: Any) -> None:
    contract = _made(world)
    if error is None:
        assert commands.sign(world.actor(who), contract.pk).state == "active"
        return
    with pytest.raises(error):
        commands.sign(world.actor(who), contract.pk)
    assert _fresh(contract).state == "draft"


def test_signed_what_was_agreed_stays(world: World) -> None:
    ann, contract = world.actor("ann"), _made(world)
    commands.send(ann, contract.pk)
    signed = commands.sign(ann, contract.pk, by="Igor")
    assert signed.number and signed.ends_on == dt.date(2026, 1, 30)
    with pytest.raises(Invalid, match="does not change"):
        records.update(ann, "contract", contract.pk, {"value": "1 EUR"})
    with pytest.raises(Refused, match="signed and stays"):
        records.delete(ann, "contract", contract.pk)
    with pytest.raises(Refused, match="cannot be done now"):
        commands.sign(ann, contract.pk)


def test_it_renews_itself_once_for_each_term(world: World) -> None:
    contract = _made(world, auto_renews=True, notice_months=1)
    commands.sign(world.actor("ann"), contract.pk)
    for _again in range(2):
        rolling.roll_all(dt.date(2027, 2, 1))
    assert (_fresh(contract).ends_on, contract.term, contract.state) == (dt.date(2028, 1, 30), 3, "active")
    terms = gate.visible(world.actor("ann"), ContractTerm).filter(contract=contract).order_by("number")
    assert [(t.starts_on, t.ends_on) for t in terms] == [
        (START, dt.date(2026, 1, 30)),
        (dt.date(2026, 1, 31), dt.date(2027, 1, 30)),
        (dt.date(2027, 1, 31), dt.date(2028, 1, 30)),
    ]


def test_one_task_reminds_before_the_last_day_for_notice(world: World) -> None:
    contract = _made(world, starts_on=timezone.localdate(), notice_months=3, auto_renews=True)
    commands.sign(world.actor("ann"), contract.pk)
    tasks = gate.visible(world.actor("ann"), Activity).filter(about_id=contract.pk, kind="task")
    last = reminding.notice_day(_fresh(contract))
    assert last is not None
    rolling.roll_all(last - dt.timedelta(31))
    assert not tasks.exists()
    for _again in range(2):
        rolling.roll_all(last - dt.timedelta(30))
    assert [task.owner_id for task in tasks] == [world.users["ann"].pk]


@pytest.mark.parametrize("days, told", [(-40, 0), (0, 1), (60, 0)])
def test_what_is_signed_when_its_reminder_is_due_is_told_at_once(world: World, days: int, told: int) -> None:
    """One that is over already waits for the night, which ends it or renews it."""
    starts = timezone.localdate() + dt.timedelta(days)
    contract = _made(world, starts_on=starts, term_months="1", auto_renews=True)
    commands.sign(world.actor("ann"), contract.pk)
    tasks = gate.visible(world.actor("ann"), Activity).filter(about_id=contract.pk, kind="task")
    assert tasks.count() == told
    rolling.roll_all(timezone.localdate())
    assert tasks.count() == (told or int(days < 0))


def test_it_ends_or_is_terminated(world: World) -> None:
    ann, ends, cut = world.actor("ann"), _made(world), _made(world, starts_on=dt.date(2026, 6, 1))
    for one in (ends, cut):
        commands.sign(ann, one.pk)
    rolling.roll_all(dt.date(2026, 12, 1))
    assert _fresh(ends).state == "ended"
    with pytest.raises(Refused, match="Say why"):
        commands.terminate(ann, cut.pk, reason="")
    commands.terminate(ann, cut.pk, reason="Moved away")
    rolling.roll_all(dt.date(2028, 1, 1))
    assert _fresh(cut).state == "terminated"


@pytest.mark.parametrize(
    "values, field",
    [
        ({"ends_on": "2024-01-01"}, "ends_on"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"term_months": -1}, "term_months"),
        ({"billing": "monthly"}, "billing_amount"),
        ({"auto_renews": True, "term_months": None, "ends_on": "2026-05-01"}, "renewal_months"),
    ],
)
def test_what_cannot_be_is_refused(world: World, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        _made(world, **values)
    assert set(refused.value.errors) == {field}


def test_its_paper_is_made_as_pdf_and_as_word(world: World) -> None:
    ann, contract = world.actor("ann"), _made(world, name="Обслуживание 維護")
    assert papers.values(ann, contract.pk, "pl")["name"] == contract.name
    assert rendering.of_record(ann, "contract", contract.pk, "ru").startswith(b"%PDF")
    assert rendering.of_record(ann, "contract-word", contract.pk, "en").startswith(b"PK")
