"""The calendar of any list and the forecast of deals: what they show, and moving by them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from clientela.domains.activities.models import Activity
from clientela.domains.deals.forecasting import months
from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.records import commands
from clientela.engine.screens import listing
from tests.screens.conftest import Browser
from tests.world import World

EVERYBODY = [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200), (None, 302)]


@pytest.fixture
def dated(world: World) -> Any:
    commands.update(
        world.actor("ann"), "deal", world.deal.pk, {"expected_close": "2026-05-14", "probability": 50}
    )


# -- calendar --------------------------------------------------------------------------------------------------------
def test_a_month_and_a_week_show_what_has_its_day_there(client: Browser, world: World, dated: None) -> None:
    ann = client.as_("ann")
    for query, is_there in (
        ("calendar.on=2026-05-01", True),
        ("calendar.on=2026-05-14&calendar.span=week", True),
        ("calendar.on=2026-05-21&calendar.span=week", False),
        ("calendar.on=2026-07-01", False),
        ("calendar.on=2026-05-01&source=fair", False),
        ("calendar.on=2026-05-01&calendar.by=closed_on", False),
    ):
        answer = ann.get(f"/deals/?layout=calendar&calendar.by=expected_close&{query}")
        assert answer.status_code == 200
        assert (f"card-{world.deal.pk}" in answer.content.decode()) == is_there, query


@pytest.mark.parametrize(
    "query", ["calendar.on=nonsense", "calendar.by=name", "calendar.by=nonsense", "calendar.span=year"]
)
def test_what_no_calendar_can_show_is_said(client: Browser, query: str) -> None:
    assert client.as_("ann").get(f"/deals/?layout=calendar&{query}").status_code == 400


def test_a_kind_without_a_date_has_no_calendar(client: Browser) -> None:
    assert client.as_("root").get("/pipelines/?layout=calendar").status_code == 400
    assert "layout=calendar" not in client.get("/pipelines/").content.decode()


@pytest.mark.parametrize("who, status", EVERYBODY)
def test_only_who_may_change_a_record_moves_it_to_another_day(
    client: Browser, world: World, dated: None, stored: Any, who: str | None, status: int
) -> None:
    path = f"/deals/{world.deal.pk}/date/?calendar.by=expected_close"
    assert client.as_(who).fragment("post", path, {"stage": "2026-05-20"}).status_code == status
    assert stored().expected_close == (dt.date(2026, 5, 20) if status == 200 else dt.date(2026, 5, 14))


def test_a_moment_keeps_its_time_of_day(client: Browser, world: World) -> None:
    task: Any = commands.create(
        world.actor("ann"),
        "activity",
        {"kind": "task", "subject": "Call", "due_at": "2026-05-14T15:30:00+00:00"},
    )
    path = f"/activities/{task.pk}/date/?calendar.by=due_at"
    assert client.as_("ann").fragment("post", path, {"stage": "2026-12-24"}).status_code == 200
    moved = gate.unrestricted(Activity, reason="a test looks").get(pk=task.pk).due_at
    before = timezone.localtime(task.due_at).time()
    assert moved and (timezone.localtime(moved).date(), timezone.localtime(moved).time()) == (
        dt.date(2026, 12, 24),
        before,
    )


def test_a_day_that_is_none_and_a_date_that_is_kept_by_the_system_are_refused(
    client: Browser, world: World
) -> None:
    ann, here = client.as_("ann"), f"/deals/{world.deal.pk}/date/"
    assert ann.fragment("post", f"{here}?calendar.by=expected_close", {"stage": "soon"}).status_code == 400
    assert ann.fragment("post", f"{here}?calendar.by=created_at", {"stage": "2026-05-20"}).status_code == 400


def test_many_on_one_day_are_counted_not_drawn(client: Browser, world: World) -> None:
    rows = [{"name": f"Deal {n}", "expected_close": "2026-05-14"} for n in range(30)]
    commands.create_many(world.actor("ann"), "deal", rows)
    page = (
        client.as_("ann")
        .get("/deals/?layout=calendar&calendar.by=expected_close&calendar.on=2026-05-01")
        .content.decode()
    )
    assert page.count('class="deal cal-card"') == 4 and "26 more" in page


def test_a_view_keeps_its_way_of_showing(client: Browser, world: World) -> None:
    ann = client.as_("ann")
    saved = ann.post("/deals/views/?layout=calendar&source=fair", {"name": "Fairs", "audience": "private"})
    assert saved.status_code == 302
    page = ann.get(saved["Location"]).content.decode()
    assert 'id="calendar"' in page and "Fairs" in page
    assert 'id="forecast"' in ann.get(f"{saved['Location']}&layout=forecast").content.decode()


# -- forecast --------------------------------------------------------------------------------------------------------
def test_months_add_up_at_best_and_weighted(world: World) -> None:
    ann, this = world.actor("ann"), timezone.localdate().replace(day=1)
    following = this + relativedelta(months=1)
    for name, day, amount, chance in (
        ("a", this + dt.timedelta(5), "1000 EUR", 50),
        ("b", this + dt.timedelta(6), "500 EUR", 10),
        ("c", following, "700 PLN", 100),
        ("d", this - dt.timedelta(1), "9 EUR", 100),
        ("e", this + relativedelta(months=9), "8 EUR", 25),
    ):
        commands.create(
            ann, "deal", {"name": name, "expected_close": day, "amount": amount, "probability": chance}
        )
    commands.create(ann, "deal", {"name": "w", "amount": "300 EUR", "stage": world.stages["Won"].pk})
    shown = listing.of_query(ann, registry.get("deal"), "layout=forecast")
    found = {column.key: column for column in months.filled(shown, months.window(shown))}
    first, second = found[f"{this:%Y-%m}"], found[f"{following:%Y-%m}"]
    assert (first.count, first.best[0].amount, first.weighted[0].amount) == (2, 1500, Decimal("550.00"))
    assert first.won[0].amount == 300
    assert (second.best[0].currency, second.weighted[0].amount) == ("PLN", 700)
    assert [found[key].count for key in ("overdue", "later", "none")] == [1, 1, 1]
    assert [record.name for record in first.page.items] == ["a", "b"]
    assert {a.currency: a.amount for a in months.totals(list(found.values()), "best")} == {
        "EUR": 149517,
        "PLN": 700,
    }


@pytest.mark.parametrize("who, status", EVERYBODY)
def test_only_who_may_change_a_deal_moves_it_to_another_month(
    client: Browser, world: World, dated: None, stored: Any, who: str | None, status: int
) -> None:
    path = f"/deals/{world.deal.pk}/month/"
    assert client.as_(who).fragment("post", path, {"stage": "2027-02"}).status_code == status
    assert stored().expected_close == (dt.date(2027, 2, 14) if status == 200 else dt.date(2026, 5, 14))


def test_a_month_has_the_day_or_its_last(client: Browser, world: World, stored: Any) -> None:
    ann, path = client.as_("ann"), f"/deals/{world.deal.pk}/month/"
    for sent, day in (("2026-02", dt.date(2026, 2, 28)), ("none", None), ("2026-04", dt.date(2026, 4, 30))):
        assert ann.fragment("post", path, {"stage": sent}).status_code == 200
        assert stored().expected_close == day
    for wrong in ("overdue", "2026-13", "", "1500-01"):
        assert ann.fragment("post", path, {"stage": wrong}).status_code == 400


def test_more_of_a_month_and_wrong_addresses(client: Browser, world: World) -> None:
    this = timezone.localdate().replace(day=1)
    rows = [{"name": f"Deal {n}", "expected_close": this} for n in range(14)]
    commands.create_many(world.actor("ann"), "deal", rows)
    page = client.as_("ann").get("/deals/?layout=forecast").content.decode()
    assert page.count('class="deal"') == 13 and f"/deals/forecast/{this:%Y-%m}/" in page
    assert client.get("/deals/forecast/nonsense/").status_code in (400, 404)
    assert client.get(f"/deals/forecast/{this:%Y-%m}/?after=nonsense").status_code == 400
    assert client.get("/deals/?layout=forecast&forecast.from=soon").status_code == 400
    assert client.get("/companies/?layout=forecast").status_code == 400
