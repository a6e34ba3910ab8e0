"""The pages of figures: who sees whose, what they say, and what they refuse."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.utils import timezone

from clientela.domains.performance.figures import base
from clientela.domains.performance.scope import Scope
from clientela.engine.access.models import Role, Team
from clientela.engine.records import commands as records
from tests import world as cast
from tests.screens.conftest import Browser

from .conftest import caught_up

PAGES = ("/pipeline/", "/forecast/", "/efficiency/")


def table(client: Browser, figure: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/pipeline/{figure}.csv{query}")
    assert answer.status_code == 200, answer.content
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def win(world: cast.World, **values: Any) -> Any:
    ann = world.actor("ann")
    deal = records.create(
        ann,
        "deal",
        {"name": "Second", "amount": "1000 EUR", "opened_on": timezone.localdate().isoformat(), **values},
    )
    records.update(ann, "deal", deal.pk, {"stage": world.stages["Won"].pk})
    caught_up()
    return deal


@pytest.mark.parametrize("page", PAGES)
def test_a_page_for_everybody_who_sees_deals(client: Browser, world: cast.World, page: str) -> None:
    assert client.as_(None).get(page).status_code == 302
    for who in ("ann", "ben", "cat", "dan", "root"):
        assert client.as_(who).get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_not_for_somebody_who_may_see_no_deals(client: Browser, world: cast.World, page: str) -> None:
    Role.objects.filter(name="Seller").update(grants={"*": {"view": "own"}, "deal": {}})
    assert client.as_("ann").get(page).status_code == 403


@pytest.mark.parametrize("who, seen", [("ann", 1), ("ben", 1), ("cat", 0), ("dan", 1), ("root", 1)])
def test_figures_count_what_one_may_see(client: Browser, world: cast.World, who: str, seen: int) -> None:
    win(world)
    rows = table(client.as_(who), "velocity")
    assert sum(int(row["Won"]) for row in rows) == seen


@pytest.mark.parametrize(
    "figure", [figure.key for page in ("pipeline", "forecast", "efficiency") for figure in base.on(page)]
)
def test_every_figure_is_drawn_and_taken_along(client: Browser, world: cast.World, figure: str) -> None:
    win(world)
    drawn = client.as_("ann").fragment("get", f"/pipeline/{figure}/")
    assert drawn.status_code == 200 and "style=" not in drawn.content.decode()
    assert table(client, figure) is not None


def test_a_picture_and_a_document(client: Browser, world: cast.World) -> None:
    win(world)
    assert client.as_("ann").get("/pipeline/funnel.png").content[:4] == b"\x89PNG"
    assert client.get("/pipeline/funnel.pdf").content[:5] == b"%PDF-"


def test_the_funnel_counts_a_won_deal_in_every_stage(client: Browser, world: cast.World) -> None:
    win(world)
    rows = {row["Stage"]: row["Came so far"] for row in table(client.as_("ann"), "funnel")}
    assert rows == {"Qualified": "2", "Proposal": "1", "Negotiation": "1", "Won": "1"}


def test_a_name_is_text_in_a_chart(client: Browser, world: cast.World) -> None:
    product = records.create(world.actor("ann"), "product", {"name": "<script>alert(1)</script>&'\""})
    win(world, product=product.pk)
    drawn = client.as_("ann").fragment("get", "/pipeline/products/").content.decode()
    assert "<script>" not in drawn and "&lt;script&gt;" in drawn


@pytest.mark.parametrize(
    "address, status",
    [
        ("/pipeline/?period=yesterday", 400),
        ("/pipeline/?pipeline=nonsense", 400),
        ("/pipeline/?who=user:nonsense", 400),
        ("/pipeline/nothing/", 404),
        ("/pipeline/funnel.exe", 404),
        ("/forecast/?month=2026-13", 400),
        ("/forecast/?by=weather", 400),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: Browser, world: cast.World, address: str, status: int
) -> None:
    assert client.as_("ann").get(address).status_code == status


def test_every_figure_leads_to_its_records(client: Browser, world: cast.World) -> None:
    rival = records.create(world.actor("root"), "competitor", {"name": "Acme"}).pk
    deal = win(world)
    records.create(world.actor("ann"), "dealcompetitor", {"deal": deal.pk, "competitor": rival})
    caught_up()
    scope = Scope.of(world.actor("ann"), {})
    found = base.find("rivals")
    assert found is not None and [(row.label, row.values["won"]) for row in found.read(scope)] == [
        ("Acme", 1)
    ]
    for page in ("pipeline", "efficiency"):
        for figure in base.on(page):
            for row in figure.read(scope):
                assert client.as_("ann").get(row.href).status_code == 200, (figure.key, row.href)


def manage(world: cast.World, who: str) -> None:
    Team.objects.all().passing().update(manager=world.users[who])


@pytest.mark.parametrize(
    "who, status", [("ann", 403), ("ben", 204), ("cat", 403), ("dan", 403), ("root", 204)]
)
def test_a_manager_adjusts_the_forecast(client: Browser, world: cast.World, who: str, status: int) -> None:
    manage(world, "ben")
    month = timezone.localdate().replace(day=1)
    records.update(world.actor("ann"), "deal", world.deal.pk, {"expected_close": month.isoformat()})
    caught_up()
    form = {
        "user": world.users["ann"].pk,
        "month": month.isoformat(),
        "currency": "EUR",
        "amount": "90000",
        "note": "One is sure",
    }
    answer = client.as_(who).fragment("post", "/forecast/adjustments/", form)
    assert answer.status_code in (status, 200 if status == 204 else status)
    page = client.as_("root").get("/forecast/").content.decode()
    assert ("One is sure" in page) == (status == 204)


def test_nobody_adjusts_for_people_of_others(client: Browser, world: cast.World) -> None:
    manage(world, "ben")
    form = {
        "user": world.users["cat"].pk,
        "month": "2026-01-01",
        "currency": "EUR",
        "amount": "1",
        "note": "x",
    }
    assert client.as_("ben").fragment("post", "/forecast/adjustments/", form).status_code == 422


def test_quotas_show_what_is_attained(client: Browser, world: cast.World) -> None:
    win(world)
    month = timezone.localdate().replace(day=15)
    records.create(
        world.actor("root"),
        "quota",
        {"user": world.users["ann"].pk, "month": month.isoformat(), "amount": "4000 EUR"},
    )
    page = client.as_("ann").get("/forecast/").content.decode()
    assert re.search(r"25\s*%", page)
    assert "4" in page and client.as_("cat").get("/quotas/").content.decode().count("4,000") == 0
